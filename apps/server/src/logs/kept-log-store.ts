import type { KeptLog, LogLine } from '@berth/contract'
import type { Db } from '../db/client.ts'
import type { RemovedLog } from './kept-logs.ts'

/** The logs of containers that operations have removed; they go with their operation. */
export interface KeptLogStore {
  add(operation: string, log: RemovedLog, removedAt: number): Promise<void>
  /** In the order in which the containers were removed. */
  list(operation: string): Promise<KeptLog[]>
}

export function createKeptLogStore(db: Db): KeptLogStore {
  return {
    async add(operationId, { lines, unreadable, ...log }, removedAt) {
      await db.keptLog.create({
        data: {
          ...log,
          operationId,
          removedAt: new Date(removedAt),
          unreadable: unreadable ?? null,
          lines: JSON.stringify(lines),
        },
      })
    },
    async list(operationId) {
      const rows = await db.keptLog.findMany({ where: { operationId }, orderBy: { id: 'asc' } })
      return rows.map(({ container, service, number, removedAt, isCut, unreadable, lines }) => ({
        container,
        service,
        number,
        removedAt: removedAt.toISOString(),
        // Safe: the column is only ever written from this type.
        lines: (JSON.parse(lines) as Pick<LogLine, 'time' | 'stream' | 'text'>[]).map((line) => ({
          container,
          service,
          number,
          ...line,
        })),
        isCut,
        ...(unreadable !== null && { unreadable }),
      }))
    },
  }
}
