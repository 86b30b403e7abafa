import { isActive } from '../networks.ts'
import { replacementsOf } from '../restart-dependents.ts'
import { joinsReplacedNetwork } from '../shared-containers.ts'
import {
  bodyOf,
  type ChangeOf,
  groupOf,
  linkedBefore,
  prerequisites,
  type ReplicaEmission,
  sharing,
  temporaryName,
} from './emission.ts'
import { emitReplaceRollbacks } from './emit-rollbacks.ts'
import { inheritedVolumes } from './inherits.ts'
import { addRemoval } from './removal.ts'
import { causeOf, emitRename, emitStart, emitWaits } from './steps.ts'

/**
 * Replaces a container without destroying what runs (R24): create beside it under a temporary name, stop
 * the old one, start and wait for the new one, and only then remove the old one and take over its name.
 */
export function emitReplace(replica: ReplicaEmission<ChangeOf<'replace'>>): string[] {
  const { emission, service, change, start } = replica
  const { container: old, number, condition } = change
  const { name } = service.containers(number)
  const create = emitCreateBeside(replica)
  const stop = isActive(old) ? emitStop(replica, create) : undefined
  if (stop !== undefined && create.isAfterStop) emission.graph.link(create.id, [stop])

  const fresh = { ref: create.id }
  if (emission.context.options.start === false) return emitUnstarted(replica, { create, stop })
  const started = emitStart(replica, {
    container: fresh,
    name,
    condition,
    after: [create.id, ...(stop === undefined ? [] : [stop]), ...start.after],
  })
  const waits = emitWaits(replica, {
    container: condition === undefined ? fresh : { ...fresh, otherwise: old.id },
    name,
    after: [started.last],
    always: true,
    condition,
  })
  emission.claims.push({
    start: started.start,
    waits,
    group: groupOf(service, number),
    service: service.name,
    name,
    body: create.body,
  })
  const removed = emitRemoveOld(replica, { after: waits, cause: 'its replacement is up' })
  emitRename(replica, { container: fresh, name: create.name, after: removed, condition })
  emitReplaceRollbacks(replica, { create: create.id, stop, started: started.last, waits })
  return waits
}

type Created = ReturnType<typeof emitCreateBeside>

/** Nothing is to be started (R53): the replacement takes the place of the old one as soon as it is made. */
function emitUnstarted(
  replica: ReplicaEmission<ChangeOf<'replace'>>,
  { create, stop }: { readonly create: Created; readonly stop: string | undefined },
): string[] {
  const { condition } = replica.change
  const after = [create.id, ...(stop === undefined ? [] : [stop])]
  const removed = emitRemoveOld(replica, { after, cause: 'its replacement is made' })
  emitRename(replica, { container: { ref: create.id }, name: create.name, after: removed, condition })
  const [until = create.id] = removed
  emitReplaceRollbacks(replica, { create: create.id, stop, started: until, waits: [] })
  return []
}

function emitCreateBeside({ emission, service, change }: ReplicaEmission<ChangeOf<'replace'>>) {
  const { graph, context } = emission
  const { container: old, number, leftovers, condition } = change
  const name = temporaryName(service.containers(number).name, [old, ...leftovers], context)
  const body = bodyOf(service, number, { context, replaces: true })
  const imageVolumes = context.images.get(service.name)?.volumes ?? []
  const id = graph.add(
    {
      kind: 'create-container',
      id: `create-container:${service.name}:${number}`,
      group: groupOf(service, number),
      service: service.name,
      cause: causeOf(change),
      name,
      body,
      inherits: context.options.renewAnonVolumes
        ? {}
        : inheritedVolumes(old, { service, body, imageVolumes }),
      ...sharing(service, context),
      ...(service.platform !== undefined && { platform: service.platform }),
      ...(condition && { onlyIfImageChanged: condition }),
    },
    prerequisites(service, emission),
  )
  return {
    id,
    name,
    body,
    isAfterStop: joinsReplacedNetwork(service, context) || linkedBefore(service, emission).length > 0,
  }
}

/** As late as possible, so that the service is down as shortly as possible. */
function emitStop(
  replica: ReplicaEmission<ChangeOf<'replace'>>,
  create: { readonly id: string; readonly isAfterStop: boolean },
): string {
  const { emission, service, change, start, turn } = replica
  const { container: old, number, condition } = change
  const { networks, options } = emission.context
  const leavesNetwork = Object.keys(old.networks).some((name) =>
    [...networks.values()].some((network) => network.change === 'replace' && network.name === name),
  )
  const isEarly = leavesNetwork || emission.stopsEarly.has(old.id) || stopsBeforeDependency(replica)
  const stop = emission.graph.add(
    {
      kind: 'stop-container',
      id: `stop-container:${service.name}:${number}`,
      group: groupOf(service, number),
      service: service.name,
      cause: causeOf(change),
      container: { id: old.id },
      name: old.name,
      ...(options.timeoutSeconds !== undefined && { graceSeconds: options.timeoutSeconds }),
      ...(condition && { onlyIfImageChanged: condition }),
    },
    [...(create.isAfterStop ? [] : [create.id]), ...(isEarly ? [] : [...start.after, ...turn])],
  )
  if (!isEarly) emission.graph.linkEnd(stop, start.afterEnd)
  emission.stops.set(old.id, stop)
  return stop
}

/** `depends_on.restart`: it has to be down while what it depends on is replaced. */
function stopsBeforeDependency({ emission, service }: ReplicaEmission): boolean {
  return service.dependsOn.some(
    (dependency) =>
      dependency.restart && replacementsOf(emission.decisions.get(dependency.service)).length > 0,
  )
}

function emitRemoveOld(
  replica: ReplicaEmission<ChangeOf<'replace'>>,
  { after, cause }: { readonly after: readonly string[]; readonly cause: string },
): string[] {
  const { emission, service, change } = replica
  const { container: old, number, leftovers, condition } = change
  const group = groupOf(service, number)
  const remove = emission.graph.add(
    {
      kind: 'remove-container',
      id: `remove-container:${service.name}:${number}`,
      group,
      service: service.name,
      cause,
      container: { id: old.id },
      name: old.name,
      volumes: false,
      ...(condition && { onlyIfImageChanged: condition }),
    },
    after,
  )
  emission.removals.set(old.id, remove)
  const others = leftovers.map((container) => emitLeftover(replica, container))
  if (condition === undefined) for (const other of others) emission.graph.link(other, after)
  return [remove, ...others]
}

/** What an interrupted run left beside the current container. Returns the removal. */
export function emitLeftover(
  { emission, service, change }: ReplicaEmission,
  container: ReplicaEmission['change']['leftovers'][number],
): string {
  const { stop, remove } = addRemoval(emission.graph, {
    container,
    group: groupOf(service, change.number),
    cause: 'an interrupted run left it',
    timeoutSeconds: emission.context.options.timeoutSeconds,
  })
  if (stop !== undefined) emission.stops.set(container.id, stop)
  emission.removals.set(container.id, remove)
  return remove
}
