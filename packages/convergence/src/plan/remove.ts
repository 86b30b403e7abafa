import type { ObservedState } from '../observed/observed-state.ts'
import { addRemoval } from './emit/removal.ts'
import { createGraph } from './graph.ts'
import { aboutContainer, chosenContainers, type LifecycleOptions, lifecyclePlan } from './lifecycle.ts'
import { isActive } from './networks.ts'
import { inStopOrder } from './order.ts'
import type { Plan } from './plan.ts'

export interface PlanRemoveOptions extends LifecycleOptions {
  /** Their anonymous volumes too. */
  readonly volumes?: boolean
}

/** Plans what removes the containers that do not run; nothing is stopped for it (R51). Pure and deterministic. */
export function planRemove(observed: ObservedState, options: PlanRemoveOptions = {}): Plan {
  const graph = createGraph()
  const stopped = chosenContainers(observed, options).filter((container) => !isActive(container))
  for (const container of inStopOrder(stopped)) {
    const { group, cause } = aboutContainer(container, 'it does not run and was to be removed')
    addRemoval(graph, { container, group, cause, ...(options.volumes && { volumes: true }) })
  }
  return lifecyclePlan({
    kind: 'down',
    observed,
    options,
    graph,
    change: { change: 'remove', reasons: ['it does not run'] },
  })
}
