import type { Action } from './action.ts'
import { describeAction } from './format/describe-action.ts'
import { isEmptyPlan } from './format/format-plan.ts'
import type { Plan } from './plan.ts'

/**
 * A plan as data for programs, the same that `formatPlan` gives to people and what `berth plan --format json`
 * prints: without the bodies that the Engine is sent, and so without a value of a variable or a secret.
 */
export interface PlanDescription
  extends Pick<
    Plan,
    'project' | 'kind' | 'digest' | 'services' | 'objects' | 'needs' | 'notices' | 'problems' | 'findings'
  > {
  /** Applying it would do nothing. */
  readonly isEmpty: boolean
  /** In an order in which none stands before one that it waits for. */
  readonly actions: readonly ActionDescription[]
}

/** One call to the Engine, or one wait for it. */
export interface ActionDescription
  extends Pick<Action, 'id' | 'kind' | 'group' | 'service' | 'cause' | 'after' | 'afterEnd' | 'destroys'> {
  /** What it does, in words: `stop container shop-web-1`. */
  readonly text: string
}

/** Leaves out what only `apply` needs. Pure. */
export function describePlan(plan: Plan): PlanDescription {
  const { actions, rollbacks: _rollbacks, before: _before, ...told } = plan
  return { ...told, isEmpty: isEmptyPlan(plan), actions: actions.map(describe) }
}

function describe(action: Action): ActionDescription {
  const { id, kind, group, service, cause, after, afterEnd, destroys } = action
  return {
    id,
    kind,
    text: describeAction(action),
    group,
    ...(service !== undefined && { service }),
    cause,
    after,
    ...(afterEnd && { afterEnd }),
    ...(destroys !== undefined && { destroys }),
  }
}
