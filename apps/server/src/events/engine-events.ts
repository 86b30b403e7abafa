import type { Background } from '../background.ts'
import type { EngineWatch } from '../host/engine-watch.ts'
import type { LiveContainers } from '../host/live-containers.ts'
import { version } from '../version.ts'
import type { EventBus } from './bus.ts'

export interface EngineEventsOptions {
  readonly watch: EngineWatch
  readonly live: LiveContainers
  readonly bus: EventBus
  /** Publish the summaries of one project, and of all. */
  readonly announce: (project: string) => Promise<void>
  readonly announceAll: () => Promise<void>
  readonly background: Background
}

/**
 * Turns what the Engine tells into events of ours: `project.changed` when its containers have changed,
 * `host.changed` when the Engine goes or comes, and then every project again.
 */
export function relayEngineEvents(options: EngineEventsOptions): void {
  const { watch, live, bus, announce, announceAll, background } = options
  live.onChange((project) => background.run(() => announce(project)))
  live.onResync(() => background.run(announceAll))
  watch.onStatus((engine) => {
    bus.publish({ name: 'host.changed', topics: ['host'], payload: { engine, version } })
  })
}
