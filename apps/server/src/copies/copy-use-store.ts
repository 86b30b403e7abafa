import type { Db } from '../db/client.ts'
import type { Counters } from './judge-use.ts'

/** How long a copy that runs has not been used, as far as somebody looked. */
export interface CopyUse {
  readonly project: string
  readonly idleSeconds: number
  /** Epoch milliseconds. */
  readonly lookedAt: number
  readonly counters: Counters
  /** Id of the operation that stops it, until its owner was told. */
  readonly stopping?: string
}

/** What is known of the use of copies, also after a restart of the server. */
export interface CopyUseStore {
  list(): Promise<CopyUse[]>
  save(use: CopyUse): Promise<void>
  setStopping(project: string, operation: string | undefined): Promise<void>
  forget(project: string): Promise<void>
}

/** @see CopyUseStore */
export function createCopyUseStore(db: Db): CopyUseStore {
  return {
    async list() {
      return (await db.copyUse.findMany()).map(({ projectName, lookedAt, counters, stopping, ...row }) => ({
        ...row,
        project: projectName,
        lookedAt: lookedAt.getTime(),
        // Safe: the column is only ever written from this type.
        counters: JSON.parse(counters) as Counters,
        ...(stopping !== null && { stopping }),
      }))
    },
    async save({ project: projectName, lookedAt, counters, stopping = null, idleSeconds }) {
      const row = { idleSeconds, lookedAt: new Date(lookedAt), counters: JSON.stringify(counters), stopping }
      await db.copyUse.upsert({ where: { projectName }, create: { projectName, ...row }, update: row })
    },
    async setStopping(projectName, operation) {
      await db.copyUse.updateMany({ where: { projectName }, data: { stopping: operation ?? null } })
    },
    async forget(projectName) {
      await db.copyUse.deleteMany({ where: { projectName } })
    },
  }
}
