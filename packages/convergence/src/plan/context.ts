import type { DesiredService, DesiredState } from '../desired/desired-state.ts'
import type { ObservedState } from '../observed/observed-state.ts'
import type { ContainerRef } from './action.ts'
import type { ImagePlan } from './images/plan-images.ts'
import type { NetworkPlan } from './networks.ts'
import type { PlanUpOptions } from './options.ts'

/** What the planners of `up` know when they decide about containers. */
export interface UpContext {
  readonly desired: DesiredState
  readonly observed: ObservedState
  readonly options: PlanUpOptions
  /** The services this plan is about, in start order. */
  readonly selected: readonly DesiredService[]
  /** Services that were asked for by name, or all. */
  readonly named: ReadonlySet<string>
  /** By service name. */
  readonly images: ReadonlyMap<string, ImagePlan>
  /** By reference, of images that are mounted and not here: the action that brings them. */
  readonly imageMounts: ReadonlyMap<string, string>
  /** By key. */
  readonly networks: ReadonlyMap<string, NetworkPlan>
  /** By service name, of those before it in start order: the container that others may share something of. */
  readonly sharedContainers: ReadonlyMap<string, SharedContainer>
  /** By service name, of those before it in start order: the names of its containers, for links. */
  readonly containerNames: ReadonlyMap<string, readonly string[]>
  /** Key to the action that creates the volume. */
  readonly volumeCreates: ReadonlyMap<string, string>
}

/** The container of a service that others share the network, namespaces or volumes of. */
export interface SharedContainer {
  readonly container: ContainerRef
  /** It is made anew, perhaps only if its image changed, so that its sharers have to be too. */
  readonly replaced?: { readonly condition?: { readonly ref: string; readonly from: string } }
}

/** The services named, with everything they depend on; all when none is named. */
export function selectServices(
  desired: DesiredState,
  { services = [], noDeps = false }: PlanUpOptions,
): readonly DesiredService[] {
  if (services.length === 0) return desired.services
  const byName = new Map(desired.services.map((service) => [service.name, service]))
  const chosen = new Set<string>()
  const choose = (name: string) => {
    if (chosen.has(name)) return
    chosen.add(name)
    if (!noDeps) for (const dependency of byName.get(name)?.dependsOn ?? []) choose(dependency.service)
  }
  for (const name of services) choose(name)
  return desired.services.filter(({ name }) => chosen.has(name))
}
