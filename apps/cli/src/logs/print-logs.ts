import {
  type ContainerSummary,
  type EngineReader,
  isEngineError,
  type LogLine,
  type LogOptions,
} from '@berth/docker-engine'
import { type LogPrinter, shortName } from './log-printer.ts'

export interface ReadLogsInput {
  readonly engine: EngineReader
  readonly project: string
  readonly containers: readonly ContainerSummary[]
  readonly options: Pick<LogOptions, 'since' | 'until' | 'tail'>
  readonly printer: LogPrinter
}

interface Reading {
  readonly name: string
  readonly lines: AsyncIterator<LogLine>
  head: LogLine
}

/**
 * Prints what the containers have written, oldest line first, whoever wrote it; each container's own lines
 * stay in its order. Resolves with the exit code. Holds one line per container.
 */
export async function printLogs({
  engine,
  project,
  containers,
  options,
  printer,
}: ReadLogsInput): Promise<number> {
  const readings: Reading[] = []
  for (const { id, name } of containers) {
    const lines = engine.containerLogs(id, options)[Symbol.asyncIterator]()
    printer.add(shortName(name, project))
    const head = await nextLine(lines)
    if (head !== undefined) readings.push({ name: shortName(name, project), lines, head })
  }
  while (readings.length > 0) {
    const oldest = readings.reduce((first, other) => (isBefore(other.head, first.head) ? other : first))
    printer.line(oldest.name, oldest.head)
    const head = await nextLine(oldest.lines)
    if (head === undefined) readings.splice(readings.indexOf(oldest), 1)
    else oldest.head = head
  }
  return 0
}

/** Who was removed meanwhile has no more to say. */
async function nextLine(lines: AsyncIterator<LogLine>): Promise<LogLine | undefined> {
  try {
    const { done, value } = await lines.next()
    return done ? undefined : value
  } catch (error) {
    if (isEngineError(error, 'ENGINE_NOT_FOUND')) return undefined
    throw error
  }
}

/** To the nanosecond; the Engine pads all its times alike. */
const isBefore = (a: LogLine, b: LogLine) =>
  a.time < b.time || (a.time === b.time && a.timestamp < b.timestamp)
