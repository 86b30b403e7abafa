import type { OperationKind, OperationState, PlanView } from '@berth/contract'
import type { Db } from '../db/client.ts'
import type { OperationRecord, OperationRequest, StepRecord } from './operation.ts'
import { changing, fixed, toRecord, toStepColumns } from './operation-rows.ts'

export interface NewOperation {
  readonly record: OperationRecord
  readonly request: OperationRequest
  /** Absent: it is made when its turn comes. */
  readonly plan: PlanView | undefined
  /** Whose request it was made for, when that had an idempotency key. */
  readonly idempotencyKey: string | undefined
}

export interface OperationFilter {
  readonly project?: string | undefined
  /** Of these only. */
  readonly projects?: readonly string[] | undefined
  readonly state?: OperationState | undefined
  readonly kind?: OperationKind | undefined
  /** Only those that are older than this one. */
  readonly before?: string | undefined
  readonly limit: number
}

/** Every operation that was ever asked for, with its steps and what it printed. */
export interface OperationStore {
  /** Binds the idempotency key to it in the same breath. */
  insert(operation: NewOperation): Promise<void>
  /** Everything but the steps. */
  update(record: OperationRecord): Promise<void>
  savePlan(operation: string, plan: PlanView): Promise<void>
  replaceSteps(operation: string, steps: readonly StepRecord[]): Promise<void>
  /** `position`: from 0, in the order of the plan. */
  saveStep(operation: string, step: StepRecord, position: number): Promise<void>
  find(id: string): Promise<OperationRecord | undefined>
  /** What was asked for. */
  findRequest(id: string): Promise<OperationRequest | undefined>
  findPlan(id: string): Promise<PlanView | undefined>
  /** Names of all that have operations, registered or not. */
  projects(): Promise<string[]>
  /** Newest first. */
  list(filter: OperationFilter): Promise<OperationRecord[]>
  /** Oldest first. */
  listInState(states: readonly OperationState[]): Promise<OperationRecord[]>
  appendOutput(operation: string, chunks: readonly OutputChunk[]): Promise<void>
  readOutput(operation: string): Promise<string>
  /** Deletes what ended before a time, with its steps and output. */
  prune(endedBefore: number): Promise<void>
}

export interface OutputChunk {
  readonly step: string
  readonly text: string
}

export function createOperationStore(db: Db): OperationStore {
  const include = { steps: { orderBy: { position: 'asc' } } } as const
  return {
    async insert({ record, request, plan, idempotencyKey }) {
      const { id } = record
      const operation = db.operation.create({
        data: {
          ...fixed(record),
          ...changing(record),
          id,
          options: JSON.stringify(request.options),
          plan: plan === undefined ? null : JSON.stringify(plan),
          steps: { create: record.steps.map(toStepColumns) },
        },
      })
      if (idempotencyKey === undefined) return void (await operation)
      const key = db.idempotencyKey.update({ where: { key: idempotencyKey }, data: { operationId: id } })
      await db.$transaction([operation, key])
    },
    async update(record) {
      await db.operation.update({ where: { id: record.id }, data: changing(record) })
    },
    async savePlan(id, plan) {
      await db.operation.update({ where: { id }, data: { plan: JSON.stringify(plan) } })
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
    async findRequest(id) {
      const row = await db.operation.findUnique({ where: { id }, select: { kind: true, options: true } })
      // Safe: both columns are only ever written from one request.
      return row === null
        ? undefined
        : ({ kind: row.kind, options: JSON.parse(row.options) } as OperationRequest)
    },
    async findPlan(id) {
      const row = await db.operation.findUnique({ where: { id }, select: { plan: true } })
      return row?.plan ? (JSON.parse(row.plan) as PlanView) : undefined
    },
    async projects() {
      const rows = await db.operation.findMany({ distinct: ['project'], select: { project: true } })
      return rows.map(({ project }) => project)
    },
    async list({ project, projects, state, kind, before, limit }) {
      const where = {
        ...(projects !== undefined && { AND: { project: { in: [...projects] } } }),
        ...(project !== undefined && { project }),
        ...(state !== undefined && { state }),
        ...(kind !== undefined && { kind }),
        ...(before !== undefined && { id: { lt: before } }),
      }
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
    async prune(endedBefore) {
      await db.operation.deleteMany({ where: { finishedAt: { lt: new Date(endedBefore) } } })
    },
  }
}
