import type {
  Operation,
  OperationError,
  OperationKind,
  OperationState,
  Role,
  StepState,
} from '@berth/contract'
import type { Db } from '../db/client.ts'
import {
  type OperationRecord,
  type OperationRequest,
  type Sharer,
  type StepRecord,
  scopeOf,
} from './operation.ts'

/** The columns that stay as they were written first. */
export function fixed({ project, kind, role, trigger, queuedAt, retryOf, resumes }: OperationRecord) {
  return {
    project,
    kind,
    role: role ?? null,
    trigger,
    queuedAt: new Date(queuedAt),
    retryOf: retryOf ?? null,
    resumes: resumes ?? null,
  }
}

/** The columns that change while it runs. */
export function changing(record: OperationRecord) {
  const { state, version, revision, startedAt, finishedAt, planDigest, services, notices } = record
  const { actor, userId, alsoFor, result, error, rolledBack, rolledBackTo, resumedBy, recovery } = record
  return {
    actor: JSON.stringify(actor),
    userId,
    state,
    version,
    revision: revision ?? null,
    startedAt: startedAt === undefined ? null : new Date(startedAt),
    finishedAt: finishedAt === undefined ? null : new Date(finishedAt),
    planDigest,
    services: JSON.stringify(services),
    notices: JSON.stringify(notices),
    alsoFor: JSON.stringify(alsoFor),
    result: result === undefined ? null : JSON.stringify(result),
    error: error === undefined ? null : JSON.stringify(error),
    rolledBack: JSON.stringify(rolledBack),
    rolledBackTo: rolledBackTo ?? null,
    resumedBy: resumedBy ?? null,
    recovery: recovery ?? null,
  }
}

/** A step as its row. */
export function toStepColumns({ id, startedAt, finishedAt, ...step }: StepRecord, position: number) {
  return {
    ...step,
    actionId: id,
    position,
    startedAt: startedAt === undefined ? null : new Date(startedAt),
    finishedAt: finishedAt === undefined ? null : new Date(finishedAt),
  }
}

type OperationRow = NonNullable<Awaited<ReturnType<Db['operation']['findUnique']>>>
type StepRow = NonNullable<Awaited<ReturnType<Db['operationStep']['findUnique']>>>

/** The row as a record. What a record tells only while it waits is not stored. */
export function toRecord({
  steps,
  ...row
}: OperationRow & { readonly steps: readonly StepRow[] }): OperationRecord {
  // Safe, all of them: each column is only ever written from the type it is read as.
  return {
    id: row.id,
    project: row.project,
    kind: row.kind as OperationKind,
    scope: scopeOf({ kind: row.kind, options: JSON.parse(row.options) } as OperationRequest),
    state: row.state as OperationState,
    actor: JSON.parse(row.actor) as Operation['actor'],
    userId: row.userId,
    ...(row.role !== null && { role: row.role as Role }),
    trigger: row.trigger as Operation['trigger'],
    alsoFor: JSON.parse(row.alsoFor) as Sharer[],
    version: row.version,
    ...(row.revision !== null && { revision: row.revision }),
    queuedAt: row.queuedAt.getTime(),
    ...(row.startedAt !== null && { startedAt: row.startedAt.getTime() }),
    ...(row.finishedAt !== null && { finishedAt: row.finishedAt.getTime() }),
    planDigest: row.planDigest,
    services: JSON.parse(row.services) as Operation['services'],
    notices: JSON.parse(row.notices) as string[],
    steps: steps.map(toStepRecord),
    ...(row.result !== null && { result: JSON.parse(row.result) as NonNullable<Operation['result']> }),
    ...(row.error !== null && { error: JSON.parse(row.error) as OperationError }),
    rolledBack: JSON.parse(row.rolledBack) as string[],
    ...(row.retryOf !== null && { retryOf: row.retryOf }),
    ...(row.resumes !== null && { resumes: row.resumes }),
    ...(row.resumedBy !== null && { resumedBy: row.resumedBy }),
    ...(row.rolledBackTo !== null && { rolledBackTo: row.rolledBackTo }),
    ...(row.recovery !== null && { recovery: row.recovery as NonNullable<Operation['recovery']> }),
  }
}

function toStepRecord(row: StepRow): StepRecord {
  const { actionId, kind, group, service, cause, state, progress, startedAt, finishedAt, isRollback } = row
  return {
    id: actionId,
    kind,
    group,
    ...(service !== null && { service }),
    cause,
    state: state as StepState,
    ...(progress !== null && { progress }),
    ...(startedAt !== null && { startedAt: startedAt.getTime() }),
    ...(finishedAt !== null && { finishedAt: finishedAt.getTime() }),
    isRollback,
  }
}
