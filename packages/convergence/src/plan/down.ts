import type { DesiredService, DesiredState } from '../desired/desired-state.ts'
import type { ObservedContainer, ObservedNetwork, ObservedState } from '../observed/observed-state.ts'
import { addPreStops, type PreStop, preStopOf, saidOf } from './around-start.ts'
import { withDigest } from './digest.ts'
import { addRemoval, type Removed } from './emit/removal.ts'
import { createGraph, type Graph } from './graph.ts'
import { noNeeds } from './needs/plan-needs.ts'
import { isActive } from './networks.ts'
import { changesOfActions } from './objects/changes-of-actions.ts'
import { dependsOnService, inStopOrder } from './order.ts'
import { otherFolderProblems } from './other-folder.ts'
import type { Plan, ServiceChange } from './plan.ts'

export interface PlanDownOptions {
  /** Named volumes of the project and anonymous volumes of its containers too. Their data is lost. */
  readonly volumes?: boolean
  /** Containers of services that `desired` does not know, and one-offs. */
  readonly removeOrphans?: boolean
  /** With `desired`: also what was made of files in another folder under the same project name. */
  readonly adopt?: boolean
  /** Seconds to stop in. Absent: the container's own stop timeout. */
  readonly timeoutSeconds?: number
  /** Only these and what depends on them; networks and volumes stay. Absent or empty: all. */
  readonly services?: readonly string[]
  /**
   * What the files ask for. Without it everything that carries the project's label goes; with it orphans,
   * external networks and volumes that the files do not name stay.
   */
  readonly desired?: Pick<
    DesiredState,
    'project' | 'workingDir' | 'services' | 'disabledServices' | 'networks' | 'volumes'
  >
}

/**
 * Plans what takes a project down, in reverse dependency order; from labels alone when there is no file
 * (R39-R43). Pure and deterministic. Volumes are kept unless asked for.
 */
export function planDown(observed: ObservedState, options: PlanDownOptions = {}): Plan {
  const graph = createGraph()
  const chosen = chooseContainers(observed, options)
  const kept = observed.containers.filter((container) => !chosen.includes(container))
  const removed = removeContainers(chosen, graph, options)
  const isPartial = (options.services ?? []).length > 0
  const networkNotices = isPartial ? [] : removeNetworks(observed, { graph, removed, kept, options })
  if (options.volumes && !isPartial) removeVolumes(observed, { graph, removed, options })
  addPreStops(graph, preStopsOf(removed, options))
  const actions = graph.finish()
  return withDigest(
    {
      project: observed.project,
      kind: 'down',
      actions,
      rollbacks: [],
      services: serviceRows(chosen),
      objects: changesOfActions(actions, observed),
      needs: noNeeds,
      notices: [...keptNotices(kept, isPartial), ...networkNotices],
      problems: options.desired ? otherFolderProblems(options.desired, observed, options) : [],
    },
    observed,
  )
}

function chooseContainers(observed: ObservedState, options: PlanDownOptions): ObservedContainer[] {
  const { desired, removeOrphans = false, services = [] } = options
  const known = desired && new Set([...desired.services.map(({ name }) => name), ...desired.disabledServices])
  const wanted = services.length === 0 ? undefined : withDependents(services, observed)
  return observed.containers.filter(({ service, isOneOff }) => {
    if (wanted !== undefined) return wanted.has(service) && !isOneOff
    if (isOneOff) return removeOrphans
    return removeOrphans || known === undefined || known.has(service)
  })
}

/** The labels tell the dependencies, so this needs no file. */
function withDependents(services: readonly string[], { containers }: ObservedState): Set<string> {
  const found = new Set(services)
  const queue = [...services]
  for (let next = queue.pop(); next !== undefined; next = queue.pop()) {
    for (const { service, dependsOn } of containers) {
      if (found.has(service) || !dependsOn.some((dependency) => dependency.service === next)) continue
      found.add(service)
      queue.push(service)
    }
  }
  return found
}

