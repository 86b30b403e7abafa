import type { DesiredService } from '../../desired/desired-state.ts'
import type { ObservedContainer } from '../../observed/observed-state.ts'
import type { PreStop } from '../around-start.ts'
import type { UpContext } from '../context.ts'
import type { Graph } from '../graph.ts'
import { holdsPortOf } from '../host-ports.ts'
import type { PlanProblem, Rollback } from '../plan.ts'
import type { ReplicaChange } from '../replicas.ts'
import { replacementsOf, type ServiceDecision } from '../restart-dependents.ts'
import { demandsOf, type Ready } from '../start-waits.ts'
import { type Emission, groupOf, type ReplicaEmission } from './emission.ts'
import { emitCreate } from './emit-create.ts'
import { emitFinish, emitKeep, emitRemove, emitRestart, emitStartExisting } from './emit-existing.ts'
import { emitOneOff } from './emit-one-off.ts'
import { emitReplace } from './emit-replace.ts'
import { comeBack, networkRollbacks } from './emit-rollbacks.ts'
import type { Removed } from './removal.ts'

/** Turns decisions into actions, in start order, and ties those together that get in each other's way. */
export function emitServices(
  decisions: readonly ServiceDecision[],
  context: UpContext,
  { graph, removed }: { readonly graph: Graph; readonly removed: readonly Removed[] },
): {
  readonly rollbacks: readonly Rollback[]
  readonly problems: readonly PlanProblem[]
  readonly preStops: readonly PreStop[]
} {
  const emission: Emission = {
    graph,
    context,
    decisions: new Map(decisions.map((decision) => [decision.service.name, decision])),
    demands: demandsOf(
      context.options.start === false ? [] : decisions.filter(startsSomething).map(({ service }) => service),
    ),
    ready: new Map(),
    stops: new Map(
      removed.flatMap(({ container, stop }) => (stop === undefined ? [] : [[container.id, stop]])),
    ),
    removals: new Map(removed.map(({ container, remove }) => [container.id, remove])),
    stopsEarly: stopsEarly(decisions),
    claims: [],
    renames: [],
    rollbacks: [],
    preStops: [],
  }
  for (const decision of decisions) emitService(decision, emission)
  linkNetworks(emission)
  linkRestarts(emission)
  linkPorts(emission)
  linkTakeovers(emission)
  return {
    rollbacks: [...networkRollbacks(context.networks), ...emission.rollbacks],
    problems: linkNames(emission),
    preStops: emission.preStops,
  }
}

const startsSomething = ({ changes }: ServiceDecision) =>
  changes.some(({ kind }) => kind !== 'keep' && kind !== 'remove')

/** Replicas are replaced one after the other: a bad update takes down one of them and not all. */
function emitService({ service, changes }: ServiceDecision, emission: Emission): void {
  const ready: Ready = { service_started: [], service_healthy: [], service_completed_successfully: [] }
  emission.ready.set(service.name, ready)
  const start = dependenciesReady(service, emission)
  let turn: readonly string[] = []
  for (const change of changes) {
    const waits = emitReplica({ emission, service, change, ready, start, turn })
    if (change.kind === 'replace') turn = waits
  }
}

function emitReplica({ change, ...replica }: ReplicaEmission): string[] {
  const emitters: {
    [K in ReplicaChange['kind']]: (change: Extract<ReplicaChange, { kind: K }>) => string[]
  } = {
    create: (own) => (replica.service.isOneOff ? emitOneOff : emitCreate)({ ...replica, change: own }),
    keep: (own) => emitKeep({ ...replica, change: own }),
    start: (own) => emitStartExisting({ ...replica, change: own }),
    restart: (own) => emitRestart({ ...replica, change: own }),
    finish: (own) => emitFinish({ ...replica, change: own }),
    replace: (own) => emitReplace({ ...replica, change: own }),
    remove: (own) => emitRemove({ ...replica, change: own }),
  }
  // Safe: the emitter is looked up by the kind of the very change it gets.
  return (emitters[change.kind] as (own: ReplicaChange) => string[])(change)
}

