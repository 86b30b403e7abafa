import type { ContainerSummary, EngineReader } from '@berth/docker-engine'
import { isFiltered, type LogSelection, type LogSource, lineOf, type ProjectLogLine } from './log-line.ts'

/**
 * What these containers have printed, in the order of time. Read as fast as it is taken: a line of each waits, and
 * of those that are searched from the end, at most `tail`.
 */
export const readLogs = (
  engine: EngineReader,
  containers: readonly ContainerSummary[],
  selection: LogSelection,
): AsyncGenerator<ProjectLogLine> =>
  inOrder(containers.map((container) => readContainer(engine, container, selection)))

/** The lines that one container has printed and that are wanted. */
export async function* readContainer(
  engine: EngineReader,
  container: LogSource,
  selection: LogSelection,
): AsyncGenerator<ProjectLogLine> {
  const { tail, since, until, signal } = selection
  const isSearched = tail !== 'all' && isFiltered(selection)
  const lines = engine.containerLogs(container.id, {
    signal,
    ...(since !== undefined && { since }),
    ...(until !== undefined && { until }),
    ...(tail !== 'all' && !isSearched && { tail }),
  })
  const wanted = (async function* () {
    for await (const line of lines) {
      const shown = lineOf(container, line, selection)
      if (shown !== undefined) yield shown
    }
  })()
  if (tail !== 'all' && isSearched) yield* lastOf(wanted, tail)
  else yield* wanted
}

async function* lastOf<T>(items: AsyncIterable<T>, most: number): AsyncGenerator<T> {
  if (most === 0) return
  const ring: T[] = []
  let count = 0
  for await (const item of items) {
    ring[count % most] = item
    count += 1
  }
  const first = count > most ? count % most : 0
  yield* ring.slice(first)
  yield* ring.slice(0, first)
}

/** Merges what is in order each by itself. */
async function* inOrder(sources: readonly AsyncGenerator<ProjectLogLine>[]): AsyncGenerator<ProjectLogLine> {
  try {
    const heads: ProjectLogLine[] = []
    const open: AsyncGenerator<ProjectLogLine>[] = []
    const first = await Promise.all(sources.map((source) => source.next()))
    for (const [index, result] of first.entries()) {
      const source = sources[index]
      if (result.done || source === undefined) continue
      heads.push(result.value)
      open.push(source)
    }
    while (heads.length > 0) {
      const at = indexOfOldest(heads)
      const [line, source] = [heads[at], open[at]]
      if (line === undefined || source === undefined) return
      yield line
      const next = await source.next()
      if (next.done) {
        heads.splice(at, 1)
        open.splice(at, 1)
      } else heads[at] = next.value
    }
  } finally {
    await Promise.all(sources.map((source) => source.return(undefined)))
  }
}

function indexOfOldest(lines: readonly ProjectLogLine[]): number {
  let oldest = 0
  for (let index = 1; index < lines.length; index += 1) {
    if ((lines[index]?.time ?? '') < (lines[oldest]?.time ?? '')) oldest = index
  }
  return oldest
}
