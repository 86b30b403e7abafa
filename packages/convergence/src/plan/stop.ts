import type { ObservedState } from '../observed/observed-state.ts'
import { addPreStops, preStopOf, saidOf } from './around-start.ts'
import { createGraph } from './graph.ts'
import {
  aboutContainer,
  chosenContainers,
  containerKey,
  type LifecycleOptions,
  lifecyclePlan,
} from './lifecycle.ts'
import { isActive } from './networks.ts'
import { dependsOnService, inStopOrder } from './order.ts'
import type { Plan } from './plan.ts'

export interface PlanStopOptions extends LifecycleOptions {
  /** Seconds to stop in; 0 kills. Absent: the container's own stop timeout. */
  readonly timeoutSeconds?: number
}

/**
 * Plans what stops the containers that run, dependents first, and removes nothing (R46). In the order that
 * their labels tell. Pure and deterministic. Its kind is `down`: the same direction, not as far. One-off
 * containers are left to whoever runs them.
 */
export function planStop(observed: ObservedState, options: PlanStopOptions = {}): Plan {
  const { timeoutSeconds } = options
  const running = inStopOrder(chosenContainers(observed, options)).filter(isActive)
  const graph = createGraph()
  for (const [index, container] of running.entries()) {
    graph.add(
      {
        ...aboutContainer(container, 'the project is stopped'),
        kind: 'stop-container',
        id: `stop-container:${containerKey(container)}`,
        ...(timeoutSeconds !== undefined && { graceSeconds: timeoutSeconds }),
      },
      running
        .slice(0, index)
        .filter((other) => dependsOnService(other, container.service))
        .map((other) => `stop-container:${containerKey(other)}`),
    )
  }
  addPreStops(
    graph,
    running.map((container) =>
      preStopOf(container, {
        group: aboutContainer(container, '').group,
        stop: `stop-container:${containerKey(container)}`,
        hooks: saidOf(container, options.desired).hooks,
      }),
    ),
  )
  return lifecyclePlan({
    kind: 'down',
    observed,
    options,
    graph,
    change: { change: 'none', reasons: ['stopped'] },
  })
}