/** A container stops when everything that depends on it has gone. */
function removeContainers(
  containers: readonly ObservedContainer[],
  graph: Graph,
  { volumes = false, timeoutSeconds, desired }: PlanDownOptions,
): Removed[] {
  const ordered = inStopOrder(containers)
  const removed = ordered.map((container) =>
    addRemoval(graph, {
      container,
      group: groupOf(container),
      cause: 'the project is taken down',
      timeoutSeconds,
      volumes,
      kills: timeoutSeconds === 0 || diesOfItsStopSignal(container, desired?.services),
    }),
  )
  for (const [index, { container, stop, remove }] of removed.entries()) {
    const dependents = removed
      .slice(0, index)
      .filter((other) => !other.container.isOneOff && dependsOnService(other.container, container.service))
    graph.link(
      stop ?? remove,
      dependents.map((dependent) => dependent.remove),
    )
  }
  return removed
}

/** Known of a container that is as the files ask for: its list does not tell its stop signal. */
function diesOfItsStopSignal(
  { service, configHash }: ObservedContainer,
  services: readonly DesiredService[] = [],
): boolean {
  const desired = services.find(({ name }) => name === service)
  if (desired === undefined || configHash !== desired.configHash) return false
  return ['SIGKILL', 'KILL', '9'].includes(desired.containers(1).body.StopSignal ?? '')
}

/** Hooks are those of the files; labels tell none. */
function preStopsOf(removed: readonly Removed[], { desired }: PlanDownOptions): PreStop[] {
  return removed
    .filter(({ container }) => isActive(container))
    .map(({ container, stop, remove }) =>
      preStopOf(container, {
        group: groupOf(container),
        stop: stop ?? remove,
        hooks: saidOf(container, desired).hooks,
      }),
    )
}

const groupOf = ({ isOneOff, name, service, number }: ObservedContainer) =>
  isOneOff ? `container ${name}` : `service ${service} ${number}`

interface ResourceContext {
  readonly graph: Graph
  readonly removed: readonly Removed[]
  readonly options: PlanDownOptions
}

function removeNetworks(
  observed: ObservedState,
  { graph, removed, kept, options }: ResourceContext & { readonly kept: readonly ObservedContainer[] },
): string[] {
  const external = new Set(
    (options.desired?.networks ?? []).filter((network) => network.external).map(({ name }) => name),
  )
  const own = observed.networks.filter(
    ({ project, name }) => project === observed.project && !external.has(name),
  )
  const notices: string[] = []
  for (const network of own) {
    const holder = kept.find((container) => isActive(container) && network.name in container.networks)
    if (holder !== undefined) notices.push(`Network ${network.name} stays: ${holder.name} uses it.`)
    else removeNetwork(network, graph, removed)
  }
  return notices
}

function removeNetwork(network: ObservedNetwork, graph: Graph, removed: readonly Removed[]): void {
  graph.add(
    {
      kind: 'remove-network',
      id: `remove-network:${network.key ?? network.name}`,
      group: `network ${network.name}`,
      cause: 'the project is taken down',
      network: network.id,
      name: network.name,
    },
    removed.filter(({ container }) => network.name in container.networks).map(({ remove }) => remove),
  )
}

function removeVolumes(observed: ObservedState, { graph, removed, options }: ResourceContext): void {
  const { desired } = options
  const named =
    desired && new Set(desired.volumes.filter(({ external }) => !external).map(({ name }) => name))
  for (const { name, key, project } of observed.volumes) {
    if (project !== observed.project || (named !== undefined && !named.has(name))) continue
    graph.add(
      {
        kind: 'remove-volume',
        id: `remove-volume:${key ?? name}`,
        group: `volume ${name}`,
        cause: 'volumes are to be removed',
        volume: name,
        destroys: `volume ${name}`,
      },
      removed
        .filter(({ container }) => container.volumes.some((volume) => volume.name === name))
        .map(({ remove }) => remove),
    )
  }
}

function serviceRows(chosen: readonly ObservedContainer[]): ServiceChange[] {
  const names = new Set(chosen.filter(({ isOneOff }) => !isOneOff).map(({ service }) => service))
  return [...names].sort().map((service) => ({ service, change: 'remove', reasons: [] }))
}

function keptNotices(kept: readonly ObservedContainer[], isPartial: boolean): string[] {
  if (isPartial || kept.length === 0) return []
  const names = kept.map(({ name }) => name).join(', ')
  return [
    `These containers are not of a service in the files and stay: ${names}. Remove them with --remove-orphans.`,
  ]
}
