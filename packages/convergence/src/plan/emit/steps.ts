import type { ContainerRef } from '../action.ts'
import type { Divergence } from '../divergence.ts'
import { addWaits } from '../start-waits.ts'
import { groupOf, type ReplicaEmission } from './emission.ts'

/** The container that a step is about. */
interface Step {
  readonly container: ContainerRef
  readonly name: string
  readonly after: readonly string[]
  readonly condition?: Divergence['condition'] | undefined
}

/** Starts a container of this replica when what it depends on is ready. */
export function emitStart(replica: ReplicaEmission, { container, name, after, condition }: Step): string {
  const { emission, service, change, ready, start } = replica
  const id = emission.graph.add(
    {
      kind: 'start-container',
      id: `start-container:${service.name}:${change.number}`,
      group: groupOf(service, change.number),
      service: service.name,
      cause: causeOf(change),
      container,
      name,
      ...(condition && { onlyIfImageChanged: condition }),
    },
    after,
  )
  emission.graph.linkEnd(id, start.afterEnd)
  ready.service_started.push(id)
  return id
}

/** The waits of this replica; services that depend on it are told of them. */
export function emitWaits(
  { emission, service, change, ready }: ReplicaEmission,
  about: Step & { readonly always: boolean },
): string[] {
  const dependents = emission.context.selected.flatMap(({ dependsOn }) =>
    dependsOn.filter((dependency) => dependency.service === service.name),
  )
  return addWaits({
    ...about,
    graph: emission.graph,
    ready,
    demand: emission.demands.get(service.name),
    service: service.name,
    number: change.number,
    group: groupOf(service, change.number),
    isOptional: dependents.length > 0 && dependents.every(({ required }) => !required),
  })
}

/** Gives a container the name it should have, once that is free. */
export function emitRename(
  { emission, service, change }: ReplicaEmission,
  { container, name: from, after, condition }: Step,
): void {
  const { name } = service.containers(change.number)
  const id = emission.graph.add(
    {
      kind: 'rename-container',
      id: `rename-container:${service.name}:${change.number}`,
      group: groupOf(service, change.number),
      service: service.name,
      cause: 'its own name is free again',
      container,
      from,
      to: name,
      ...(condition && { onlyIfImageChanged: condition }),
    },
    after,
  )
  emission.renames.push({ id, name, service: service.name })
}

/** Why a replica is acted on, in words. */
export function causeOf(change: ReplicaEmission['change']): string {
  if (change.kind === 'replace') return change.reasons.join(', ')
  return change.kind === 'keep' ? 'others depend on it' : change.reason
}
