import { type EngineReader, isEngineError, type LogLine } from '@berth/docker-engine'
import type { Bookmark } from './bookmark.ts'

export interface FollowInput {
  readonly engine: EngineReader
  readonly signal: AbortSignal
  /** Where reading goes on, and is remembered. */
  readonly bookmark: Bookmark
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

/** The end of a run whose exit code is known. Rejects with `ENGINE_NOT_FOUND` when the container is gone. */
export async function exitedRun(
  id: string,
  exitCode: number,
  { engine, signal }: Pick<FollowInput, 'engine' | 'signal'>,
): Promise<RunEnd> {
  const { State: state } = await engine.inspectContainer(id, { signal })
  return { kind: 'exited', exitCode, willRestart: state.Status === 'restarting' || state.Running }
}

/** What is said of the end of a run. */
export const exitWords = ({ exitCode, willRestart }: Extract<RunEnd, { kind: 'exited' }>): string =>
  `exited with code ${exitCode}${willRestart ? ' (restarting)' : ''}`

/**
 * Follows what a container writes until it stops, and tells how it ended; at once when it does not run.
 * Rejects with an `EngineError`, or with the reason of the abort.
 */
export async function followRun(
  id: string,
  { engine, signal, onLine, bookmark, tail, until }: FollowInput,
): Promise<RunEnd> {
  const end = until === undefined ? {} : { until }
  try {
    let first = tail === undefined ? {} : { tail }
    for (;;) {
      const { skip, ...from } = bookmark.place()
      const lines = engine.containerLogs(id, { follow: true, signal, ...from, ...end, ...first })
      for await (const line of without(skip, lines)) {
        bookmark.note(line)
        onLine(line)
      }
      first = {}
      signal.throwIfAborted()
      if (until !== undefined) return { kind: 'gone' }
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

async function* without(first: number, lines: AsyncIterable<LogLine>): AsyncGenerator<LogLine> {
  let skip = first
  for await (const line of lines) {
    if (skip > 0) skip -= 1
    else yield line
  }
}
