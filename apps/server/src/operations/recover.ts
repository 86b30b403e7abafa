import type { OperationError } from '@berth/contract'
import type { OperationRecord } from './operation.ts'
import { moveTo } from './state.ts'
import { insertSuccessor, type Succession, type SuccessionDependencies } from './succession.ts'

/** How an operation ends that the server cut short. Pure. */
export function interruption({ policy, successor }: Succession): Pick<
  OperationRecord,
  'resumedBy' | 'recovery'
> & {
  readonly state: 'interrupted'
  readonly error: OperationError
} {
  return {
    state: 'interrupted',
    recovery: policy,
    ...(successor !== undefined && { resumedBy: successor }),
    error: {
      code: 'OPERATION_INTERRUPTED',
      message: 'The server stopped while the operation ran. What it had started still runs.',
      fix:
        successor === undefined
          ? 'Run it again: the next plan starts from what is there.'
          : `Nothing has to be done: ${successor} ${policy === 'undo' ? 'undoes it' : 'goes on with it'}.`,
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
 * finds out by looking. What its project's policy wants of it is queued; what waited still does. To be called
 * before anything new can start.
 */
export async function recoverOperations(dependencies: SuccessionDependencies): Promise<Recovered> {
  const { store, now } = dependencies
  const interrupted: OperationRecord[] = []
  for (const record of await store.listInState(['running'])) {
    const ended = endInterrupted(record, await insertSuccessor(record, dependencies), now())
    await store.update(ended)
    await store.replaceSteps(ended.id, ended.steps)
    interrupted.push(ended)
  }
  const queued = await store.listInState(['queued'])
  const isFirst = ({ resumes }: OperationRecord) => resumes !== undefined
  return { interrupted, queued: [...queued.filter(isFirst), ...queued.filter((one) => !isFirst(one))] }
}

/** Pure. */
function endInterrupted(record: OperationRecord, succession: Succession, now: number): OperationRecord {
  const ending = interruption(succession)
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
