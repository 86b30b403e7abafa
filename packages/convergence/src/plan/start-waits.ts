import type { DesiredService } from '../desired/desired-state.ts'
import type { ContainerRef } from './action.ts'
import type { Divergence } from './divergence.ts'
import type { Graph } from './graph.ts'

/** What services that start now ask of one they depend on. */
export interface Demand {
  readonly healthy: boolean
  readonly completed: boolean
  /** At least one of them cannot start without. */
  readonly required: boolean
}

/** Ids of the actions after which a service fulfils each condition; empty: it does already. */
export interface Ready {
  readonly service_started: string[]
  readonly service_healthy: string[]
  readonly service_completed_successfully: string[]
}

/** What those services that start something now ask of the others, by name. */
export function demandsOf(
  starting: readonly Pick<DesiredService, 'dependsOn'>[],
): ReadonlyMap<string, Demand> {
  const demands = new Map<string, Demand>()
  for (const { dependsOn } of starting) {
    for (const { service, condition, required } of dependsOn) {
      const known = demands.get(service)
      demands.set(service, {
        healthy: condition === 'service_healthy' || (known?.healthy ?? false),
        completed: condition === 'service_completed_successfully' || (known?.completed ?? false),
        required: required || (known?.required ?? false),
      })
    }
  }
  return demands
}

interface WaitFor {
  readonly graph: Graph
  readonly ready: Ready
  readonly demand: Demand | undefined
  /** Wait until it is up even when nothing demands more. */
  readonly always: boolean
  readonly service: string
  readonly number: number
  readonly group: string
  readonly name: string
  readonly container: ContainerRef
  readonly after: readonly string[]
  /** Nothing requires it: its failure does not stop the rest. */
  readonly isOptional: boolean
  readonly condition?: Divergence['condition'] | undefined
}

/** Adds the waits that one container needs and returns their ids. */
export function addWaits(wait: WaitFor): string[] {
  const { demand, ready } = wait
  const ids: string[] = []
  if (demand?.healthy) ids.push(addWait(wait, 'healthy', ''))
  ready.service_healthy.push(...ids)
  if (demand?.completed) {
    const id = addWait(wait, 'completed', demand.healthy ? ':completed' : '')
    ready.service_completed_successfully.push(id)
    ids.push(id)
  }
  if (ids.length === 0 && wait.always) ids.push(addWait(wait, 'up', ''))
  return ids
}

const causes = {
  healthy: 'others wait until it is healthy',
  completed: 'others wait until it has completed',
  up: 'it has to stay up',
} as const

function addWait(wait: WaitFor, until: keyof typeof causes, suffix: string): string {
  return wait.graph.add(
    {
      kind: 'wait-container',
      id: `wait-container:${wait.service}:${wait.number}${suffix}`,
      group: wait.group,
      service: wait.service,
      cause: causes[until],
      container: wait.container,
      name: wait.name,
      until,
      ...(wait.isOptional && { isOptional: true }),
      // What others demand has to hold of the old container too, when it stays.
      ...(until === 'up' && wait.condition && { onlyIfImageChanged: wait.condition }),
    },
    wait.after,
  )
}
