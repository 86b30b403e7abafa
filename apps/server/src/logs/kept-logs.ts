import type { LogLine } from '@berth/contract'
import { type Engine, type EngineReader, isEngineError } from '@berth/docker-engine'
import type { Mask } from '../secrets/masks.ts'
import { type LogSelection, type LogSource, originOf, type ProjectLogLine } from './log-line.ts'
import { readContainer } from './read-logs.ts'

/** What a container had printed before it was removed. */
export interface RemovedLog {
  readonly container: string
  readonly service: string
  readonly number: number
  readonly lines: readonly Pick<LogLine, 'time' | 'stream' | 'text'>[]
  /** There was more than is kept. */
  readonly isCut: boolean
  /** Why the Engine could not tell. */
  readonly unreadable?: string
}

export interface Keeping {
  readonly project: string
  readonly mask: Mask
  /** Told before the container is removed. */
  readonly keep: (log: RemovedLog) => void
}

/** Lines of one container, and characters of one and of all. */
const most = { lines: 1_000, characters: 256 * 2 ** 10, allCharacters: 4 * 2 ** 20 } as const

/**
 * The Engine, which hands over what a container has printed before it removes it: the newest of it, and of many
 * containers only as much as an operation may keep. Not being able to read it does not keep it from being removed.
 */
export function keepingLogs(engine: Engine, { project, mask, keep }: Keeping): Engine {
  let room: number = most.allCharacters
  return {
    ...engine,
    async removeContainer(id, options) {
      const selection = {
        project,
        mask,
        tail: most.lines,
        signal: options?.signal ?? new AbortController().signal,
      }
      const log = await readRemoved(engine, id, { selection, room: Math.min(room, most.characters) })
      if (log !== undefined) {
        for (const { text } of log.lines) room -= text.length
        keep(log)
      }
      await engine.removeContainer(id, options)
    },
  }
}

async function readRemoved(
  engine: EngineReader,
  id: string,
  { selection, room }: { readonly selection: LogSelection; readonly room: number },
): Promise<RemovedLog | undefined> {
  try {
    const { Name, Config } = await engine.inspectContainer(id, { signal: selection.signal })
    const container = { id, name: Name.replace(/^\//, ''), labels: Config.Labels }
    return { ...originOf(container), ...(await linesOf(engine, container, { selection, room })) }
  } catch (error) {
    // It is gone already.
    if (isEngineError(error, 'ENGINE_NOT_FOUND')) return undefined
    throw error
  }
}

async function linesOf(
  engine: EngineReader,
  container: LogSource,
  { selection, room }: { readonly selection: LogSelection; readonly room: number },
): Promise<Pick<RemovedLog, 'lines' | 'isCut' | 'unreadable'>> {
  const read: ProjectLogLine[] = []
  try {
    for await (const line of readContainer(engine, container, selection)) read.push(line)
  } catch (error) {
    if (!isEngineError(error) || error.code === 'ENGINE_NOT_FOUND') throw error
    // For example because its log driver keeps nothing.
    return { lines: [], isCut: true, unreadable: selection.mask(error.message) }
  }
  const first = firstThatFits(read, room)
  const lines = read.slice(first).map(({ time, stream, text }) => ({ time, stream, text }))
  return { lines, isCut: first > 0 || read.length === most.lines }
}

function firstThatFits(lines: readonly ProjectLogLine[], room: number): number {
  let first = lines.length
  for (let left = room; first > 0; first -= 1) {
    left -= lines[first - 1]?.text.length ?? 0
    if (left < 0) break
  }
  return first
}
