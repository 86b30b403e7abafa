import { isDeepStrictEqual } from 'node:util'
import type { ApplyEvent, Plan } from '@berth/convergence'
import type { EventBus } from '../events/bus.ts'
import type { KeptLogStore } from '../logs/kept-log-store.ts'
import type { RemovedLog } from '../logs/kept-logs.ts'
import { type OperationRecord, type StepRecord, toStep, toSummary } from './operation.ts'
import type { OperationStore } from './operation-store.ts'
import { createOutput } from './output.ts'
import { toPendingStep, toPlanned, toPlanView } from './plan-view.ts'

/** An operation that has not ended: in memory first, and every change written and published in order. */
export interface LiveOperation {
  record(): OperationRecord
  /** Changes the record itself; its version grows. */
  change(changes: Partial<Omit<OperationRecord, 'id' | 'version' | 'steps' | keyof Place>>): void
  /** Where it stands in the queue; undefined when it no longer waits. */
  place(place: Place | undefined): void
  /** Shows the actions of this plan as steps that have not begun. */
  adopt(plan: Plan): void
  /** What has not been done will not be any more. */
  closeSteps(): void
  /** What `apply` tells. */
  follow(event: ApplyEvent): void
  /** What a container had printed that is being removed. */
  keepLog(log: RemovedLog): void
  /** Resolves when everything has been written; rejects with what could not be. */
  written(): Promise<void>
}

/** What a record tells while it waits. */
export type Place = Pick<OperationRecord, 'queuePosition' | 'waitsFor'>

export interface LiveDependencies {
  readonly store: OperationStore
  readonly keptLogs: KeptLogStore
  readonly bus: EventBus
  readonly now: () => number
}

/** Progress of one step is told at most this often. */
const progressMs = 250

export function createLiveOperation(
  first: OperationRecord,
  { store, keptLogs, bus, now }: LiveDependencies,
): LiveOperation {
  let record = first
  let rollbacks: ReadonlyMap<string, StepRecord> = new Map()
  const { id, project } = first
  const writer = createWriter()
  const told = new Map<string, number>()
  const output = createOutput((chunks) => {
    writer.add(() => store.appendOutput(id, chunks))
    for (const { step, text } of chunks) {
      const payload = { operation: id, step, text }
      bus.publish({ name: 'operation.output', topics: [`operation:${id}`], payload })
    }
  })

  const publishStep = (step: StepRecord) =>
    bus.publish({
      name: 'operation.step',
      topics: [`operation:${id}`],
      payload: { operation: id, step: toStep(step) },
    })

  const changeStep = (actionId: string, changes: Partial<StepRecord>) => {
    const index = record.steps.findIndex((step) => step.id === actionId)
    const known = record.steps[index] ?? rollbacks.get(actionId)
    if (known === undefined) throw new Error(`${id} has no step ${actionId}`)
    const step = { ...known, ...changes }
    // What a rollback does is not in the plan: it comes to the end.
    const position = index < 0 ? record.steps.length : index
    record = { ...record, steps: record.steps.toSpliced(position, 1, step) }
    return { step, position }
  }

  const save = (actionId: string, changes: Partial<StepRecord>) => {
    const { step, position } = changeStep(actionId, changes)
    writer.add(() => store.saveStep(id, step, position))
    publishStep(step)
  }

  const tellProgress = (actionId: string, progress: string) => {
    const { step } = changeStep(actionId, { progress })
    if (now() < (told.get(actionId) ?? 0) + progressMs) return
    told.set(actionId, now())
    publishStep(step)
  }

  const put = (next: OperationRecord) => {
    const changed = { ...next, version: record.version + 1 }
    record = changed
    writer.add(() => store.update(changed))
    bus.publish({
      name: 'operation.changed',
      topics: [`project:${project}`, `operation:${id}`],
      payload: toSummary(changed),
    })
  }

  return {
    record: () => record,
    change: (changes) => put({ ...record, ...changes }),
    place(place) {
      const { queuePosition, waitsFor, ...rest } = record
      const before = { ...(queuePosition !== undefined && { queuePosition }), ...(waitsFor && { waitsFor }) }
      if (!isDeepStrictEqual(before, place ?? {})) put({ ...rest, ...place })
    },
    adopt(plan) {
      rollbacks = rollbackSteps(plan)
      if (plan.digest !== record.planDigest) {
        writer.add(() => store.savePlan(id, toPlanView(plan)))
        put({ ...record, ...toPlanned(plan) })
      }
      const steps = plan.actions.map((action) => toPendingStep(action, { isRollback: false }))
      const isSame =
        steps.length === record.steps.length && steps.every((step, i) => step.id === record.steps[i]?.id)
      record = { ...record, steps }
      if (isSame) return
      writer.add(() => store.replaceSteps(id, steps))
      for (const step of steps) publishStep(step)
    },
    closeSteps() {
      const open = record.steps.filter(({ state }) => state === 'pending' || state === 'running')
      for (const step of open) save(step.id, { state: 'cancelled' })
    },
    follow(event) {
      if (event.kind === 'action-started') save(event.action, { state: 'running', startedAt: event.at })
      if (event.kind === 'action-ended') save(event.action, { state: event.outcome, finishedAt: event.at })
      if (event.kind === 'action-progress') tellProgress(event.action, event.text)
      if (event.kind === 'action-output') output.add(event.action, event.text)
    },
    keepLog(log) {
      const removedAt = now()
      writer.add(() => keptLogs.add(id, log, removedAt))
    },
    async written() {
      output.flush()
      await writer.done()
    },
  }
}

const rollbackSteps = ({ rollbacks }: Plan) =>
  new Map(
    rollbacks.flatMap(({ actions }) =>
      actions.map((action) => [action.id, toPendingStep(action, { isRollback: true })] as const),
    ),
  )

/** Writes one after another; the first failure is kept for {@link LiveOperation.written}. */
function createWriter() {
  let tail = Promise.resolve()
  let failure: { readonly reason: unknown } | undefined
  return {
    add(write: () => Promise<void>) {
      tail = tail.then(write).catch((reason) => {
        failure ??= { reason }
      })
    },
    async done() {
      await tail
      if (failure !== undefined) throw failure.reason
    },
  }
}
