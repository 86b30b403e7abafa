import type Docker from 'dockerode'
import { compareApi } from '../api-releases.ts'
import type { EndpointSettings, NetworkBody } from '../bodies.ts'
import type { Engine } from '../engine.ts'
import type { NetworkInspect } from '../shown.ts'
import { requireApi } from './api-version.ts'
import { abortedBy, type Connection, readJson } from './connection.ts'

type NetworkCalls = Pick<
  Engine,
  'listNetworks' | 'inspectNetwork' | 'createNetwork' | 'removeNetwork' | 'connectNetwork'
>

/** The network half of the port. */
export const networkCalls = ({ ask }: Connection): NetworkCalls => ({
  listNetworks: ({ labels, name }, { signal } = {}) =>
    ask({ doing: 'list networks' }, signal, async (docker) => {
      const filters = { ...(labels && { label: [...labels] }), ...(name && { name: [name] }) }
      // Safe: our type picks from what the Engine sends.
      const found = (await docker.listNetworks({
        filters,
        ...abortedBy(signal),
      })) as unknown as NetworkInspect[]
      // The Engine's filter finds every name that contains this one.
      return found.filter((network) => name === undefined || network.Name === name).map(withoutContainers)
    }),

  inspectNetwork: (nameOrId, { signal } = {}) =>
    ask({ doing: `inspect network ${nameOrId}` }, signal, async (docker) => {
      // Safe: as above. dockerode's own inspect takes no signal.
      const path = `/networks/${encodeURIComponent(nameOrId)}`
      return (await readJson(docker, { method: 'GET', path, signal })) as NetworkInspect
    }),

  createNetwork: (body, { signal } = {}) =>
    ask({ doing: `create network ${body.Name}` }, signal, async (docker, api) => {
      requireApi.network(body, api)
      const _body = unlessTaken(body, api)
      // dockerode would repeat the body in the query.
      const created = await docker.createNetwork({ _query: {}, _body, ...abortedBy(signal) } as never)
      return { id: created.id }
    }),

  removeNetwork: (nameOrId, { signal } = {}) =>
    ask({ doing: `remove network ${nameOrId}` }, signal, async (docker) => {
      await docker.getNetwork(nameOrId).remove(abortedBy(signal))
    }),

  connectNetwork: (network, container, endpoint, { signal } = {}) =>
    ask({ doing: `connect container ${container} to network ${network}` }, signal, async (docker, api) => {
      requireApi.endpoint(endpoint, api)
      await connectTo(docker, network, { Container: container, EndpointConfig: endpoint }, signal)
    }),
})

/** Older Engines make a second network of a name unless they are told not to; newer ones never do. */
const unlessTaken = (body: NetworkBody, api: string): object =>
  compareApi(api, '1.44') < 0 ? { ...body, CheckDuplicate: true } : body

interface ConnectBody {
  readonly Container: string
  readonly EndpointConfig: EndpointSettings
}

/** One `POST /networks/{id}/connect`. */
export async function connectTo(
  docker: Docker,
  network: string,
  body: ConnectBody,
  signal: AbortSignal | undefined,
): Promise<void> {
  // The types know no `null` for IPAMConfig; the Engine does.
  await docker.getNetwork(network).connect({ ...body, ...abortedBy(signal) } as Docker.NetworkConnectOptions)
}

/** In a list the Engine leaves this empty, which reads as "no containers". */
function withoutContainers({ Containers: _, ...network }: NetworkInspect): NetworkInspect {
  return { ...network, Labels: network.Labels ?? {} }
}
