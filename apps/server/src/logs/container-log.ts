import { type ContainerSummary, type EngineReader, isEngineError, type LogLine } from '@berth/docker-engine'
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

/** How far the two streams of a container may be apart. */
const overlapMs = 1_000

/** @param isNew It began after everything else: all its lines are wanted, however many. */
export function createContainerLog(
  engine: EngineReader,
  container: ContainerSummary,
  { isNew }: { readonly isNew: boolean },
): ContainerLog {
  /** The last line of each stream: between the two, lines need not come in the order of time. */
  const last = new Map<LogLine['stream'], Pick<LogLine, 'time' | 'timestamp'>>()
  let isBegun = false
  let hasStarted = false
  let running = Promise.resolve()

  /** From where nothing is missing; what has been told already is left out by its time. */
  const afterLast = () =>
    last.size === 0 ? undefined : Math.min(...[...last.values()].map(({ time }) => time)) - overlapMs

  /** What matches is counted from the end; what comes meanwhile is followed from where that ended. */
  const search = async (selection: LogSelection, channel: Channel): Promise<Range> => {
    for await (const line of readContainer(engine, container, selection)) {
      last.set(line.stream, { time: line.epoch, timestamp: line.time })
      await channel.push(line)
    }
    return { since: afterLast() ?? selection.since }
  }

  const begin = async (selection: LogSelection, channel: Channel): Promise<Range> => {
    const { tail, since, signal } = selection
    if (isNew) return {}
    if (tail === 'all') return { since }
    if (tail > 0) return isFiltered(selection) ? search(selection, channel) : { since, tail }
    for await (const line of engine.containerLogs(container.id, { tail: 1, signal })) {
      for (const stream of ['stdout', 'stderr'] as const) last.set(stream, line)
    }
    return { since: afterLast() ?? since, tail: mostBetween }
  }

  const run = async (selection: LogSelection, channel: Channel) => {
    const { since, tail } = isBegun ? { since: afterLast() } : await begin(selection, channel)
    isBegun = true
    const told = new Map(last)
    const range = { ...(since !== undefined && { since }), ...(tail !== undefined && { tail }) }
    const lines = engine.containerLogs(container.id, { ...range, follow: true, signal: selection.signal })
    for await (const line of lines) {
      const before = told.get(line.stream)
      if (before !== undefined && line.timestamp <= before.timestamp) continue
      last.set(line.stream, line)
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
