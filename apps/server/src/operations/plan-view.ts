import type { PlanView } from '@berth/contract'
import { type Action, formatPlan, isEmptyPlan, type Plan } from '@berth/convergence'
import type { StepRecord } from './operation.ts'

/** The plan as it crosses the wire: what and why, never the bodies with their environment. Pure. */
export function toPlanView(plan: Plan, kind: PlanView['kind']): PlanView {
  return {
    project: plan.project,
    kind,
    digest: plan.digest,
    isEmpty: isEmptyPlan(plan),
    actions: plan.actions.map(({ id, kind, group, service, cause, after, destroys }) => ({
      id,
      kind,
      group,
      ...(service !== undefined && { service }),
      cause,
      after: [...after],
      ...(destroys !== undefined && { destroys }),
    })),
    services: toServiceRows(plan),
    notices: [...plan.notices],
    problems: plan.problems.map((problem) => ({ ...problem })),
    text: formatPlan(plan),
  }
}

export const toServiceRows = ({ services }: Plan): PlanView['services'] =>
  services.map(({ service, change, reasons }) => ({ service, change, reasons: [...reasons] }))

/** The action as a step that has not begun. Pure. */
export const toPendingStep = (
  { id, kind, group, service, cause }: Action,
  { isRollback }: { isRollback: boolean },
): StepRecord => ({
  id,
  kind,
  group,
  ...(service !== undefined && { service }),
  cause,
  state: 'pending',
  isRollback,
})
