import type { ServerMessage, Topic } from '@berth/contract'
import type { BusEvent, EventBus } from './bus.ts'
import type { EventRange, EventStore, StoredEvent } from './event-store.ts'

export type FeedEvent = Extract<ServerMessage, { op: 'event' }>

/** Numbers events, keeps them, and tells them: what a client was told is never told otherwise later. */
export interface Feed {
  /** The number that a snapshot of any topic carries: read it before what it describes. */
  seq(): number
  /** The number up to which everything is kept and told. */
  keptSeq(): number
  /**
   * The kept events of a topic after `since`, in order; undefined when some of them are gone, when there are
   * very many, or when the number is none of ours.
   */
  replay(topic: Topic, since: number): Promise<readonly FeedEvent[] | undefined>
  /** Kept events in order, whatever their topics. */
  read(range: EventRange): Promise<readonly StoredEvent[]>
  /** The number from which on nothing is missing; undefined when `since` can be gone on from. */
  expired(since: number): Promise<{ readonly oldest: number } | undefined>
  /** Hears every event from now on, after it was kept. Returns the removal. */
  listen(listener: (event: StoredEvent) => void): () => void
  /** Resolves when everything that was published has been kept and told. */
  settled(): Promise<void>
}

export interface FeedOptions {
  readonly bus: EventBus
  readonly store: EventStore
  /** Of the last event that is kept; 0 when there is none. */
  readonly lastSeq: number
  readonly now: () => number
  /** Told why events could not be kept. They are told to nobody, and who listens is told to read again. */
  readonly onFault: (fault: unknown) => void
}

/** Events that a client is sent after a gap; after more it is as quick to read again. */
const mostReplayed = 2_000

/**
 * One counter for all topics, which goes on where the last run of the server ended. An event is kept before
 * it is told, so that no number ever means two things.
 */
export function createFeed({ bus, store, lastSeq, now, onFault }: FeedOptions): Feed {
  const listeners = new Set<(event: StoredEvent) => void>()
  let waiting: StoredEvent[] = []
  let seq = lastSeq
  let kept = lastSeq
  /** Up to here something may be missing in the store. */
  let lostUpTo = 0
  let keeping: Promise<void> | undefined

  const keep = async () => {
    while (waiting.length > 0) {
      const batch = waiting
      waiting = []
      const last = batch.at(-1)?.seq ?? kept
      try {
        await store.append(batch)
      } catch (fault) {
        lostUpTo = last
        onFault(fault)
      }
      kept = last
      for (const event of batch) for (const listener of listeners) listener(event)
    }
    keeping = undefined
  }

  bus.listen((event) => {
    seq += 1
    waiting.push(toStored(event, seq, now()))
    keeping ??= keep()
  })

  const expired = async (since: number) => {
    const { oldest = kept + 1 } = (await store.bounds()) ?? {}
    const first = Math.max(oldest, lostUpTo + 1)
    return since > seq || since < first - 1 ? { oldest: first } : undefined
  }

  return {
    seq: () => seq,
    keptSeq: () => kept,
    expired,
    async replay(topic, since) {
      if (since === seq) return []
      if ((await expired(since)) !== undefined) return undefined
      const events = await store.read({ after: since, limit: mostReplayed + 1, ...rangeOf(topic) })
      return events.length > mostReplayed ? undefined : eventsOf(topic, events)
    },
    read: store.read,
    listen(listener) {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
    async settled() {
      while (keeping !== undefined) await keeping
    },
  }
}

function rangeOf(topic: Topic): Pick<EventRange, 'project' | 'operation'> {
  if (topic.startsWith('project:')) return { project: topic.slice('project:'.length) }
  return topic.startsWith('operation:') ? { operation: topic.slice('operation:'.length) } : {}
}

const eventsOf = (topic: Topic, events: readonly StoredEvent[]) =>
  events.filter(({ topics }) => topics.includes(topic)).map((event) => toFeedEvent(event, topic))

/** As the socket tells it. */
export const toFeedEvent = ({ seq, name, payload }: StoredEvent, topic: Topic): FeedEvent =>
  // Safe: name and payload come from the same member of the union.
  ({ op: 'event', topic, seq, name, payload }) as FeedEvent

function toStored({ name, topics, payload }: BusEvent, seq: number, at: number): StoredEvent {
  const of = (kind: 'project' | 'operation') =>
    topics.find((topic) => topic.startsWith(`${kind}:`))?.slice(kind.length + 1)
  // Safe: name and payload come from the same member of the union.
  return { seq, at, name, topics, project: of('project'), operation: of('operation'), payload } as StoredEvent
}
