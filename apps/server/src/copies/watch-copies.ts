import type { Background } from '../background.ts'
import { createCopyEnder, type EndDependencies } from './end-copies.ts'
import { createIdleStopper, type IdleDependencies } from './stop-idle-copies.ts'

export interface WatchCopiesOptions extends EndDependencies, IdleDependencies {
  readonly operations: EndDependencies['operations'] & IdleDependencies['operations']
  readonly background: Background
  /** Between two looks for copies that have been kept for long enough; half a minute unless said. */
  readonly endLookMs?: number | undefined
  /** Between two looks for copies that are to be looked at for their use; a minute unless said. */
  readonly idleLookMs?: number | undefined
}

/** Ends copies in their time, and stops those that nobody uses, until it is stopped. */
export function watchCopies(options: WatchCopiesOptions): { readonly stop: () => void } {
  const { background, endLookMs = 30_000, idleLookMs = 60_000, ...dependencies } = options
  const endCopies = createCopyEnder(dependencies)
  const stopIdle = createIdleStopper(dependencies)
  const timers = [
    setInterval(() => background.run(endCopies), endLookMs),
    setInterval(() => background.run(stopIdle), idleLookMs),
  ]
  return {
    stop() {
      for (const timer of timers) clearInterval(timer)
    },
  }
}
