import { type EngineReader, isEngineError, type LogLine } from '@berth/docker-engine'

export interface FollowInput {
  readonly engine: EngineReader
  readonly signal: AbortSignal
  /** Epoch milliseconds: only what was written from then on. Absent: everything. */
  readonly since?: number
  /** Epoch milliseconds: following ends then. */
  readonly until?: number
  /** Only so many of the lines there are. */
  readonly tail?: number
  readonly onLine: (line: LogLine) => void
}

/** How one run of a container ended. `gone`: there is nothing more to come. */
export type RunEnd =
  | { readonly kind: 'exited'; readonly exitCode: number; readonly willRestart: boolean }
  | { readonly kind: 'gone' }

/**
 * Follows what a container writes until it stops, and tells how it ended; at once when it does not run.
 * Rejects with an `EngineError`, or with the reason of the abort.
 */
export async function followRun(
  id: string,
  { engine, signal, onLine, ...range }: FollowInput,
): Promise<RunEnd> {
  try {
    let from: Pick<FollowInput, 'since' | 'until' | 'tail'> = range
    for (;;) {
      for await (const line of engine.containerLogs(id, { follow: true, signal, ...from })) {
        onLine(line)
        from = { since: line.time + 1, ...(range.until !== undefined && { until: range.until }) }
      }
      signal.throwIfAborted()
      if (range.until !== undefined) return { kind: 'gone' }
      const { State: state } = await engine.inspectContainer(id, { signal })
      const isStopped = !state.Running || state.Status === 'restarting'
      if (isStopped)
        return { kind: 'exited', exitCode: state.ExitCode, willRestart: state.Status === 'restarting' }
    }
  } catch (error) {
    if (isEngineError(error, 'ENGINE_NOT_FOUND')) return { kind: 'gone' }
    throw error
  }
}
