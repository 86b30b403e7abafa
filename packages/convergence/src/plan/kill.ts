import type { ObservedState } from '../observed/observed-state.ts'
import { createGraph } from './graph.ts'
import { aboutContainer, containerKey, type LifecycleOptions, lifecyclePlan } from './lifecycle.ts'
import { isActive } from './networks.ts'
import type { Plan } from './plan.ts'

export interface PlanKillOptions extends LifecycleOptions {
  /** By name or number; `SIGKILL` unless said. */
  readonly signal?: string
  /** With `desired`: containers of services that the files no longer have too. */
  readonly orphans?: boolean
}

/**
 * Plans what sends a signal to the containers that run, one-offs included, all at once (R50). Pure and
 * deterministic.
 */
export function planKill(observed: ObservedState, options: PlanKillOptions = {}): Plan {
  const { services = [], desired, signal = 'SIGKILL', orphans = false } = options
  const known = desired && new Set(desired.services.map(({ name }) => name))
  const graph = createGraph()
  for (const container of observed.containers.filter(isActive)) {
    const { service } = container
    if (services.length > 0 && !services.includes(service)) continue
    if (!orphans && known !== undefined && !known.has(service)) continue
    graph.add({
      ...aboutContainer(container, `${signal} was asked for`),
      kind: 'kill-container',
      id: `kill-container:${containerKey(container)}`,
      signal,
    })
  }
  return lifecyclePlan({
    kind: 'down',
    observed,
    options,
    graph,
    change: { change: 'none', reasons: [`${signal} sent`] },
  })
}
