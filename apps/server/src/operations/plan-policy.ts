import { builtImagesOf, type ObservedState, type Plan, type Policy, underPolicy } from '@berth/convergence'
import type { LoadedProject } from '../projects/loader.ts'

/** A plan as the policy of this server lets it be: what that refuses is a problem, what it warns of a notice. */
export type JudgePlan = (
  plan: Plan,
  about: { readonly observed: ObservedState; readonly loaded: LoadedProject },
) => Promise<Plan>

/** Judges every plan; leaves it as it is where no policy was set. */
export function createPlanJudge(policy: Policy | undefined, endpoint: string): JudgePlan {
  if (policy === undefined) return async (plan) => plan
  return (plan, { observed, loaded: { project, origins } }) =>
    underPolicy(plan, policy, {
      containers: observed.containers,
      builtImages: project === undefined ? [] : builtImagesOf(project),
      origins: origins?.() ?? [],
      endpoint,
    })
}
