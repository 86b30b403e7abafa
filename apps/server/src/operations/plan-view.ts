import type { PlanView } from '@berth/contract'
import { type Action, describePlan, formatPlan, type Plan } from '@berth/convergence'
import type { StepRecord } from './operation.ts'

/** The plan as it crosses the wire: what and why, never the bodies with their environment. Pure. */
export function toPlanView(plan: Plan): PlanView {
  // What a policy found is among the problems and notices, in words.
  const { actions, findings: _findings, ...told } = describePlan(plan)
  return {
    // Safe: a copy, which may be written to; the rest is the same, as a type test of the contract holds.
    ...(structuredClone(told) as Pick<PlanView, keyof typeof told>),
    actions: actions.map(({ text: _text, afterEnd: _afterEnd, after, ...action }) => ({
      ...action,
      after: [...after],
    })),
    text: formatPlan(plan),
  }
}

const toServiceRows = ({ services }: Plan): PlanView['services'] =>
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

/** The same of one that is planned when its turn comes. */
export const notPlanned = { planDigest: '', services: [], notices: [] }

/** What of a plan an operation's record tells. */
export const toPlanned = (plan: Plan) => ({
  planDigest: plan.digest,
  services: toServiceRows(plan),
  notices: [...plan.notices],
})