function dependenciesReady(service: DesiredService, { ready }: Emission): ReplicaEmission['start'] {
  const ids = (required: boolean) =>
    service.dependsOn
      .filter((dependency) => dependency.required === required)
      .flatMap((dependency) => ready.get(dependency.service)?.[dependency.condition] ?? [])
  return { after: ids(true), afterEnd: ids(false) }
}

/** Containers that hold a host port which another replica asks for. */
function stopsEarly(decisions: readonly ServiceDecision[]): Set<string> {
  const wanted = decisions.flatMap(({ service, changes }) =>
    changes
      .filter(({ kind }) => kind !== 'keep' && kind !== 'remove')
      .map(({ number }) => ({ group: groupOf(service, number), body: service.containers(number).body })),
  )
  const held = decisions.flatMap(({ service, changes }) =>
    changes.flatMap((change) =>
      change.kind === 'replace'
        ? [{ group: groupOf(service, change.number), container: change.container }]
        : [],
    ),
  )
  const early = held.filter(({ group, container }) =>
    wanted.some((other) => other.group !== group && holdsPortOf(container, other.body)),
  )
  return new Set(early.map(({ container }) => container.id))
}

/** A start waits until every host port it needs has been given up. */
function linkPorts({ graph, context, claims, stops }: Emission): void {
  const stopped = context.observed.containers.filter(({ id, ports }) => stops.has(id) && ports.length > 0)
  for (const { start, body } of claims) {
    const holders = stopped.filter((container) => holdsPortOf(container, body))
    graph.link(start, stopsOf(holders, stops))
  }
}

/**
 * A new container may take the port or name of one that goes for good, such as a service that was
 * renamed: that one is removed only when the new one is up, and else comes back.
 */
function linkTakeovers({ graph, context, claims, stops, removals, rollbacks }: Emission): void {
  for (const { create, waits, group, service, name, body } of claims) {
    const until = waits.at(-1)
    if (create === undefined || until === undefined) continue
    for (const container of context.observed.containers) {
      const stop = stops.get(container.id)
      const removal = removals.get(container.id)
      if (stop === undefined || removal === undefined || container.service === service) continue
      if (container.name !== name && !holdsPortOf(container, body)) continue
      graph.link(removal, waits)
      rollbacks.push(comeBack(container, { group, service, create, stop, until, name }))
    }
  }
}

/** A replaced network goes when nothing runs on it any more. */
function linkNetworks({ graph, context, stops }: Emission): void {
  for (const { name, remove } of context.networks.values()) {
    if (remove === undefined) continue
    const attached = context.observed.containers.filter(({ networks }) => name in networks)
    graph.link(remove, stopsOf(attached, stops))
  }
}

/** `depends_on.restart`: dependents stop before what they depend on does. */
function linkRestarts({ graph, decisions, stops }: Emission): void {
  for (const decision of decisions.values()) {
    const dependents = stopsOf(containersOf(decision), stops)
    for (const { service, restart } of decision.service.dependsOn) {
      if (!restart) continue
      const replaced = replacementsOf(decisions.get(service)).map(({ container }) => container)
      for (const stop of stopsOf(replaced, stops)) graph.link(stop, dependents)
    }
  }
}

const stopsOf = (containers: readonly ObservedContainer[], stops: Emission['stops']) =>
  containers.map(({ id }) => stops.get(id)).filter((id) => id !== undefined)

const containersOf = ({ changes }: ServiceDecision) =>
  changes.flatMap((change) =>
    change.kind === 'restart' || change.kind === 'replace' ? [change.container] : [],
  )

/** A rename waits until whoever holds the name has gone; when nobody is going to, that is a problem. */
function linkNames({ graph, context, renames, removals }: Emission): PlanProblem[] {
  return renames.flatMap(({ id, name, service }) => {
    const holder = context.observed.containers.find((container) => container.name === name)
    if (holder === undefined) return []
    const removal = removals.get(holder.id)
    if (removal !== undefined) {
      graph.link(id, [removal])
      return []
    }
    return [
      {
        code: 'PLAN_NAME_TAKEN',
        message: `Service ${service} needs the container name ${name}, which a container of service ${holder.service} has.`,
        fix: `Give one of them another container_name, or remove the other with --remove-orphans.`,
        service,
      },
    ]
  })
}
