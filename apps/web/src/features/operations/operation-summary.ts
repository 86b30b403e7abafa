import type { Operation } from '@berth/contract'
import { operationKinds } from '../../states/operation-states.ts'

/** An operation as lists and events tell it. */
export type OperationSummary = Omit<Operation, 'steps' | 'seq'>

/** What is done, and to which services. */
export const deedOf = ({ kind, scope }: Pick<Operation, 'kind' | 'scope'>): string =>
  [operationKinds[kind], ...scope].join(' ')
