import { type Db, isDuplicate } from '../db/client.ts'

/** What a key was used for. */
export interface KeyUse {
  readonly requestHash: string
  /** The operation it led to, or another answer, or {@link madeMark}; absent while the request is being worked on. */
  readonly operationId: string | undefined
}

/** Which idempotency keys were used, and for what. */
export interface IdempotencyStore {
  /** Notes the first use of a key; resolves with the earlier use when there is one. */
  claim(key: string, requestHash: string, now: number): Promise<KeyUse | undefined>
  /** What a key was used for, when it was. */
  find(key: string): Promise<KeyUse | undefined>
  /** What the request led to. */
  bind(key: string, operationId: string): Promise<void>
  /** The request came to nothing: the key may be used again. */
  release(key: string): Promise<void>
  /** Forgets keys that were first used before a time, and those of requests that nobody works on any more. */
  sweep(before: { readonly time: number } | 'unfinished'): Promise<void>
}

/** What a key has led to when something was made for it and the answer was not kept yet. */
export const madeMark = 'made'

/** How long a key is remembered. */
export const keyLifeMs = 24 * 60 * 60_000

export function createIdempotencyStore(db: Db): IdempotencyStore {
  const insert = async (key: string, requestHash: string, now: number) => {
    try {
      await db.idempotencyKey.create({ data: { key, requestHash, createdAt: new Date(now) } })
      return true
    } catch (error) {
      if (isDuplicate(error)) return false
      throw error
    }
  }
  const find = async (key: string): Promise<KeyUse | undefined> => {
    const row = await db.idempotencyKey.findUnique({ where: { key } })
    return row === null
      ? undefined
      : { requestHash: row.requestHash, operationId: row.operationId ?? undefined }
  }
  return {
    async claim(key, requestHash, now) {
      await db.idempotencyKey.deleteMany({ where: { key, createdAt: { lte: new Date(now - keyLifeMs) } } })
      if (await insert(key, requestHash, now)) return undefined
      // Given free since: whoever asks again gets it.
      return (await find(key)) ?? { requestHash, operationId: undefined }
    },
    find,
    async bind(key, operationId) {
      await db.idempotencyKey.update({ where: { key }, data: { operationId } })
    },
    async release(key) {
      await db.idempotencyKey.deleteMany({ where: { key, operationId: null } })
    },
    async sweep(before) {
      const where =
        before === 'unfinished' ? { operationId: null } : { createdAt: { lt: new Date(before.time) } }
      await db.idempotencyKey.deleteMany({ where })
    },
  }
}
