import type { EventMap, EventName, Topic } from '@berth/contract'
import type { Db } from '../db/client.ts'

/** One thing that happened, with its number. */
export type StoredEvent = {
  [N in EventName]: {
    readonly seq: number
    /** Epoch milliseconds. */
    readonly at: number
    readonly name: N
    readonly topics: readonly Topic[]
    readonly project: string | undefined
    readonly operation: string | undefined
    readonly payload: EventMap[N]
  }
}[EventName]

export interface EventRange {
  /** Only those with a higher number, lowest first. */
  readonly after: number
  readonly limit: number
  readonly project?: string | undefined
  readonly operation?: string | undefined
}

/** What happened, in order, for as long as it is kept. */
export interface EventStore {
  append(events: readonly StoredEvent[]): Promise<void>
  read(range: EventRange): Promise<StoredEvent[]>
  /** The numbers of the first and the last event that are kept; undefined when there is none. */
  bounds(): Promise<{ readonly oldest: number; readonly newest: number } | undefined>
  /** Deletes what is older than a time or beyond a number of events, but never the last one. */
  prune(keep: { readonly since: number; readonly most: number }): Promise<void>
}

export function createEventStore(db: Db): EventStore {
  const bounds = async () => {
    const { _min, _max } = await db.event.aggregate({ _min: { seq: true }, _max: { seq: true } })
    return _min.seq === null || _max.seq === null ? undefined : { oldest: _min.seq, newest: _max.seq }
  }
  return {
    async append(events) {
      await db.event.createMany({
        data: events.map(({ at, topics, project, operation, payload, ...event }) => ({
          ...event,
          at: new Date(at),
          topics: JSON.stringify(topics),
          project: project ?? null,
          operation: operation ?? null,
          payload: JSON.stringify(payload),
        })),
      })
    },
    async read({ after, limit, project, operation }) {
      const where = {
        seq: { gt: after },
        ...(project !== undefined && { project }),
        ...(operation !== undefined && { operation }),
      }
      const rows = await db.event.findMany({ where, orderBy: { seq: 'asc' }, take: limit })
      // Safe: the columns are only ever written from an event.
      return rows.map(
        (row) =>
          ({
            seq: row.seq,
            at: row.at.getTime(),
            name: row.name,
            topics: JSON.parse(row.topics),
            project: row.project ?? undefined,
            operation: row.operation ?? undefined,
            payload: JSON.parse(row.payload),
          }) as StoredEvent,
      )
    },
    bounds,
    async prune({ since, most }) {
      const kept = await bounds()
      if (kept === undefined) return
      const { newest } = kept
      await db.event.deleteMany({
        where: {
          OR: [{ at: { lt: new Date(since) } }, { seq: { lte: newest - most } }],
          NOT: { seq: newest },
        },
      })
    },
  }
}
