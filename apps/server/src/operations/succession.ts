import type { OperationKind } from '@berth/contract'
import { ulid } from 'ulid'
import { type OperationRecord, withoutDigest } from './operation.ts'
import type { OperationStore } from './operation-store.ts'

/** What can be gone on with by planning it anew. A signal may not be sent twice. */
const isResumable: { readonly [K in OperationKind]: boolean } = {
  deploy: true,
  down: true,
  start: true,
  stop: true,
  restart: true,
  pause: true,
  unpause: true,
  scale: true,
  kill: false,
}

/** One after another that were cut short: then it is the operation that stops the server. */
const mostInRow = 3

/**
 * Queues an operation that goes on with one that a stop of the server cut short: it plans from what is there
 * then, and so finishes what was begun, or brings back what did not come up.
 *
 * @returns its id; undefined when nothing goes on.
 */
export async function insertSuccessor(
  store: OperationStore,
  interrupted: OperationRecord,
  now: number,
): Promise<string | undefined> {
  const { id, kind } = interrupted
  const request = await store.findRequest(id)
  if (request === undefined || !isResumable[kind]) return undefined
  if ((await lengthOfRow(store, interrupted)) >= mostInRow) return undefined
  const { project, scope, actor, userId, alsoFor } = interrupted
  const record: OperationRecord = {
    id: `op_${ulid(now)}`,
    project,
    kind,
    scope,
    state: 'queued',
    actor,
    userId,
    trigger: 'recovery',
    alsoFor,
    version: 0,
    queuedAt: now,
    planDigest: '',
    services: [],
    notices: [],
    steps: [],
    rolledBack: [],
    resumes: id,
  }
  await store.insert({ record, request: withoutDigest(request), plan: undefined, idempotencyKey: undefined })
  return record.id
}

async function lengthOfRow(store: OperationStore, { resumes }: OperationRecord): Promise<number> {
  let length = 1
  for (let next = resumes; next !== undefined && length < mostInRow; length += 1) {
    next = (await store.find(next))?.resumes
  }
  return length
}
