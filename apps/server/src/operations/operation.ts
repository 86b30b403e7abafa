import type { DeployOptions, DownOptions, Operation, OperationError, Step } from '@berth/contract'

/** What was asked for. */
export type OperationRequest =
  | { readonly kind: 'deploy'; readonly options: DeployOptions }
  | { readonly kind: 'down'; readonly options: DownOptions }

/** One run as the server keeps it: the contract's operation, with times in epoch milliseconds. */
export interface OperationRecord
  extends Pick<
    Operation,
    'id' | 'project' | 'kind' | 'state' | 'actor' | 'version' | 'services' | 'notices' | 'rolledBack'
  > {
  readonly queuedAt: number
  readonly startedAt?: number
  readonly finishedAt?: number
  readonly steps: readonly StepRecord[]
  readonly error?: OperationError
}

export interface StepRecord extends Omit<Step, 'startedAt' | 'finishedAt'> {
  readonly startedAt?: number
  readonly finishedAt?: number
}

const iso = (at: number) => new Date(at).toISOString()

export function toStep({ startedAt, finishedAt, ...step }: StepRecord): Step {
  return {
    ...step,
    ...(startedAt !== undefined && { startedAt: iso(startedAt) }),
    ...(finishedAt !== undefined && { finishedAt: iso(finishedAt) }),
  }
}

/** As an event tells it, without its steps. */
export function toSummary(record: OperationRecord): Omit<Operation, 'steps' | 'seq'> {
  const { steps: _steps, queuedAt, startedAt, finishedAt, ...rest } = record
  return {
    ...rest,
    queuedAt: iso(queuedAt),
    ...(startedAt !== undefined && { startedAt: iso(startedAt) }),
    ...(finishedAt !== undefined && { finishedAt: iso(finishedAt) }),
  }
}

/** As a reply tells it. */
export const toOperation = (record: OperationRecord, seq: number): Operation => ({
  ...toSummary(record),
  steps: record.steps.map(toStep),
  seq,
})
