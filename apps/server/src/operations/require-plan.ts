import type { Plan } from '@berth/convergence'
import { ProblemError } from '../http/problem.ts'
import { requireAllowed } from '../policies/require-allowed.ts'

/** @throws a problem when `wanted` is given and is not the plan's. */
export function requireDigest(plan: Plan, wanted: string | undefined): void {
  if (wanted === undefined || wanted === plan.digest) return
  throw new ProblemError(
    'PLAN_STALE',
    `The plan for ${plan.project} is no longer the one that was agreed to: the files or the host have changed.`,
  )
}

/** @throws a problem when something has to be done before the plan can be applied. */
export function requireApplicable(plan: Plan): void {
  const { project, problems } = plan
  requireAllowed(plan)
  const [first] = problems
  if (first === undefined) return
  throw new ProblemError('PLAN_BLOCKED', `${project} cannot be brought there: ${first.message}`, {
    fix: first.fix,
    errors: problems.map(({ code, message, fix }) => ({ code, message, fix })),
  })
}
