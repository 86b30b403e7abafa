import type { OperationKind, RecoveryPolicy } from '@berth/contract'
import { ulid } from 'ulid'
import { type OperationRecord, type OperationRequest, scopeOf, withoutDigest } from './operation.ts'
import type { OperationStore } from './operation-store.ts'
import { undoing } from './undoing.ts'

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

export interface SuccessionDependencies {
  readonly store: OperationStore
  /** What becomes of interrupted operations of a project. */
  readonly policyOf: (project: string) => Promise<RecoveryPolicy>
  /** The number of the revision that was deployed last with success. */
  readonly deployedOf: (project: string) => Promise<number | undefined>
  readonly now: () => number
}

/** What becomes of an operation that a stop of the server cut short. */
export interface Succession {
  readonly policy: RecoveryPolicy
  /** Id of the operation that goes on with it or undoes it; with `leave`, none. */
  readonly successor?: string
}

/**
 * Queues what its project's policy wants of an operation that a stop of the server cut short. Either plans from
 * what is there then: going on finishes what was begun, or brings back what did not come up; undoing brings back
 * what ran before. What nothing can be queued for is left as it is.
 */
export async function insertSuccessor(
  interrupted: OperationRecord,
  dependencies: SuccessionDependencies,
): Promise<Succession> {
  const { store, now } = dependencies
  const { id, project, actor, userId, role, alsoFor } = interrupted
  const next = await requestAfter(interrupted, dependencies)
  if (next === undefined || (await lengthOfRow(store, interrupted)) >= mostInRow) return { policy: 'leave' }
  const { policy, request } = next
  const record: OperationRecord = {
    id: `op_${ulid(now())}`,
    project,
    kind: request.kind,
    scope: scopeOf(request),
    state: 'queued',
    actor,
    userId,
    ...(role !== undefined && { role }),
    trigger: 'recovery',
    alsoFor,
    version: 0,
    queuedAt: now(),
    planDigest: '',
    services: [],
    notices: [],
    steps: [],
    rolledBack: [],
    resumes: id,
    recovery: policy,
  }
  await store.insert({ record, request, plan: undefined, idempotencyKey: undefined })
  return { policy, successor: record.id }
}

interface Next {
  readonly policy: RecoveryPolicy
  readonly request: OperationRequest
}

async function requestAfter(
  interrupted: OperationRecord,
  { store, policyOf, deployedOf }: SuccessionDependencies,
): Promise<Next | undefined> {
  const { id, project, kind } = interrupted
  const asked = await store.findRequest(id)
  if (asked === undefined || !isResumable[kind]) return undefined
  // One that undoes another is not undone itself.
  const policy = interrupted.recovery === 'undo' ? 'finish' : await policyOf(project)
  if (policy === 'leave') return undefined
  const goOn = withoutDigest(asked)
  if (policy === 'finish') return { policy: interrupted.recovery ?? policy, request: goOn }
  const request = undoing(interrupted, goOn, await deployedOf(project))
  return request && { policy, request }
}

async function lengthOfRow(store: OperationStore, { resumes }: OperationRecord): Promise<number> {
  let length = 1
  for (let next = resumes; next !== undefined && length < mostInRow; length += 1) {
    next = (await store.find(next))?.resumes
  }
  return length
}
