import type { ObservedState } from '../observed/observed-state.ts'
import { withDigest } from './digest.ts'
import { inStopOrder } from './down.ts'
import { createGraph } from './graph.ts'
import { isActive } from './networks.ts'
import type { Plan } from './plan.ts'

export interface PlanStopOptions {
  /** Only containers of these. Absent or empty: all. */
  readonly services?: readonly string[]
  /** Seconds to stop in; 0 kills. Absent: the container's own stop timeout. */
  readonly timeoutSeconds?: number
}

/**
 * Plans what stops the containers that run, dependents first, and removes nothing. From labels alone. Pure
 * and deterministic. Its kind is `down`: the same direction, not as far. One-off containers are left to whoever runs them.
 */
export function planStop(observed: ObservedState, options: PlanStopOptions = {}): Plan {
  const { services = [], timeoutSeconds } = options
  const running = inStopOrder(observed.containers).filter(
    (container) =>
      isActive(container) &&
      !container.isOneOff &&
      (services.length === 0 || services.includes(container.service)),
  )
  const graph = createGraph()
  for (const [index, { id, name, service, number }] of running.entries()) {
    const dependents = running.slice(0, index).filter(({ dependsOn }) => dependsOn.includes(service))
    graph.add(
      {
        kind: 'stop-container',
        id: `stop-container:${service}:${number}:${id.slice(0, 12)}`,
        group: `service ${service} ${number}`,
        service,
        cause: 'the project is stopped',
        container: { id },
        name,
        ...(timeoutSeconds !== undefined && { graceSeconds: timeoutSeconds }),
      },
      dependents.map((other) => `stop-container:${other.service}:${other.number}:${other.id.slice(0, 12)}`),
    )
  }
  return withDigest({
    project: observed.project,
    kind: 'down',
    actions: graph.finish(),
    rollbacks: [],
    services: [...new Set(running.map(({ service }) => service))]
      .sort()
      .map((service) => ({ service, change: 'none', reasons: ['stopped'] })),
    notices: [],
    problems: [],
  })
}
