import { isDeepStrictEqual } from 'node:util'
import type { Actor } from '../access/actor.ts'
import { ProblemError } from '../http/problem.ts'
import type { OperationRecord, OperationRequest } from './operation.ts'
import type { OperationStore } from './operation-store.ts'

type Keyed = OperationRequest & {
  readonly project: string
  readonly actor: Pick<Actor, 'userId'>
  readonly idempotencyKey: string | undefined
}

/** A key is its user's own: nobody else's request can be taken for the same. */
export const keyOf = ({ actor, idempotencyKey }: Keyed): string | undefined =>
  idempotencyKey === undefined ? undefined : `${actor.userId} ${idempotencyKey}`

/**
 * The operation that an earlier request with the same key began, if there was one.
 *
 * @throws a problem when that request asked for something else.
 */
export async function findRepeated(
  store: OperationStore,
  request: Keyed,
): Promise<OperationRecord | undefined> {
  const key = keyOf(request)
  const found = key === undefined ? undefined : await store.findByKey(key)
  if (found === undefined) return undefined
  const { record, options } = found
  const isSame =
    record.project === request.project &&
    record.kind === request.kind &&
    isDeepStrictEqual(options, request.options)
  if (isSame) return record
  throw new ProblemError(
    'IDEMPOTENCY_MISMATCH',
    `The key ${request.idempotencyKey} began ${record.id}, which differs.`,
  )
}
