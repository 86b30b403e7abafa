import type { ObservedContainer, ObservedDependency } from '../observed/observed-state.ts'
import type { Graph } from './graph.ts'
import { aboutContainer, containerKey } from './lifecycle.ts'
import { type Demand, demandsOf, type Ready } from './start-waits.ts'

interface Beginnings {
  readonly graph: Graph
  /** Dependencies before what depends on them. */
  readonly containers: readonly ObservedContainer[]
  /** The dependencies that count. */
  readonly edges: (container: ObservedContainer) => readonly ObservedDependency[]
  /** Adds what makes a container run, after the given actions; absent when it stays as it is. */
  readonly begin: (container: ObservedContainer, after: readonly string[]) => string | undefined
  readonly isBegun: (container: ObservedContainer) => boolean
}

/**
 * Makes existing containers run, each after what it depends on is as its condition says, and waits for
 * that where it is not so already.
 */
export function emitBeginnings({ graph, containers, edges, begin, isBegun }: Beginnings): void {
  const demands = demandsOf(
    containers
      .filter(isBegun)
      .map((container) => ({ dependsOn: edges(container).map((edge) => ({ ...edge, required: true })) })),
  )
  const ready = new Map<string, Ready>()
  for (const container of containers) {
    const after = edges(container).flatMap(({ service, condition }) => ready.get(service)?.[condition] ?? [])
    const begun = begin(container, after)
    const own = ready.get(container.service) ?? emptyReady()
    ready.set(container.service, own)
    if (begun !== undefined) own.service_started.push(begun)
    const demand = demands.get(container.service)
    if (demand !== undefined) emitDemanded({ graph, container, begun, demand, ready: own })
  }
}

const emptyReady = (): Ready => ({
  service_started: [],
  service_healthy: [],
  service_completed_successfully: [],
})

interface Demanded {
  readonly graph: Graph
  readonly container: ObservedContainer
  readonly begun: string | undefined
  readonly demand: Demand
  readonly ready: Ready
}

function emitDemanded({ graph, container, begun, demand, ready }: Demanded): void {
  const after = begun === undefined ? [] : [begun]
  const isHealthy = begun === undefined && container.health === 'healthy'
  if (demand.healthy && !isHealthy) {
    const id = graph.add(
      {
        ...aboutContainer(container, 'others wait until it is healthy'),
        kind: 'wait-container',
        id: `wait-container:${containerKey(container)}`,
        until: 'healthy',
      },
      after,
    )
    ready.service_healthy.push(id)
  }
  if (demand.completed) {
    const id = graph.add(
      {
        ...aboutContainer(container, 'others wait until it has completed'),
        kind: 'wait-container',
        id: `wait-container:${containerKey(container)}:completed`,
        until: 'completed',
      },
      after,
    )
    ready.service_completed_successfully.push(id)
  }
}
