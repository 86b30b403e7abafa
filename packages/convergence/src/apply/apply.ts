import type { Engine } from '@berth/docker-engine'
import type { Plan } from '../plan/plan.ts'
import type { BeforeStart } from './actions/execute-context.ts'
import { startLimitOf } from './adaptive-limit.ts'
import { type Clock, systemClock } from './clock.ts'
import { watchContainers } from './container-events.ts'
import { containersAfter } from './containers-after.ts'
import type { ApplyEvent, ApplyResult } from './events.ts'
import { createLimiter } from './lanes.ts'
import { rollBack } from './roll-back.ts'
import { createRun, type Run } from './run.ts'
import { walk } from './walk.ts'

export type { Clock } from './clock.ts'

export interface ApplyOptions {
  /** Aborting begins nothing new, finishes what is in flight, and brings back what was being replaced. */
  readonly signal?: AbortSignal
  /** Called in the order things happen. It must not throw. */
  readonly onEvent?: (event: ApplyEvent) => void
  /**
   * What becomes of a replacement that failed or was cut short. `rollback` (unless said): it goes, and the old
   * container runs again. `keep`: both stay as they are, for a look at what failed; the next `up` decides.
   */
  readonly onFailure?: 'rollback' | 'keep'
  /** Containers started at the same time; as many as the Engine turns out to be good for, from 2 on, unless said. */
  readonly concurrency?: number
  /** How long a container without a healthcheck has to stay up to count as up; 1000 unless said. */
  readonly settleMs?: number
  /** Longest that one container may take to become what is waited for; as long as it takes unless said. */
  readonly waitTimeoutMs?: number
  readonly beforeStart?: BeforeStart
  readonly clock?: Clock
}

/** How far back events are replayed, to cover a clock that runs ahead of the Engine's. */
const replayMs = 5_000

/**
 * Does what a plan says: the only place that changes the Engine.
 *
 * Actions run as soon as what they wait for is done. After a failure or an abort nothing new begins, what
 * is in flight is finished, and containers that were being replaced are brought back. Every action is
 * reported. It keeps no journal: after a crash the next plan starts from what is observed.
 *
 * Never rejects because of the Engine, a container or an abort; all that is in the result.
 */
export async function apply(plan: Plan, engine: Engine, options: ApplyOptions = {}): Promise<ApplyResult> {
  const { signal = new AbortController().signal, onEvent = () => {}, clock = systemClock } = options
  const events = watchContainers(engine, {
    project: plan.project,
    since: clock.now() - replayMs,
    isNeeded: plan.actions.some(({ kind }) => kind === 'wait-container'),
  })
  const { settleMs = 1_000, waitTimeoutMs, beforeStart } = options
  const limits = { settleMs, ...(waitTimeoutMs !== undefined && { waitTimeoutMs }) }
  const run = createRun(plan, {
    engine,
    signal,
    onEvent,
    clock,
    events,
    ...limits,
    ...(beforeStart && { beforeStart }),
  })
  run.refuse(plan.problems)
  try {
    await walk(plan.actions, {
      outcomes: run.outcomes,
      limiter: createLimiter({
        starts: options.concurrency ?? startLimitOf(engine),
        startsToCome: plan.actions.filter(({ kind }) => kind === 'start-container').length,
        clock,
      }),
      mayBegin: run.mayBegin,
      run: run.runAction,
      onCancelled: run.reportCancelled,
    })
    const rolledBack = options.onFailure === 'keep' ? [] : await rollBack(plan.rollbacks, run)
    return resultOf(run, { plan, rolledBack, isAborted: signal.aborted })
  } finally {
    await events.close()
  }
}

function resultOf(
  run: Run,
  {
    plan,
    rolledBack,
    isAborted,
  }: { readonly plan: Plan; readonly rolledBack: readonly string[]; readonly isAborted: boolean },
): ApplyResult {
  if (run.bug() !== undefined) throw run.bug()
  const outcomes = [...run.outcomes]
  const isCut = isAborted && outcomes.some(([, outcome]) => outcome === 'cancelled')
  const hasFailed = run.hasFailed() || (rolledBack.length > 0 && !isCut)
  return {
    outcome: hasFailed ? 'failed' : isCut ? 'cancelled' : 'succeeded',
    actions: Object.fromEntries(outcomes),
    failures: run.failures(),
    containers: containersAfter(plan, run),
    rolledBack,
  }
}
