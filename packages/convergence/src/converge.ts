/**
 * Read this first. Text has become a project; here a project becomes what the Engine runs:
 *
 * ```ts
 * const desired = toDesiredState(project)                                    // pure
 * const observed = await observe(engine, observeTarget(desired), { signal }) // reads
 * const plan = planUp(desired, observed, options)                            // pure
 * const result = await apply(plan, engine, { signal, onEvent })              // the only effect
 * ```
 *
 * `reviewPlan(plan, policy, context)` judges the bodies of a plan by what a host allows; pure, too. `underPolicy` makes
 * problems and notices of what it finds.
 *
 * A dry run is a plan that nobody applied. `RULES.md` says when what is created, replaced and kept.
 */
export type { BeforeStart } from './apply/actions/execute-context.ts'
export { type ApplyOptions, apply, type Clock } from './apply/apply.ts'
export {
  networkConfigHash,
  printedConfigHash,
  serviceConfigHash,
  volumeConfigHash,
} from './desired/hash/config-hash.ts'
export { builtImagesOf } from './desired/image-of.ts'
export type { OneOff } from './desired/one-off.ts'
export { toDesiredState } from './desired/to-desired-state.ts'
export { type ObserveTarget, observe, observeTarget } from './observed/observe.ts'
export { type ActionDescription, describePlan, type PlanDescription } from './plan/describe-plan.ts'
export { type PlanDownOptions, planDown } from './plan/down.ts'
export { describeAction } from './plan/format/describe-action.ts'
export { formatPlan, isEmptyPlan } from './plan/format/format-plan.ts'
export type { PlanLine, PlanSpan, PlanTone } from './plan/format/plan-line.ts'
export { planLines } from './plan/format/plan-lines.ts'
export { type PlanBuildOptions, planBuild } from './plan/images/plan-build.ts'
export { type PlanPullOptions, planPull } from './plan/images/plan-pull.ts'
export { type PlanPushOptions, planPush } from './plan/images/plan-push.ts'
export { type PlanKillOptions, planKill } from './plan/kill.ts'
export type { LifecycleOptions } from './plan/lifecycle.ts'
export type { PlanUpOptions } from './plan/options.ts'
export { planPause, planUnpause } from './plan/pause.ts'
export { type PlanRemoveOptions, planRemove } from './plan/remove.ts'
export { type PlanRestartOptions, planRestart } from './plan/restart.ts'
export { planStart } from './plan/start.ts'
export { type PlanStopOptions, planStop } from './plan/stop.ts'
export { planUp } from './plan/up.ts'
export type { Finding, FindingOrigin } from './review/finding.ts'
export { reviewExec } from './review/judge-exec.ts'
export {
  type Listed,
  openPolicy,
  type Policy,
  type PortRange,
  strictPolicy,
  usualProtectedPaths,
  type Verdict,
} from './review/policy.ts'
export { PolicyError, type PolicyFault, readPolicy } from './review/read-policy.ts'
export { hostPathsIn, type Review, type ReviewContext, reviewPlan } from './review/review.ts'
export { describeFinding, distinctFindings, type PolicyContext, underPolicy } from './review/under-policy.ts'
export { writtenLabelsOf } from './review/written-labels.ts'
