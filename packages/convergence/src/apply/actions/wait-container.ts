import type { Action } from '../../plan/action.ts'
import type { ContainerWatch } from '../container-events.ts'
import { judgeContainer } from '../judge-container.ts'
import { containerFailure } from './container-failure.ts'
import type { Effect, Execute, ExecuteContext } from './execute-context.ts'
import { inTime } from './in-time.ts'

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
      if (verdict.kind === 'failed')
        throw await containerFailure(action, { container, why: verdict.why }, context)
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
