import type { ContainerInspect, EngineReader } from '@berth/docker-engine'
import type { Action } from '../../plan/action.ts'
import type { ContainerWatch } from '../container-events.ts'
import { ContainerFailure } from '../failure.ts'
import { judgeContainer, type Verdict } from '../judge-container.ts'
import type { Effect, Execute, ExecuteContext } from './execute-context.ts'
import { inTime } from './in-time.ts'

const logTailLines = 50

/**
 * Waits until a container is what the action asks for: looks, and looks again when the Engine tells that
 * something happened to it. Aborting ends the waiting, not the container.
 */
export const waitContainer: Execute<'wait-container'> = (action, given) =>
  inTime(action, given, (context) => waitUntil(action, context))

async function waitUntil(action: Action<'wait-container'>, context: ExecuteContext): Promise<Effect> {
  const id = context.containerId(action.container)
  const watch = context.events.watch(id)
  const settling = createSettling(context)
  let told = ''
  try {
    for (;;) {
      const container = await context.engine.inspectContainer(id, { signal: context.signal })
      const verdict = judgeContainer(container, action.until)
      if (verdict.kind === 'failed') throw await describe(action, container, verdict.why, context)
      const isReached = verdict.kind === 'settling' && settling.hasSettled(verdict.startedAt)
      if (verdict.kind === 'reached' || isReached) return { outcome: 'done' }
      const text = verdict.kind === 'pending' ? verdict.text : 'running'
      if (text !== told) context.onProgress({ text })
      told = text
      await (verdict.kind === 'settling' ? settling.news(watch) : watch.next(context.signal))
    }
  } finally {
    watch.end()
  }
}

/** Counts the settling time from the first look at each run of the container. */
function createSettling({ clock, settleMs, signal }: ExecuteContext) {
  let run: { readonly startedAt: string; readonly settledAt: number } | undefined
  const remaining = () => (run === undefined ? settleMs : run.settledAt - clock.now())
  return {
    hasSettled: (startedAt: string) => {
      if (run?.startedAt !== startedAt) run = { startedAt, settledAt: clock.now() + settleMs }
      return remaining() <= 0
    },
    /** Resolves when something happened or the time is over, whichever is first. */
    news: async (watch: ContainerWatch) => {
      const first = new AbortController()
      const either = AbortSignal.any([signal, first.signal])
      try {
        await Promise.race([clock.sleep(remaining(), either), watch.next(either)])
      } finally {
        first.abort()
      }
    },
  }
}

type Why = Extract<Verdict, { kind: 'failed' }>['why']

async function describe(
  { name, service, until }: Action<'wait-container'>,
  container: ContainerInspect,
  why: Why,
  { engine, signal }: ExecuteContext,
): Promise<ContainerFailure> {
  const subject = service === undefined ? `Container ${name}` : `Service ${service}: container ${name}`
  const { ExitCode: exitCode, OOMKilled: outOfMemory, Health: health } = container.State
  const memory = outOfMemory ? { outOfMemory } : {}
  const awaited = until === 'up' && hasHealthcheck(container) ? 'healthy' : until
  const logTail = await tailOf(engine, container.Id, signal)
  switch (why) {
    case 'no-healthcheck':
      return new ContainerFailure({
        code: 'CONTAINER_NO_HEALTHCHECK',
        message: `${subject} has no healthcheck, but others wait until it is healthy.`,
        fix: 'Give the service a healthcheck, or depend on it with condition: service_started.',
      })
    case 'unhealthy': {
      const output = health?.Log?.at(-1)?.Output.trim()
      const words = output ? `: ${output}` : '.'
      return new ContainerFailure({
        code: 'CONTAINER_UNHEALTHY',
        message: `${subject} is unhealthy${words}`,
        awaited,
        ...memory,
        logTail,
      })
    }
    case 'exited':
    case 'looping': {
      const reason = outOfMemory ? ', it ran out of memory' : ''
      const what = why === 'looping' ? 'restarts again and again, it exited' : 'exited'
      const expected = until === 'completed' ? ' and did not complete' : ''
      return new ContainerFailure({
        code: 'CONTAINER_EXITED',
        message: `${subject} ${what} with code ${exitCode}${expected}${reason}.`,
        awaited,
        exitCode,
        ...(container.RestartCount > 0 && { restarts: container.RestartCount }),
        ...memory,
        logTail,
      })
    }
  }
}

const hasHealthcheck = ({ Config: { Healthcheck: check } }: ContainerInspect) =>
  check?.Test !== undefined && check.Test.length > 0 && check.Test[0] !== 'NONE'

async function tailOf(engine: EngineReader, id: string, signal: AbortSignal): Promise<string[]> {
  const lines: string[] = []
  for await (const { text } of engine.containerLogs(id, { tail: logTailLines, signal })) lines.push(text)
  return lines.slice(-logTailLines)
}
