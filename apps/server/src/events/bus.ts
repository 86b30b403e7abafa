import { EventEmitter } from 'node:events'
import type { EventMap, EventName, Topic } from '@berth/contract'

/** Something that happened, and who is told. */
export type BusEvent = {
  [N in EventName]: { readonly name: N; readonly topics: readonly Topic[]; readonly payload: EventMap[N] }
}[EventName]

/** What happens in this process, typed by the contract's EventMap. A listener that throws harms nobody else. */
export interface EventBus {
  publish(event: BusEvent): void
  /** Returns its removal. */
  listen(listener: (event: BusEvent) => void): () => void
}

/** @param onFault Told what a listener threw. */
export function createEventBus(onFault: (fault: unknown) => void): EventBus {
  const emitter = new EventEmitter()
  emitter.setMaxListeners(0)
  return {
    publish: (event) => void emitter.emit('event', event),
    listen(listener) {
      const guarded = (event: BusEvent) => {
        try {
          listener(event)
        } catch (fault) {
          onFault(fault)
        }
      }
      emitter.on('event', guarded)
      return () => void emitter.off('event', guarded)
    },
  }
}
