import { describeOrigins } from '@berth/compose'
import {
  builtImagesOf,
  type ObservedState,
  type Plan,
  type Policy,
  underPolicy,
  writtenLabelsOf,
} from '@berth/convergence'
import type { LoadedProject } from '../project/load-project.ts'

/** A plan as the policy lets it be: with a problem where something is refused, and a notice where it is warned of. */
export type JudgePlan = (
  plan: Plan,
  about: { readonly observed: ObservedState; readonly endpoint: string },
) => Promise<Plan>

/** Judges plans of a project; leaves them as they are where there is no policy. */
export function planJudge(policy: Policy | undefined, loaded: LoadedProject): JudgePlan {
  if (policy === undefined) return async (plan) => plan
  return (plan, { observed, endpoint }) =>
    underPolicy(plan, policy, {
      containers: observed.containers,
      volumes: observed.volumes,
      labels: writtenLabelsOf(loaded.project),
      builtImages: builtImagesOf(loaded.project),
      origins: describeOrigins(loaded),
      endpoint,
    })
}
