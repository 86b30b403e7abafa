import { type Engine, EngineError, type EngineEvent } from '@berth/docker-engine'
import { mustFindContainer } from './container.ts'
import { hasLabels, type World } from './world.ts'

/** Logs and events of the fake. `isReachable` ends them when the Engine goes away. */
export const streamCalls = (
  world: World,
  isReachable: () => boolean,
): Pick<Engine, 'containerLogs' | 'events'> => ({
  async *containerLogs(id, { follow = false, tail, since = 0, until = Number.POSITIVE_INFINITY, signal }) {
    const container = mustFindContainer(world, id, `read the logs of container ${id}`)
    let next = container.logs.length
    const old = container.logs.filter(({ time }) => time >= since && time <= until)
    yield* tail === undefined ? old : old.slice(Math.max(0, old.length - tail))
    while (follow) {
      signal?.throwIfAborted()
      if (!isReachable()) throw wentAway()
      const line = container.logs[next]
      if (line) {
        next += 1
        yield line
      } else if (container.status === 'running' || container.status === 'restarting')
        await world.change(signal)
      else return
    }
  },

  async *events({ labels, since, until, signal }) {
    const from = since === undefined ? world.events.length : 0
    if (until !== undefined) {
      const replayed = world.events.slice(from).filter(({ time }) => time >= (since ?? 0) && time <= until)
      yield* replayed.filter(({ attributes }) => hasLabels(attributes, labels))
      return
    }
    for await (const event of journal(world, { from, signal, isReachable })) {
      if (event.time >= (since ?? 0) && hasLabels(event.attributes, labels)) yield event
    }
  },
})

/** The events from a position on: those there were, then those to come. */
async function* journal(
  world: World,
  {
    from,
    signal,
    isReachable,
  }: { from: number; signal: AbortSignal | undefined; isReachable: () => boolean },
): AsyncGenerator<EngineEvent> {
  for (let next = from; ; ) {
    signal?.throwIfAborted()
    if (!isReachable()) throw wentAway()
    const event = world.events[next]
    if (event) {
      next += 1
      yield event
    } else await world.change(signal)
  }
}

const wentAway = () =>
  new EngineError('ENGINE_UNREACHABLE', 'The Docker Engine closed the stream of its events')
