import type { Operation, OperationError, OperationState, StepState } from '@berth/contract'
import { type Db, isDuplicate } from '../db/client.ts'
import type { OperationRecord, OperationRequest, StepRecord } from './operation.ts'

export interface NewOperation {
  readonly record: OperationRecord
  readonly options: OperationRequest['options']
  /** Unique over all operations, when there is one. */
  readonly idempotencyKey: string | undefined
}

/** Every operation that was ever asked for, with its steps and what it printed. */
export interface OperationStore {
  /** False when an operation has the same idempotency key. */
  insert(operation: NewOperation): Promise<boolean>
  /** Everything but the steps. */
  update(record: OperationRecord): Promise<void>
  replaceSteps(operation: string, steps: readonly StepRecord[]): Promise<void>
  /** `position`: from 0, in the order of the plan. */
  saveStep(operation: string, step: StepRecord, position: number): Promise<void>
  find(id: string): Promise<OperationRecord | undefined>
  findByKey(key: string): Promise<{ record: OperationRecord; options: unknown } | undefined>
  /** Newest first. */
  list(filter: { project?: string | undefined; limit: number }): Promise<OperationRecord[]>
  listInState(states: readonly OperationState[]): Promise<OperationRecord[]>
  appendOutput(operation: string, chunks: readonly OutputChunk[]): Promise<void>
  readOutput(operation: string): Promise<string>
}

export interface OutputChunk {
  readonly step: string
  readonly text: string
}

export function createOperationStore(db: Db): OperationStore {
  const include = { steps: { orderBy: { position: 'asc' } } } as const
  return {
    async insert({ record, options, idempotencyKey }) {
      const { id, project, kind, actor } = record
      try {
        await db.operation.create({
          data: {
            id,
            project,
            kind,
            actor: JSON.stringify(actor),
            options: JSON.stringify(options),
            ...(idempotencyKey !== undefined && { idempotencyKey }),
            queuedAt: new Date(record.queuedAt),
            ...changing(record),
            steps: { create: record.steps.map(toStepColumns) },
          },
        })
        return true
      } catch (error) {
        if (idempotencyKey !== undefined && isDuplicate(error)) return false
        throw error
      }
    },
    async update(record) {
      await db.operation.update({ where: { id: record.id }, data: changing(record) })
    },
    async replaceSteps(operationId, steps) {
      await db.$transaction([
        db.operationStep.deleteMany({ where: { operationId } }),
        db.operationStep.createMany({
          data: steps.map((step, index) => ({ operationId, ...toStepColumns(step, index) })),
        }),
      ])
    },
    async saveStep(operationId, step, position) {
      const columns = toStepColumns(step, position)
      await db.operationStep.upsert({
        where: { operationId_actionId: { operationId, actionId: step.id } },
        create: { operationId, ...columns },
        update: columns,
      })
    },
    async find(id) {
      const row = await db.operation.findUnique({ where: { id }, include })
      return row === null ? undefined : toRecord(row)
    },
    async findByKey(idempotencyKey) {
      const row = await db.operation.findUnique({ where: { idempotencyKey }, include })
      return row === null ? undefined : { record: toRecord(row), options: JSON.parse(row.options) }
    },
    async list({ project, limit }) {
      const where = project === undefined ? {} : { project }
      const rows = await db.operation.findMany({ where, include, orderBy: { id: 'desc' }, take: limit })
      return rows.map(toRecord)
    },
    async listInState(states) {
      const where = { state: { in: [...states] } }
      return (await db.operation.findMany({ where, include, orderBy: { id: 'asc' } })).map(toRecord)
    },
    async appendOutput(operationId, chunks) {
      await db.operationOutput.createMany({ data: chunks.map((chunk) => ({ operationId, ...chunk })) })
    },
    async readOutput(operationId) {
      const rows = await db.operationOutput.findMany({ where: { operationId }, orderBy: { id: 'asc' } })
      return rows.map(({ text }) => text).join('')
    },
  }
}

/** The columns that change while it runs. */
function changing(record: OperationRecord) {
  const { state, version, startedAt, finishedAt, services, notices, error, rolledBack } = record
  return {
    state,
    version,
    startedAt: startedAt === undefined ? null : new Date(startedAt),
    finishedAt: finishedAt === undefined ? null : new Date(finishedAt),
    services: JSON.stringify(services),
    notices: JSON.stringify(notices),
    error: error === undefined ? null : JSON.stringify(error),
    rolledBack: JSON.stringify(rolledBack),
  }
}

function toStepColumns({ id, startedAt, finishedAt, ...step }: StepRecord, position: number) {
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

// Safe, all of them: each column is only ever written from the type it is read as.
function toRecord({ steps, ...row }: OperationRow & { readonly steps: readonly StepRow[] }): OperationRecord {
  return {
    id: row.id,
    project: row.project,
    kind: row.kind as Operation['kind'],
    state: row.state as OperationState,
    actor: JSON.parse(row.actor) as Operation['actor'],
    version: row.version,
    queuedAt: row.queuedAt.getTime(),
    ...(row.startedAt !== null && { startedAt: row.startedAt.getTime() }),
    ...(row.finishedAt !== null && { finishedAt: row.finishedAt.getTime() }),
    services: JSON.parse(row.services) as Operation['services'],
    notices: JSON.parse(row.notices) as string[],
    steps: steps.map(toStepRecord),
    ...(row.error !== null && { error: JSON.parse(row.error) as OperationError }),
    rolledBack: JSON.parse(row.rolledBack) as string[],
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
