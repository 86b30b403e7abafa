export type { ActionFailure, ActionOutcome, ApplyEvent, ApplyResult, BuildStep } from './apply/events.ts'
export {
  type ActionDescription,
  type ApplyOptions,
  apply,
  type BeforeStart,
  builtImagesOf,
  type Clock,
  describeAction,
  describeFinding,
  describePlan,
  distinctFindings,
  type Finding,
  type FindingOrigin,
  formatPlan,
  hostPathsIn,
  isEmptyPlan,
  type LifecycleOptions,
  type Listed,
  networkConfigHash,
  type ObserveTarget,
  type OneOff,
  observe,
  observeTarget,
  openPolicy,
  type PlanBuildOptions,
  type PlanDescription,
  type PlanDownOptions,
  type PlanKillOptions,
  type PlanLine,
  type PlanPullOptions,
  type PlanPushOptions,
  type PlanRemoveOptions,
  type PlanRestartOptions,
  type PlanSpan,
  type PlanStopOptions,
  type PlanTone,
  type PlanUpOptions,
  type Policy,
  type PolicyContext,
  PolicyError,
  type PolicyFault,
  type PortRange,
  planBuild,
  planDown,
  planKill,
  planLines,
  planPause,
  planPull,
  planPush,
  planRemove,
  planRestart,
  planStart,
  planStop,
  planUnpause,
  planUp,
  printedConfigHash,
  type Review,
  type ReviewContext,
  readPolicy,
  reviewExec,
  reviewPlan,
  serviceConfigHash,
  strictPolicy,
  toDesiredState,
  underPolicy,
  usualProtectedPaths,
  type Verdict,
  volumeConfigHash,
  writtenLabelsOf,
} from './converge.ts'
export type * from './desired/desired-state.ts'
export { engineFields } from './desired/engine-fields.ts'
export { containerFailureCodes, type PlanProblemCode, planProblemCodes } from './error-codes.ts'
export type { HostReader } from './observed/host/host-reader.ts'
export { sharesNetwork } from './observed/host/shares-network.ts'
export { hostOf } from './observed/host/this-machine.ts'
export { mapLimited } from './observed/limited.ts'
export type * from './observed/observed-state.ts'
export type { Action, ActionInputs, ActionKind, ContainerRef } from './plan/action.ts'
export type { ContainerImage, PlanBefore } from './plan/before.ts'
export type * from './plan/needs/plan-needs.ts'
export type { Interruption, ObjectChange, ObjectVerb } from './plan/objects/object-change.ts'
export type { Plan, PlanProblem, Rollback, ServiceChange } from './plan/plan.ts'
