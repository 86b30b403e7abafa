import { type ContainerStats, type EngineReader, isEngineError, label } from '@berth/docker-engine'
import type { MeasuredContainer } from './stats-listing.ts'

type Watched = MeasuredContainer['container']

export interface WatchStatsInput {
  readonly engine: EngineReader
  readonly project: string
  readonly containers: readonly Watched[]
  readonly signal: AbortSignal
  /** Epoch milliseconds, not later than when the containers were listed. */
  readonly since: number
  /** Whether a container that starts later is one of those asked for, by its labels. */
  readonly isWanted: (labels: Readonly<Record<string, string>>) => boolean
  /** Whether containers stay in the list when they have stopped. */
  readonly keepsStopped: boolean
}

/** The last that was heard of each container. */
export interface WatchedStats {
  /** By name; those of which nothing was heard yet are left out. */
  readonly latest: () => MeasuredContainer[]
  /** Resolves when something was heard of everybody who was there at the beginning. */
  readonly begun: Promise<unknown>
  /** Rejects when watching fails, or with the reason of the abort. */
  readonly failed: Promise<never>
}

/** Watches what containers use, those that start meanwhile included, until the abort. */
export function watchStats(input: WatchStatsInput): WatchedStats {
  const { engine, containers, signal, keepsStopped } = input
  const samples = new Map<string, { container: Watched; stats?: ContainerStats }>()
  const { promise: failed, reject } = Promise.withResolvers<never>()

  const follow = (container: Watched): Promise<void> => {
    if (samples.has(container.id)) return Promise.resolve()
    samples.set(container.id, { container })
    const first = Promise.withResolvers<void>()
    const reading = async () => {
      for await (const stats of engine.containerStats(container.id, { follow: true, signal })) {
        if (samples.has(container.id)) samples.set(container.id, { container, stats })
        first.resolve()
      }
      samples.delete(container.id)
    }
    reading()
      .catch((error: unknown) => {
        // Removed meanwhile.
        if (!isEngineError(error, 'ENGINE_NOT_FOUND')) reject(error)
      })
      .finally(first.resolve)
    return first.promise
  }
  const begun = Promise.all(containers.map(follow))
  const listen = async () => {
    for await (const { id, name, isGone } of changes(input)) {
      if (!isGone) void follow({ id, name })
      else if (!keepsStopped) samples.delete(id)
    }
  }
  listen().catch(reject)
  return {
    latest: () =>
      [...samples.values()]
        .flatMap(({ container, stats }) => (stats ? [{ container, stats }] : []))
        .sort((a, b) => (a.container.name < b.container.name ? -1 : 1)),
    begun,
    failed,
  }
}

async function* changes({ engine, project, since, signal, isWanted }: WatchStatsInput) {
  const labels = [`${label.project}=${project}`]
  for await (const { type, action, id, attributes } of engine.events({ labels, since, signal })) {
    if (type !== 'container' || !isWanted(attributes)) continue
    const name = attributes.name ?? id
    if (action === 'start') yield { id, name, isGone: false }
    if (action === 'die' || action === 'destroy') yield { id, name, isGone: true }
  }
}
