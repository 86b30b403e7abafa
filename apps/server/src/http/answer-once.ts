import type { FastifyReply } from 'fastify'
import type { Actor } from '../access/actor.ts'
import { keyOf, onceByKey, storedKeyOf } from '../operations/idempotency.ts'
import { type IdempotencyStore, madeMark } from '../operations/idempotency-store.ts'
import type { Seal } from '../secrets/seal.ts'

/**
 * Answers a request that makes something, once per idempotency key: the same request again gets the answer of the
 * first. Answers are kept sealed: that to the making of a token holds its secret.
 */
export type AnswerOnce = (
  request: {
    readonly actor: Actor
    readonly key: string | string[] | undefined
    /** What the key stands for: the route and its input. */
    readonly request: unknown
  },
  reply: FastifyReply,
  run: (keyed: Keyed) => Promise<unknown>,
) => Promise<unknown>

/** What a key means for the request that came with it. */
export interface Keyed {
  /** As it is stored; undefined when the request has none. */
  readonly idempotencyKey: string | undefined
  /** Something was made for it before, and the server ended before it had kept the answer. */
  readonly isMade: boolean
}

declare module 'fastify' {
  interface FastifyInstance {
    answerOnce: AnswerOnce
  }
}

interface Kept {
  readonly headers: Readonly<Record<string, string>>
  readonly body: unknown
}

/** Headers that belong to what was made. */
const keptHeaders = ['etag', 'location'] as const

/** @see AnswerOnce */
export function createAnswerOnce(dependencies: {
  readonly keys: IdempotencyStore
  readonly seal: Seal
  readonly now: () => number
}): AnswerOnce {
  const { keys, seal, now } = dependencies
  return async ({ actor, key: sent, request }, reply, run) => {
    const key = keyOf(sent)
    if (key === undefined) return run({ idempotencyKey: undefined, isMade: false })
    const place = `answer ${actor.userId} ${key}`
    const keep = async (idempotencyKey: string, isMade: boolean) => {
      const body = await run({ idempotencyKey, isMade })
      const headers = keptHeaders.flatMap((name) => {
        const value = reply.getHeader(name)
        return value === undefined ? [] : [[name, String(value)]]
      })
      const answer = seal.seal(JSON.stringify({ headers: Object.fromEntries(headers), body }), place)
      await keys.bind(idempotencyKey, answer)
      return answer
    }
    const storedKey = storedKeyOf(actor, key)
    const first = await onceByKey(keys, { actor, key, request }, { now, run: () => keep(storedKey, false) })
    const sealed = first === madeMark ? await keep(storedKey, true) : first
    // Safe: it was sealed from these members.
    const { headers, body } = JSON.parse(seal.open(sealed, place)) as Kept
    reply.headers(headers)
    return body
  }
}
