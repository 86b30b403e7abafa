import { type ContainerSummary, type EngineReader, label } from '@berth/docker-engine'
import { type ContainerLog, createContainerLog } from './container-log.ts'
import { createLineChannel, type LineChannel } from './line-channel.ts'
import { findContainers, type LogSelection, type ProjectLogLine } from './log-line.ts'

/** Lines wait at most this long for others to share their frame. */
const batchMs = 25
/** Lines that may wait for a slow reader before the Engine is read no further. */
const waitingLimit = 2000

export interface Following extends LogSelection {
  readonly now: () => number
}

type Channel = LineChannel<ProjectLogLine>

/**
 * Follows the logs of a project: the last lines of each container, then what they print, and what containers print
 * that appear later, those that replace others too. Ends only by abort, or by failing when the Engine goes away. A
 * reader that does not keep up holds back the Engine, not this server's memory.
 */
export async function* followLogs(
  engine: EngineReader,
  following: Following,
): AsyncGenerator<readonly ProjectLogLine[]> {
  const channel = createLineChannel<ProjectLogLine>(waitingLimit)
  const closing = new AbortController()
  const signal = AbortSignal.any([following.signal, closing.signal])
  signal.addEventListener('abort', () => channel.fail(signal.reason), { once: true })
  const followed = followAll(engine, { ...following, signal }, channel)
  try {
    for (;;) {
      const first = await channel.take()
      if (first.length < waitingLimit) await channel.gather(batchMs)
      signal.throwIfAborted()
      const batch = [...first, ...channel.takeWaiting()]
      yield batch.sort((a, b) => (a.time < b.time ? -1 : Number(a.time > b.time)))
    }
  } finally {
    closing.abort()
    await followed
  }
}

/** Feeds the channel until abort or failure; never rejects, the channel tells. */
async function followAll(engine: EngineReader, following: Following, channel: Channel): Promise<void> {
  const containers = new Map<string, ContainerLog>()
  const follow = (container: ContainerSummary, isNew: boolean) => {
    const log = containers.get(container.id) ?? createContainerLog(engine, container, { isNew })
    containers.set(container.id, log)
    log.follow(following, channel)
  }
  try {
    // Events are asked from before the list, so that no container appears between the two.
    const since = following.now()
    for (const container of await findContainers(engine, following)) follow(container, false)
    const labels = [`${label.project}=${following.project}`]
    for await (const event of engine.events({ labels, since, signal: following.signal })) {
      if (event.type !== 'container') continue
      if (event.action === 'destroy') containers.delete(event.id)
      if (event.action !== 'start') continue
      const started = (await findContainers(engine, following)).find(({ id }) => id === event.id)
      if (started !== undefined) follow(started, true)
    }
    channel.fail(new Error('The Engine ended its events'))
  } catch (error) {
    channel.fail(error)
  }
  await Promise.allSettled([...containers.values()].map(({ ended }) => ended()))
}
