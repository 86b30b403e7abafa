import type { OperationState } from '@berth/contract'

/** Which state may follow which. What has ended stays as it ended. */
export const transitions: { readonly [S in OperationState]: readonly OperationState[] } = {
  queued: ['running', 'failed', 'cancelled', 'interrupted'],
  running: ['succeeded', 'failed', 'cancelled', 'interrupted'],
  succeeded: [],
  failed: [],
  cancelled: [],
  interrupted: [],
}

export const hasEnded = (state: OperationState): boolean => transitions[state].length === 0

/** Pure. Throws for a move that the table does not have: that is our own bug. */
export function moveTo(from: OperationState, to: OperationState): OperationState {
  if (!transitions[from].includes(to)) throw new Error(`An operation cannot go from ${from} to ${to}`)
  return to
}
