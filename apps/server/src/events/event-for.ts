import type { Actor } from '../access/actor.ts'
import { operationFor } from '../access/scope.ts'
import type { StoredEvent } from './event-store.ts'
import type { FeedEvent } from './feed.ts'

/** An event as somebody may know of it: without the name of a project that he may not know of. Pure. */
export function eventFor<E extends FeedEvent | StoredEvent>(actor: Actor, event: E): E {
  if (event.name !== 'operation.changed') return event
  return { ...event, payload: operationFor(actor, event.payload) }
}
