import type { Background } from '../background.ts'
import type { EngineWatch } from '../host/engine-watch.ts'
import { version } from '../version.ts'
import type { EventBus } from './bus.ts'

export interface EngineEventsOptions {
  readonly watch: EngineWatch
  readonly bus: EventBus
  /** Publish the summaries of one project, and of all. */
  readonly announce: (project: string) => Promise<void>
  readonly announceAll: () => Promise<void>
  readonly background: Background
  /** Events of one project within this time are one announcement. */
  readonly settleMs?: number
}

/** What the Engine does by itself while nothing about a container changes for us. */
const idle = /^(exec_|attach|detach|resize|top|copy|export|archive-path|extract-to-dir)/

/**
 * Turns what the Engine tells into events of ours: `project.changed` a moment after its containers changed,
 * `host.changed` when the Engine goes or comes, and then every project again.
 */
export function relayEngineEvents(options: EngineEventsOptions): void {
  const { watch, bus, announce, announceAll, background, settleMs = 150 } = options
  const waiting = new Set<string>()

  watch.onContainer((project, { action }) => {
    if (idle.test(action) || waiting.has(project)) return
    waiting.add(project)
    setTimeout(() => {
      waiting.delete(project)
      background.run(() => announce(project))
    }, settleMs).unref()
  })

  watch.onStatus((engine) => {
    bus.publish({ name: 'host.changed', topics: ['host'], payload: { engine, version } })
    background.run(announceAll)
  })
}
