import type { OperationError } from '@berth/contract'
import type { OperationRecord } from './operation.ts'
import type { OperationStore } from './operation-store.ts'
import { moveTo } from './state.ts'

const fix = 'Run it again: the next plan starts from what is there.'

/** How an operation ends that the server cut short. */
export const interruption = {
  state: 'interrupted',
  error: {
    code: 'OPERATION_INTERRUPTED',
    message: 'The server stopped while the operation ran. What it had started still runs.',
    fix,
  },
} as const satisfies { state: 'interrupted'; error: OperationError }

const neverBegun: OperationError = {
  code: 'OPERATION_INTERRUPTED',
  message: 'The server stopped before the operation had begun. Nothing was changed.',
  fix,
}

/**
 * Ends what an earlier process left open: after a crash nobody knows how far it came, and the next plan finds
 * out by looking. To be called before anything new can start.
 *
 * @returns the operations that were interrupted.
 */
export async function recoverOperations(store: OperationStore, now: number): Promise<OperationRecord[]> {
  const open = await store.listInState(['queued', 'running'])
  const ended = open.map((record) => interrupted(record, now))
  for (const record of ended) {
    await store.update(record)
    await store.replaceSteps(record.id, record.steps)
  }
  return ended
}

/** Pure. */
function interrupted(record: OperationRecord, now: number): OperationRecord {
  return {
    ...record,
    state: moveTo(record.state, interruption.state),
    version: record.version + 1,
    finishedAt: now,
    error: record.state === 'running' ? interruption.error : neverBegun,
    steps: record.steps.map((step) =>
      step.state === 'pending' || step.state === 'running' ? { ...step, state: 'cancelled' } : step,
    ),
  }
}
