import type { EndpointSettings, Engine, NetworkInspect } from '@berth/docker-engine'
import { type FakeContainer, findContainer } from './container.ts'
import { refusal } from './refusal.ts'
import { hasLabels, predefinedNetworks, type World } from './world.ts'

type NetworkCalls = Pick<
  Engine,
  'listNetworks' | 'inspectNetwork' | 'createNetwork' | 'removeNetwork' | 'connectNetwork'
>

/** The network half of the fake. */
export const networkCalls = (world: World): NetworkCalls => ({
  listNetworks: async ({ labels, name }) =>
    [...world.networks.values()].filter(
      (network) => hasLabels(network.Labels, labels) && (name === undefined || network.Name === name),
    ),

  inspectNetwork: async (nameOrId) => {
    const network = mustFindNetwork(world, nameOrId, `inspect network ${nameOrId}`)
    const Containers = Object.fromEntries(
      runningOn(world, network).map(({ id, name }) => [id, { Name: name }]),
    )
    return { ...network, Containers }
  },

  createNetwork: async ({ Name, Driver = 'bridge', ...body }) => {
    if (findNetwork(world, Name)) {
      throw refusal('ENGINE_CONFLICT', `create network ${Name}`, `network with name ${Name} already exists`)
    }
    const Id = world.newId('network')
    world.networks.set(Id, { Id, Name, Driver, Options: {}, ...body })
    world.emit({ type: 'network', action: 'create', id: Id, attributes: { name: Name, type: Driver } })
    return { id: Id }
  },

  removeNetwork: async (nameOrId) => {
    const doing = `remove network ${nameOrId}`
    const { Id, Name, Driver } = mustFindNetwork(world, nameOrId, doing)
    if (Name in predefinedNetworks) {
      throw refusal('ENGINE_REFUSED', doing, `${Name} is a pre-defined network and cannot be removed`)
    }
    if (runningOn(world, { Id, Name }).length > 0) {
      const words = `error while removing network: network ${Name} id ${Id} has active endpoints`
      throw refusal('ENGINE_CONFLICT', doing, words)
    }
    world.networks.delete(Id)
    world.emit({ type: 'network', action: 'destroy', id: Id, attributes: { name: Name, type: Driver } })
  },

  connectNetwork: async (network, container, endpoint) => {
    const doing = `connect container ${container} to network ${network}`
    const found = findContainer(world, container)
    if (!found) throw refusal('ENGINE_NOT_FOUND', doing, `No such container: ${container}`)
    if (found.status !== 'running') {
      // The Engine looks for the network when the container starts.
      const name = findNetwork(world, network)?.Name ?? network
      attach(world, found, { id: '', name, endpoint })
      return
    }
    const { Id, Name } = mustFindNetwork(world, network, doing)
    if (found.networks.has(Name)) {
      throw refusal(
        'ENGINE_REFUSED',
        doing,
        `endpoint with name ${found.name} already exists in network ${Name}`,
      )
    }
    attach(world, found, { id: Id, name: Name, endpoint })
  },
})

/** By name, id, or the beginning of an id. */
export function findNetwork({ networks }: World, nameOrId: string): NetworkInspect | undefined {
  const all = [...networks.values()]
  const byPrefix = ({ Id }: NetworkInspect) => nameOrId.length >= 6 && Id.startsWith(nameOrId)
  return all.find(({ Name }) => Name === nameOrId) ?? all.find(byPrefix)
}

export function mustFindNetwork(world: World, nameOrId: string, doing: string): NetworkInspect {
  const network = findNetwork(world, nameOrId)
  if (network) return network
  throw refusal('ENGINE_NOT_FOUND', doing, `network ${nameOrId} not found`)
}

/** Puts a container on a network; the id is empty until it runs. */
export function attach(
  world: World,
  container: FakeContainer,
  { id, name, endpoint }: { id: string; name: string; endpoint: EndpointSettings },
): void {
  container.networks.set(name, { id, endpoint })
  if (id) {
    const attributes = { container: container.id, name, type: world.networks.get(id)?.Driver ?? '' }
    world.emit({ type: 'network', action: 'connect', id, attributes })
  }
}

const runningOn = ({ containers }: World, { Id, Name }: Pick<NetworkInspect, 'Id' | 'Name'>) =>
  [...containers.values()].filter(
    ({ status, networks }) => status === 'running' && networks.get(Name)?.id === Id,
  )
