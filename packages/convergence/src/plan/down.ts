import type { DesiredService, DesiredState } from '../desired/desired-state.ts'
import type { RemovedImages } from '../observed/observe.ts'
import type { ObservedContainer, ObservedState } from '../observed/observed-state.ts'
import { addPreStops, type PreStop, preStopOf, saidOf } from './around-start.ts'
import { withDigest } from './digest.ts'
import { removeImages } from './down/remove-images.ts'
import { removeNetworks } from './down/remove-networks.ts'
import { removeVolumes } from './down/remove-volumes.ts'
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
  /** Only these, and of networks, volumes and images what nothing else uses. Absent or empty: all. */
  readonly services?: readonly string[]
  /** Images too, which have to have been observed: see {@link RemovedImages}. */
  readonly removeImages?: RemovedImages | undefined
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
 * (R39-R43, R91). Pure and deterministic. Volumes and images are kept unless asked for.
 */
export function planDown(observed: ObservedState, options: PlanDownOptions = {}): Plan {
  const graph = createGraph()
  const chosen = chooseContainers(observed, options)
  const kept = observed.containers.filter((container) => !chosen.includes(container))
  const removed = removeContainers(chosen, graph, options)
  const isPartial = (options.services ?? []).length > 0
  const context = { graph, removed, kept, options }
  const resourceNotices = [
    ...removeNetworks(observed, context),
    ...removeVolumes(observed, context),
    ...removeImages(observed, context),
  ]
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
      notices: [...keptNotices(kept, isPartial), ...resourceNotices],
      problems: options.desired ? otherFolderProblems(options.desired, observed, options) : [],
    },
    observed,
  )
}

function chooseContainers(observed: ObservedState, options: PlanDownOptions): ObservedContainer[] {
  const { desired, removeOrphans = false, services = [] } = options
  const known = desired && new Set([...desired.services.map(({ name }) => name), ...desired.disabledServices])
  return observed.containers.filter(({ service, isOneOff }) => {
    if (services.length > 0) return services.includes(service) && !isOneOff
    if (isOneOff) return removeOrphans
    return removeOrphans || known === undefined || known.has(service)
  })
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
