import type { ObservedNetwork, ObservedState } from '../../observed/observed-state.ts'
import { isActive } from '../networks.ts'
import { type DownContext, downServices, isPartial } from './down-context.ts'

/** Removes the networks of a project when no container of it is on them any more; tells of those that stay. */
export function removeNetworks(observed: ObservedState, context: DownContext): string[] {
  const { kept, options } = context
  const external = new Set(
    (options.desired?.networks ?? []).filter((network) => network.external).map(({ name }) => name),
  )
  const own = observed.networks.filter(
    ({ project, name }) => project === observed.project && !external.has(name),
  )
  const concerned = isPartial(options) ? networksOfServices(context) : undefined
  const notices: string[] = []
  for (const network of own) {
    if (concerned?.has(network.name) === false) continue
    const holder = kept.find((container) => isActive(container) && network.name in container.networks)
    if (holder === undefined) removeNetwork(network, context)
    else if (!isPartial(options)) notices.push(`Network ${network.name} stays: ${holder.name} uses it.`)
  }
  return notices
}

/** Those that the chosen services are on, or should be. */
function networksOfServices({ removed, options }: DownContext): Set<string> {
  const keys = downServices(options).flatMap(({ networks }) => networks)
  return new Set([
    ...removed.flatMap(({ container }) => Object.keys(container.networks)),
    ...(options.desired?.networks ?? []).filter(({ key }) => keys.includes(key)).map(({ name }) => name),
  ])
}

function removeNetwork(network: ObservedNetwork, { graph, removed }: DownContext): void {
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
