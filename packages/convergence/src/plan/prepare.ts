import type { DesiredState } from '../desired/desired-state.ts'
import type { ObservedContainer, ObservedState } from '../observed/observed-state.ts'
import { type SharedContainer, selectServices, type UpContext } from './context.ts'
import type { Graph } from './graph.ts'
import { planImageMounts } from './image-mounts.ts'
import { storeNotices } from './images/image-store.ts'
import { planImages } from './images/plan-images.ts'
import { networksOf, planNetworks } from './networks.ts'
import type { PlanUpOptions } from './options.ts'
import type { Plan } from './plan.ts'
import { planUnapplied } from './unapplied.ts'
import { planVolumes, volumesOf } from './volumes.ts'

interface Prepared extends Pick<Plan, 'notices' | 'problems'> {
  readonly context: UpContext & {
    readonly sharedContainers: Map<string, SharedContainer>
    readonly containerNames: Map<string, readonly string[]>
  }
}

/** Plans what containers are made from: images, networks and volumes of the chosen services. */
export function prepare(
  given: {
    readonly desired: DesiredState
    readonly observed: ObservedState
    readonly options: PlanUpOptions
  },
  { graph, orphans }: { readonly graph: Graph; readonly orphans: readonly ObservedContainer[] },
): Prepared {
  const { desired, observed, options } = given
  const selected = selectServices(desired, options)
  const names = new Set(selected.map(({ name }) => name))
  const replaceable = new Set(selected.filter(({ isOneOff }) => !isOneOff).map(({ name }) => name))
  const isWhole = selected === desired.services
  const images = planImages(selected, { desired, observed, options, graph })
  const networks = planNetworks(isWhole ? desired.networks : networksOf(selected, desired.networks), {
    observed,
    graph,
    mayReplace: (container) =>
      orphans.includes(container)
        ? options.removeOrphans === true
        : replaceable.has(container.service) && !container.isOneOff && options.recreate !== 'never',
  })
  const volumes = planVolumes(isWhole ? desired.volumes : volumesOf(selected, desired.volumes), {
    observed,
    graph,
  })
  const unapplied = planUnapplied(selected, { images: images.images, apiVersion: observed.api })
  return {
    notices: [
      ...unapplied.notices,
      ...storeNotices(selected, images.images, observed),
      ...networks.notices,
      ...volumes.notices,
    ],
    problems: [...unapplied.problems, ...images.problems, ...networks.problems, ...volumes.problems],
    context: {
      ...given,
      selected,
      named: options.services?.length ? new Set(options.services) : names,
      images: images.images,
      imageMounts: planImageMounts(selected, { observed, images: images.images, graph }),
      networks: networks.networks,
      sharedContainers: new Map(),
      containerNames: new Map(),
      volumeCreates: volumes.creates,
    },
  }
}
