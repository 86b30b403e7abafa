import type { OperationError } from '@berth/contract'
import type { ApplyResult } from '@berth/convergence'
import type { OperationRecord } from './operation.ts'

/** How an operation ended. */
export type Ending = Pick<OperationRecord, 'state' | 'rolledBack' | 'error' | 'resumedBy' | 'recovery'>

/** Of one that was cancelled while it waited. */
export const neverBegun: Ending = {
  state: 'cancelled',
  rolledBack: [],
  error: { code: 'OPERATION_CANCELLED', message: 'The operation was cancelled before it had begun.' },
}

/** How it ended, and which containers it left; nobody knows when it never came to the Engine. */
export interface Outcome {
  readonly ending: Ending
  readonly containers?: NonNullable<NonNullable<OperationRecord['result']>['containers']>
}

/** What applying the plan came to. Pure. */
export const outcomeOf = (result: ApplyResult): Outcome => ({
  ending: endingOf(result),
  containers: result.containers.map((container) => ({ ...container })),
})

function endingOf({ outcome, failures, rolledBack }: ApplyResult): Ending {
  const [first] = failures
  if (outcome === 'succeeded') return { state: 'succeeded', rolledBack: [...rolledBack] }
  if (outcome === 'cancelled') {
    const message = 'The operation was cancelled. What it had done by then stays; nothing new was begun.'
    return {
      state: 'cancelled',
      rolledBack: [...rolledBack],
      error: { code: 'OPERATION_CANCELLED', message },
    }
  }
  return { state: 'failed', rolledBack: [...rolledBack], error: toError(first) }
}

function toError(failure: ApplyResult['failures'][number] | undefined): OperationError {
  if (failure === undefined)
    return { code: 'OPERATION_FAILED', message: 'A replacement failed and was taken back.' }
  const { action: _action, logTail, ...rest } = failure
  return { ...rest, ...(logTail && { logTail: [...logTail] }) }
}

/**
 * Whether everything that an operation had changed has been brought back, so that what ran before runs again.
 * Pure.
 */
export function isRolledBack({ kind, steps, rolledBack }: OperationRecord): boolean {
  if (kind !== 'deploy' || rolledBack.length === 0) return false
  const changed = steps.filter(({ kind: action, state }) => changesContainer(action) && state === 'done')
  return changed.every(({ service }) => service !== undefined && rolledBack.includes(service))
}

const changesContainer = (action: string) => action.endsWith('-container') && action !== 'wait-container'
