import type { Plan } from '../plan.ts'
import { planLines } from './plan-lines.ts'

/** Whether applying it would do nothing. */
export function isEmptyPlan(plan: Plan): boolean {
  return plan.actions.length === 0
}

/**
 * The plan as `berth plan` prints it: what stands in the way, what becomes of every object and why, what it needs
 * of the host, the actions in order, and what else a person should know. Ends with a line feed. Values of
 * environment variables are never in it.
 */
export const formatPlan = (plan: Plan): string =>
  `${planLines(plan)
    .map((line) => line.map(({ text }) => text).join(''))
    .join('\n')}\n`
