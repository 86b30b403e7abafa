export type { ActionFailure, ActionOutcome, ApplyEvent, ApplyResult } from './apply/events.ts'
export {
  type ApplyOptions,
  apply,
  type Clock,
  describeAction,
  formatPlan,
  isEmptyPlan,
  type LifecycleOptions,
  networkConfigHash,
  type ObserveTarget,
  observe,
  observeTarget,
  type PlanDownOptions,
  type PlanKillOptions,
  type PlanRemoveOptions,
  type PlanRestartOptions,
  type PlanStopOptions,
  type PlanUpOptions,
  planDown,
  planKill,
  planPause,
  planRemove,
  planRestart,
  planStart,
  planStop,
  planUnpause,
  planUp,
  printedConfigHash,
  serviceConfigHash,
  toDesiredState,
  volumeConfigHash,
} from './converge.ts'
export type * from './desired/desired-state.ts'
export { engineFields } from './desired/engine-fields.ts'
export { containerFailureCodes, type PlanProblemCode, planProblemCodes } from './error-codes.ts'
export type * from './observed/observed-state.ts'
export type { Action, ActionInputs, ActionKind, ContainerRef } from './plan/action.ts'
export type { Plan, PlanProblem, Rollback, ServiceChange } from './plan/plan.ts'
