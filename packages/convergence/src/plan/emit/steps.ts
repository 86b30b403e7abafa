import type { ContainerRef } from '../action.ts'
import { addFiles, addPostStart } from '../around-start.ts'
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

/** A start: the action itself, and the one after which the container counts as started. */
export interface Started {
  readonly start: string
  readonly last: string
}

/**
 * Starts a container of this replica when what it depends on is ready: it is given its files before, and its hooks
 * run after.
 */
export function emitStart(
  replica: ReplicaEmission,
  { container, name, after, condition, stop }: Step & { readonly stop?: string },
): Started {
  const { emission, service, change, ready, start } = replica
  const { graph } = emission
  const key = `${service.name}:${change.number}`
  const about = { group: groupOf(service, change.number), service: service.name, container, name }
  const existing = stop === undefined ? [] : [stop]
  const copied = addFiles(
    graph,
    { ...about, key, condition },
    { files: service.files, after: 'ref' in container ? [container.ref] : existing },
  )
  const id = graph.add(
    {
      ...about,
      kind: 'start-container',
      id: `start-container:${key}`,
      cause: causeOf(change),
      ...(condition && { onlyIfImageChanged: condition }),
    },
    [...after, ...copied],
  )
  graph.linkEnd(id, start.afterEnd)
  const last = addPostStart(graph, { ...about, key, condition }, { hooks: service.hooks, started: id })
  ready.service_started.push(last)
  return { start: id, last }
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
