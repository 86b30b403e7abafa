export type { ActionFailure, ActionOutcome, ApplyEvent, ApplyResult } from './apply/events.ts'
export type * from './desired/desired-state.ts'
export type { Action, ActionInputs, ActionKind, ContainerRef } from './plan/action.ts'
export type { Plan, Rollback, ServiceChange } from './plan/plan.ts'
