import type { Actor } from '../access/actor.ts'
import { operationFor } from '../access/scope.ts'
import type { StoredEvent } from './event-store.ts'
import type { FeedEvent } from './feed.ts'

/** An event as somebody may know of it: without the name of a project that he may not know of. Pure. */
export function eventFor<E extends FeedEvent | StoredEvent>(actor: Actor, event: E): E {
  if (event.name !== 'operation.changed') return event
  return { ...event, payload: operationFor(actor, event.payload) }
}

/** Whether an event is for somebody, besides what its topic asks for: a notification is for its user alone. Pure. */
export const isFor = (actor: Actor, event: FeedEvent | StoredEvent): boolean =>
  event.name !== 'notification.changed' || event.payload.user === actor.userName
