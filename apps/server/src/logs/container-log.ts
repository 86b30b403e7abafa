import { type ContainerSummary, type EngineReader, isEngineError } from '@berth/docker-engine'
import type { LineChannel } from './line-channel.ts'
import { isFiltered, type LogSelection, lineOf, type ProjectLogLine } from './log-line.ts'
import { readContainer } from './read-logs.ts'

/** What one container prints, over all its starts. */
export interface ContainerLog {
  /** Begins, or goes on after the last line once what is being followed has ended. */
  follow(selection: LogSelection, channel: Channel): void
  /** Resolves when nothing is followed any more. */
  ended(): Promise<void>
}

type Channel = LineChannel<ProjectLogLine>

/** From where a container is followed. */
interface Range {
  readonly since?: number | undefined
  readonly tail?: number
}

/** Lines that may come between two looks, of a container of which only new ones are wanted. */
const mostBetween = 10_000

/** @param isNew It began after everything else: all its lines are wanted, however many. */
export function createContainerLog(
  engine: EngineReader,
  container: ContainerSummary,
  { isNew }: { readonly isNew: boolean },
): ContainerLog {
  let last: { readonly time: number; readonly timestamp: string } | undefined
  let isBegun = false
  let hasStarted = false
  let running = Promise.resolve()

  /** What matches is counted from the end; what comes meanwhile is followed from where that ended. */
  const search = async (selection: LogSelection, channel: Channel): Promise<Range> => {
    for await (const line of readContainer(engine, container, selection)) {
      last = { time: line.epoch, timestamp: line.time }
      await channel.push(line)
    }
    return { since: last?.time ?? selection.since }
  }

  const begin = async (selection: LogSelection, channel: Channel): Promise<Range> => {
    const { tail, since, signal } = selection
    if (isNew) return {}
    if (tail === 'all') return { since }
    if (tail > 0) return isFiltered(selection) ? search(selection, channel) : { since, tail }
    for await (const line of engine.containerLogs(container.id, { tail: 1, signal })) last = line
    return { since: last?.time ?? since, tail: mostBetween }
  }

  const run = async (selection: LogSelection, channel: Channel) => {
    const { since, tail } = isBegun ? { since: last?.time } : await begin(selection, channel)
    isBegun = true
    const range = { ...(since !== undefined && { since }), ...(tail !== undefined && { tail }) }
    const lines = engine.containerLogs(container.id, { ...range, follow: true, signal: selection.signal })
    for await (const line of lines) {
      if (last !== undefined && line.timestamp <= last.timestamp) continue
      last = line
      const shown = lineOf(container, line, selection)
      if (shown !== undefined) await channel.push(shown)
    }
  }

  const runAll = async (selection: LogSelection, channel: Channel) => {
    while (hasStarted && !selection.signal.aborted) {
      hasStarted = false
      await run(selection, channel)
    }
  }
  return {
    follow(selection, channel) {
      hasStarted = true
      running = running
        .then(() => runAll(selection, channel))
        // A container that was removed has no more lines; the others go on.
        .catch((error) => {
          if (!isEngineError(error, 'ENGINE_NOT_FOUND')) channel.fail(error)
        })
    },
    ended: () => running,
  }
}
