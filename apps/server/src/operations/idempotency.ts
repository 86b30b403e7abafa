import { createHash } from 'node:crypto'
import type { Actor } from '../access/actor.ts'
import { ProblemError } from '../http/problem.ts'
import type { IdempotencyStore } from './idempotency-store.ts'

export interface Keyed {
  readonly actor: Pick<Actor, 'userId'>
  /** As the caller sent it; absent when he sent none. */
  readonly key: string | undefined
  /** What the key stands for: the route and its input. */
  readonly request: unknown
}

/**
 * Runs what a request asks for once per key: the same request again gets what the first led to.
 * A key is its user's own: nobody else's request can be taken for the same.
 *
 * @param run Does it and resolves with what it led to, bound to the stored key it is given.
 * @throws a problem when the key was used for another request, or the first one is still being worked on.
 */
export async function onceByKey(
  store: IdempotencyStore,
  { actor, key, request }: Keyed,
  { now, run }: { now: () => number; run: (storedKey: string | undefined) => Promise<string> },
): Promise<string> {
  if (key === undefined) return run(undefined)
  const storedKey = storedKeyOf(actor, key)
  const requestHash = createHash('sha256').update(canonical(request)).digest('hex')
  const used = await store.claim(storedKey, requestHash, now())
  if (used !== undefined) return repeated(used, requestHash, key)
  try {
    return await run(storedKey)
  } catch (error) {
    await store.release(storedKey)
    throw error
  }
}

/** A key as it is stored. */
export const storedKeyOf = ({ userId }: Keyed['actor'], key: string): string => `${userId} ${key}`

function repeated(
  used: { readonly requestHash: string; readonly operationId: string | undefined },
  requestHash: string,
  key: string,
): string {
  if (used.requestHash !== requestHash) {
    throw new ProblemError('IDEMPOTENCY_MISMATCH', `The key ${key} was used for a request that differs.`)
  }
  if (used.operationId !== undefined) return used.operationId
  throw new ProblemError(
    'IDEMPOTENCY_IN_PROGRESS',
    `The first request with the key ${key} is being worked on.`,
    {
      headers: { 'retry-after': '1' },
    },
  )
}

/** JSON with sorted keys: what is equal is equal text. */
const canonical = (value: unknown): string =>
  JSON.stringify(value, (_key, part: unknown) =>
    typeof part === 'object' && part !== null && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  )

/**
 * The key that a caller sent.
 *
 * @throws a problem, REQUEST_INVALID.
 */
export function keyOf(key: string | string[] | undefined): string | undefined {
  if (key === undefined) return undefined
  if (typeof key === 'string' && key.length > 0 && key.length <= 128) return key
  throw new ProblemError('REQUEST_INVALID', 'Idempotency-Key must have 1 to 128 characters.')
}
