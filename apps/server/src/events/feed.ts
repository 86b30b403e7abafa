import type { ServerMessage, Topic } from '@berth/contract'
import type { BusEvent, EventBus } from './bus.ts'

export type FeedEvent = Extract<ServerMessage, { op: 'event' }>

export interface FeedLimits {
  /** Events kept per topic for replay. */
  readonly events: number
  /** Topics kept; the one that was told last the longest ago goes first. */
  readonly topics: number
}

/** Numbers events and keeps the latest of each topic, so that a client that was away misses nothing. */
export interface Feed {
  /** The number that a snapshot of any topic carries: read it before what it describes. */
  seq(): number
  /**
   * The events of a topic after `since`, in order; undefined when some of them are gone, or when the
   * number is not of this run of the server.
   */
  replay(topic: Topic, since: number): readonly FeedEvent[] | undefined
  /** Hears every event of every topic from now on. Returns its removal. */
  listen(listener: (event: FeedEvent) => void): () => void
}

interface Ring {
  readonly events: FeedEvent[]
  /** No event up to this number is kept any more. */
  gapUpTo: number
}

const defaultLimits: FeedLimits = { events: 500, topics: 1000 }

/**
 * One counter for all topics: an event on several has the same number on each. It starts at the time of
 * day in milliseconds, so that the numbers of an earlier run are recognised as too old.
 */
export function createFeed(bus: EventBus, now: number, limits: FeedLimits = defaultLimits): Feed {
  const rings = new Map<Topic, Ring>()
  const listeners = new Set<(event: FeedEvent) => void>()
  let seq = now
  // What a topic without a ring may have lost.
  let forgottenUpTo = now

  const keep = (event: FeedEvent) => {
    const ring = rings.get(event.topic) ?? { events: [], gapUpTo: forgottenUpTo }
    // Inserted again, so that the order of the map is the order of the latest events.
    rings.delete(event.topic)
    rings.set(event.topic, ring)
    ring.events.push(event)
    if (ring.events.length > limits.events) ring.gapUpTo = ring.events.shift()?.seq ?? ring.gapUpTo
    if (rings.size > limits.topics) forgetOldest()
  }

  const forgetOldest = () => {
    const [oldest] = rings
    if (oldest === undefined) return
    rings.delete(oldest[0])
    forgottenUpTo = Math.max(forgottenUpTo, oldest[1].events.at(-1)?.seq ?? 0)
  }

  bus.listen((event) => {
    seq += 1
    for (const topic of event.topics) {
      const numbered = toFeedEvent(event, topic, seq)
      keep(numbered)
      for (const listener of listeners) listener(numbered)
    }
  })

  return {
    seq: () => seq,
    replay(topic, since) {
      if (since > seq) return undefined
      const ring = rings.get(topic)
      if (since < (ring?.gapUpTo ?? forgottenUpTo)) return undefined
      return ring?.events.filter((event) => event.seq > since) ?? []
    },
    listen(listener) {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
  }
}

const toFeedEvent = ({ name, payload }: BusEvent, topic: Topic, seq: number): FeedEvent =>
  // Safe: name and payload come from the same member of the union.
  ({ op: 'event', topic, seq, name, payload }) as FeedEvent
