import type { ObservedContainer, ObservedDependency, ObservedState } from '../observed/observed-state.ts'
import { addFiles, addPostStart, addPreStops, type PreStop, saidOf } from './around-start.ts'
import { createGraph } from './graph.ts'
import {
  aboutContainer,
  chosenContainers,
  containerKey,
  type LifecycleOptions,
  lifecyclePlan,
} from './lifecycle.ts'
import { isActive } from './networks.ts'
import { inStartOrder } from './order.ts'
import type { Plan } from './plan.ts'
import { emitBeginnings } from './start-order-waits.ts'

export interface PlanRestartOptions extends LifecycleOptions {
  /** With `services`: not what depends on them with `restart: true`. */
  readonly noDeps?: boolean
  /** Seconds to stop in. Absent: the container's own stop timeout. */
  readonly timeoutSeconds?: number
}

/**
 * Plans what restarts containers, whether they run or not, and of chosen services also what depends on them
 * with `restart: true` (R48). Only such dependencies are waited for. It changes no configuration. Pure and
 * deterministic.
 */
export function planRestart(observed: ObservedState, options: PlanRestartOptions = {}): Plan {
  const { noDeps = false, services = [], timeoutSeconds } = options
  const graph = createGraph()
  const chosen = noDeps ? services : withDependents(services, observed)
  const containers = inStartOrder(chosenContainers(observed, { ...options, services: chosen }))
  const preStops: PreStop[] = []
  emitBeginnings({
    graph,
    containers,
    edges: restartEdges,
    isBegun: () => true,
    begin: (container, after) => {
      const about = aboutContainer(container, causeOf(container, services))
      const key = containerKey(container)
      const { files, hooks } = saidOf(container, options.desired)
      const copied = isActive(container) ? [] : addFiles(graph, { ...about, key }, { files, after: [] })
      const restart = graph.add(
        {
          ...about,
          kind: 'restart-container',
          id: `restart-container:${key}`,
          ...(timeoutSeconds !== undefined && { graceSeconds: timeoutSeconds }),
        },
        [...after, ...copied],
      )
      if (isActive(container)) preStops.push({ ...about, key, hooks, stop: restart })
      return addPostStart(graph, { ...about, key }, { hooks, started: restart })
    },
  })
  addPreStops(graph, preStops)
  return lifecyclePlan({
    kind: 'up',
    observed,
    options,
    graph,
    change: { change: 'start', reasons: ['restarted'] },
  })
}

const restartEdges = ({ dependsOn }: ObservedContainer): readonly ObservedDependency[] =>
  dependsOn.filter(({ restart }) => restart)

const causeOf = ({ service }: ObservedContainer, services: readonly string[]) =>
  services.length === 0 || services.includes(service)
    ? 'a restart was asked for'
    : 'what it depends on restarts'

/** None named: all are meant already. */
function withDependents(services: readonly string[], { containers }: ObservedState): string[] {
  const found = new Set(services)
  const queue = [...services]
  for (let next = queue.pop(); next !== undefined; next = queue.pop()) {
    for (const container of containers) {
      const isDependent = restartEdges(container).some(({ service }) => service === next)
      if (!isDependent || found.has(container.service)) continue
      found.add(container.service)
      queue.push(container.service)
    }
  }
  return [...found]
}
