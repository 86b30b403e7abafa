import { setTimeout } from 'node:timers/promises'
import type { LogBatch } from '@berth/contract'
import {
  type ContainerSummary,
  type EngineReader,
  isEngineError,
  type LogLine,
  label,
} from '@berth/docker-engine'
import type { Mask } from '../secrets/masks.ts'
import { createLineChannel, type LineChannel } from './line-channel.ts'

/** Whose lines are wanted. */
export interface LogSelection {
  readonly project: string
  /** Absent: of all services. */
  readonly service?: string | undefined
  /** Of each container, counted from its end. */
  readonly tail: number
  readonly signal: AbortSignal
  /** Hides the secrets of the project. */
  readonly mask: Mask
}

type ProjectLogLine = LogBatch[number]

/** Lines wait at most this long for others to share their frame. */
const batchMs = 25
/** Lines that may wait for a slow reader before the Engine is read no further. */
const waitingLimit = 2000

/**
 * Reads the last `tail` lines of a project's containers, oldest first. Containers of `docker compose run`
 * are left out, as `docker compose logs` does.
 */
export async function readProjectLogs(
  engine: EngineReader,
  selection: LogSelection,
): Promise<ProjectLogLine[]> {
  const { tail, signal } = selection
  const lines: ProjectLogLine[] = []
  // One after another: at most one container's tail is in flight.
  for (const container of await containersOf(engine, selection)) {
    for await (const line of engine.containerLogs(container.id, { tail, signal })) {
      lines.push(lineOf(container, line, selection.mask))
    }
  }
  return lines.sort((left, right) => left.time - right.time).slice(-tail)
}

/** `web-1  | text`, one a line, names padded to the longest. */
export function formatLogLines(lines: readonly ProjectLogLine[]): string {
  const nameOf = ({ service, number }: ProjectLogLine) => `${service}-${number}`
  const width = Math.max(0, ...lines.map((line) => nameOf(line).length))
  return lines.map((line) => `${nameOf(line).padEnd(width)}  | ${line.text}\n`).join('')
}

/**
 * Follows the logs of a project: the last `tail` lines of each container, then what they print, and what
 * containers print that appear later. Ends only by abort, or by failing when the Engine goes away. A
 * reader that does not keep up holds back the Engine, not this server's memory.
 */
export async function* followProjectLogs(
  engine: EngineReader,
  selection: LogSelection & { readonly now: () => number },
): AsyncGenerator<LogBatch> {
  const channel = createLineChannel<ProjectLogLine>(waitingLimit)
  const closing = new AbortController()
  const signal = AbortSignal.any([selection.signal, closing.signal])
  signal.addEventListener('abort', () => channel.fail(signal.reason), { once: true })
  const followed = followAll(engine, { ...selection, signal }, channel)
  try {
    for (;;) {
      const first = await channel.take()
      await setTimeout(batchMs, undefined, { signal })
      yield first
    }
  } finally {
    closing.abort()
    await followed
  }
}

/** Feeds the channel until abort or failure; never rejects, the channel tells. */
async function followAll(
  engine: EngineReader,
  selection: LogSelection & { readonly now: () => number },
  channel: LineChannel<ProjectLogLine>,
): Promise<void> {
  const running = new Map<string, Promise<void>>()
  const follow = (container: ContainerSummary, range: { tail: number } | { since: number }) => {
    if (running.has(container.id)) return
    const pumping = pump(engine, { ...selection, container, range }, channel).finally(() =>
      running.delete(container.id),
    )
    running.set(container.id, pumping)
  }
  try {
    // Events are asked from before the list, so that no container appears between the two.
    const since = selection.now()
    for (const container of await containersOf(engine, selection)) follow(container, selection)
    const labels = [`${label.project}=${selection.project}`]
    for await (const event of engine.events({ labels, since, signal: selection.signal })) {
      if (event.type !== 'container' || event.action !== 'start' || running.has(event.id)) continue
      const started = (await containersOf(engine, selection)).find(({ id }) => id === event.id)
      if (started !== undefined) follow(started, { since: event.time })
    }
    channel.fail(new Error('The Engine ended its events'))
  } catch (error) {
    channel.fail(error)
  }
  await Promise.allSettled(running.values())
}

interface Pump {
  readonly container: ContainerSummary
  readonly range: { readonly tail: number } | { readonly since: number }
  readonly signal: AbortSignal
  readonly mask: Mask
}

async function pump(
  engine: EngineReader,
  { container, range, signal, mask }: Pump,
  channel: LineChannel<ProjectLogLine>,
): Promise<void> {
  const options = 'since' in range ? { since: range.since } : { tail: range.tail }
  try {
    for await (const line of engine.containerLogs(container.id, { ...options, follow: true, signal })) {
      await channel.push(lineOf(container, line, mask))
    }
  } catch (error) {
    // A container that was removed has no more lines; the others go on.
    if (!isEngineError(error, 'ENGINE_NOT_FOUND')) channel.fail(error)
  }
}

async function containersOf(engine: EngineReader, selection: LogSelection): Promise<ContainerSummary[]> {
  const { project, service, signal } = selection
  const labels = [`${label.project}=${project}`, `${label.oneOff}=False`]
  if (service !== undefined) labels.push(`${label.service}=${service}`)
  return engine.listContainers({ labels }, { signal })
}

function lineOf(
  { name, labels }: ContainerSummary,
  { stream, time, text }: LogLine,
  mask: Mask,
): ProjectLogLine {
  const number = Number(labels[label.containerNumber] ?? 1)
  return { container: name, service: labels[label.service] ?? name, number, stream, time, text: mask(text) }
}
