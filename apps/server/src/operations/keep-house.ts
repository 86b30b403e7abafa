import type { Background } from '../background.ts'
import type { EventStore } from '../events/event-store.ts'
import type { NotificationStore } from '../notifications/notification-store.ts'
import type { IdempotencyStore } from './idempotency-store.ts'
import { keyLifeMs } from './idempotency-store.ts'
import type { OperationStore } from './operation-store.ts'

export interface HouseOptions {
  readonly operationStore: Pick<OperationStore, 'prune'>
  readonly eventStore: Pick<EventStore, 'prune'>
  readonly notificationStore: Pick<NotificationStore, 'prune'>
  /** Forgets runs that ended before a time, and what they left. */
  readonly pruneRuns: (endedBefore: number) => Promise<void>
  readonly keys: Pick<IdempotencyStore, 'sweep'>
  readonly background: Background
  readonly now: () => number
  /** How long operations that have ended are kept. */
  readonly operationDays: number
}

const hourMs = 60 * 60_000
const dayMs = 24 * hourMs

/** Events are for going on after a gap; the history is in operations. */
const eventLife = { ms: 7 * dayMs, most: 50_000 }

const notificationLifeMs = 90 * dayMs

/** Deletes what is older than it is kept: now, and every hour until it is stopped. */
export function keepHouse(options: HouseOptions): { readonly stop: () => void } {
  const { operationStore, eventStore, notificationStore, pruneRuns, keys } = options
  const { background, now, operationDays } = options
  const clean = async () => {
    const at = now()
    await operationStore.prune(at - operationDays * dayMs)
    await pruneRuns(at - operationDays * dayMs)
    await eventStore.prune({ since: at - eventLife.ms, most: eventLife.most })
    await notificationStore.prune(at - notificationLifeMs)
    await keys.sweep({ time: at - keyLifeMs })
  }
  background.run(clean)
  const timer = setInterval(() => background.run(clean), hourMs)
  timer.unref()
  return { stop: () => clearInterval(timer) }
}
