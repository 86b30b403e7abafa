import type { OperationError } from '@berth/contract'
import type { OperationRecord } from './operation.ts'
import type { OperationStore } from './operation-store.ts'
import { moveTo } from './state.ts'
import { insertSuccessor } from './succession.ts'

/** How an operation ends that the server cut short. */
export function interruption(resumedBy: string | undefined): Pick<OperationRecord, 'resumedBy'> & {
  readonly state: 'interrupted'
  readonly error: OperationError
} {
  return {
    state: 'interrupted',
    ...(resumedBy !== undefined && { resumedBy }),
    error: {
      code: 'OPERATION_INTERRUPTED',
      message: 'The server stopped while the operation ran. What it had started still runs.',
      fix:
        resumedBy === undefined
          ? 'Run it again: the next plan starts from what is there.'
          : `Nothing has to be done: ${resumedBy} goes on with it.`,
    },
  }
}

export interface Recovered {
  readonly interrupted: readonly OperationRecord[]
  /** What waits to be run, what goes on with something first. */
  readonly queued: readonly OperationRecord[]
}

/**
 * Ends what an earlier process left running: after a crash nobody knows how far it came, and the next plan
 * finds out by looking. What can be gone on with is queued; what waited still does. To be called before
 * anything new can start.
 */
export async function recoverOperations(store: OperationStore, now: number): Promise<Recovered> {
  const interrupted: OperationRecord[] = []
  for (const record of await store.listInState(['running'])) {
    const ended = endInterrupted(record, await insertSuccessor(store, record, now), now)
    await store.update(ended)
    await store.replaceSteps(ended.id, ended.steps)
    interrupted.push(ended)
  }
  const queued = await store.listInState(['queued'])
  const isFirst = ({ resumes }: OperationRecord) => resumes !== undefined
  return { interrupted, queued: [...queued.filter(isFirst), ...queued.filter((one) => !isFirst(one))] }
}

/** Pure. */
function endInterrupted(
  record: OperationRecord,
  resumedBy: string | undefined,
  now: number,
): OperationRecord {
  const ending = interruption(resumedBy)
  return {
    ...record,
    ...ending,
    state: moveTo(record.state, ending.state),
    version: record.version + 1,
    finishedAt: now,
    steps: record.steps.map((step) =>
      step.state === 'pending' || step.state === 'running' ? { ...step, state: 'cancelled' } : step,
    ),
  }
}
