import type { ContainerInspect } from '@berth/docker-engine'
import type { Action } from '../plan/action.ts'

/** What a look at a container says about the wait for it. */
export type Verdict =
  | { readonly kind: 'reached' }
  | { readonly kind: 'failed'; readonly why: 'exited' | 'looping' | 'unhealthy' | 'no-healthcheck' }
  /** Look again when something happens to it. */
  | { readonly kind: 'pending'; readonly text: string }
  /** It runs and has no healthcheck: it is up when this is still so after the settling time. */
  | { readonly kind: 'settling'; readonly startedAt: string }

/** So often a container may fail while it starts and be restarted by the Engine before that is a loop. */
const toleratedRestarts = 2

/** Judges one inspect. Pure. */
export function judgeContainer(
  { State: state, RestartCount: restarts }: ContainerInspect,
  until: Action<'wait-container'>['until'],
): Verdict {
  if (state.Status === 'exited' || state.Status === 'dead') return judgeExit(state.ExitCode, until)
  if (state.Status === 'restarting') return judgeRestart(state.ExitCode, restarts, until)
  if (until === 'completed') return { kind: 'pending', text: 'running until it completes' }
  return judgeHealth(state, until)
}

function judgeExit(exitCode: number, until: Action<'wait-container'>['until']): Verdict {
  return exitCode === 0 && until !== 'healthy' ? { kind: 'reached' } : { kind: 'failed', why: 'exited' }
}

function judgeRestart(exitCode: number, restarts: number, until: Action<'wait-container'>['until']): Verdict {
  if (until === 'completed' && exitCode === 0) return { kind: 'reached' }
  if (restarts > toleratedRestarts) return { kind: 'failed', why: 'looping' }
  return { kind: 'pending', text: `restarting, exited (${exitCode})` }
}

function judgeHealth(state: ContainerInspect['State'], until: 'healthy' | 'up'): Verdict {
  const health = state.Health?.Status ?? 'none'
  switch (health) {
    case 'healthy':
      return { kind: 'reached' }
    case 'unhealthy':
      return { kind: 'failed', why: 'unhealthy' }
    case 'starting':
      return { kind: 'pending', text: 'healthcheck starting' }
    case 'none':
      return until === 'up'
        ? { kind: 'settling', startedAt: state.StartedAt }
        : { kind: 'failed', why: 'no-healthcheck' }
  }
}
