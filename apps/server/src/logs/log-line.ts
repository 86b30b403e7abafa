import type { LogBatch, LogLine as WireLine } from '@berth/contract'
import { type ContainerSummary, type EngineReader, type LogLine, label } from '@berth/docker-engine'
import { ProblemError } from '../http/problem.ts'
import type { Mask } from '../secrets/masks.ts'

/** Whose lines are wanted, and which of them. */
export interface LogSelection {
  readonly project: string
  /** Absent: of all services. */
  readonly service?: string | undefined
  /** Its name. */
  readonly container?: string | undefined
  /** Epoch milliseconds. */
  readonly since?: number | undefined
  /** Epoch milliseconds. */
  readonly until?: number | undefined
  /** Of each container, counted from its end, of those that match. */
  readonly tail: number | 'all'
  readonly grep?: string | undefined
  readonly stream?: LogLine['stream'] | undefined
  readonly signal: AbortSignal
  /** Hides the secrets of the project. */
  readonly mask: Mask
}

/** Whether some lines in between may not be wanted. Pure. */
export const isFiltered = ({ grep, stream }: Pick<LogSelection, 'grep' | 'stream'>): boolean =>
  grep !== undefined || stream !== undefined

/** A container, as far as its lines need it. */
export type LogSource = Pick<ContainerSummary, 'id' | 'name' | 'labels'>

export interface ProjectLogLine extends WireLine {
  /** Epoch milliseconds. */
  readonly epoch: number
}

/** As a websocket tells it. Pure. */
export const toBatch = (lines: readonly ProjectLogLine[]): LogBatch =>
  lines.map(({ container, service, number, stream, epoch, text }) => ({
    container,
    service,
    number,
    stream,
    time: epoch,
    text,
  }))

/**
 * Those whose lines are wanted. Containers of `docker compose run` are left out unless one is named, as
 * `docker compose logs` does.
 */
export async function findContainers(
  engine: EngineReader,
  { project, service, container, signal }: LogSelection,
): Promise<ContainerSummary[]> {
  const labels = [`${label.project}=${project}`]
  if (container === undefined) labels.push(`${label.oneOff}=False`)
  if (service !== undefined) labels.push(`${label.service}=${service}`)
  const found = await engine.listContainers({ labels }, { signal })
  return container === undefined
    ? found
    : found.filter(({ name }) => name.replace(temporary, '') === container)
}

/** In front of the name of a container that is about to replace another. */
const temporary = /^[0-9a-f]{12}_/

/** The name of a container of the project by its name or the beginning of its id; a problem when there is none. */
export async function nameOfContainer(
  engine: EngineReader,
  selection: LogSelection,
  wanted: string,
): Promise<string> {
  const labels = [`${label.project}=${selection.project}`]
  const found = (await engine.listContainers({ labels }, { signal: selection.signal })).find(
    ({ id, name }) => name === wanted || (wanted.length >= 12 && id.startsWith(wanted)),
  )
  if (found !== undefined) return found.name
  throw new ProblemError('CONTAINER_NOT_FOUND', `${selection.project} has no container ${wanted}.`)
}

/**
 * The line as it may be shown; undefined when it is not wanted. What is looked for is looked for in what is shown:
 * else it would tell of a secret whether it was guessed.
 */
export function lineOf(
  { name, labels }: LogSource,
  { stream, time, timestamp, text }: LogLine,
  { grep, stream: wanted, mask }: LogSelection,
): ProjectLogLine | undefined {
  if (wanted !== undefined && stream !== wanted) return undefined
  const shown = mask(text)
  if (grep !== undefined && !shown.includes(grep)) return undefined
  return { time: timestamp, ...originOf({ name, labels }), stream, text: shown, epoch: time }
}

/** Whose line it is. Pure. */
export const originOf = ({ name, labels }: Pick<ContainerSummary, 'name' | 'labels'>) => ({
  container: name,
  service: labels[label.service] ?? name,
  number: Number(labels[label.containerNumber] ?? 1),
})
