import type Docker from 'dockerode'
import { compareApi } from '../api-releases.ts'
import type { ContainerBody, CreateContainer } from '../bodies.ts'
import type { Engine } from '../engine.ts'
import type { ContainerInspect, ContainerSummary } from '../shown.ts'
import { requireApi } from './api-version.ts'
import { abortedBy, type Connection } from './connection.ts'
import { untilRemoved } from './container-waits.ts'
import { connectTo } from './networks.ts'
import { behindProxies, type ProxySource } from './proxies.ts'

type ContainerCalls = Pick<
  Engine,
  | 'listContainers'
  | 'inspectContainer'
  | 'createContainer'
  | 'startContainer'
  | 'stopContainer'
  | 'restartContainer'
  | 'pauseContainer'
  | 'unpauseContainer'
  | 'killContainer'
  | 'removeContainer'
  | 'renameContainer'
>

/** The container half of the port. */
export const containerCalls = (
  { ask }: Connection,
  { findProxies, address }: ProxySource,
): ContainerCalls => ({
  listContainers: ({ labels }, { signal } = {}) =>
    ask({ doing: 'list containers' }, signal, async (docker) => {
      const filters = labels && { filters: { label: [...labels] } }
      const found = await docker.listContainers({ all: true, ...filters, ...abortedBy(signal) })
      return found.map(toSummary)
    }),

  inspectContainer: (id, { signal } = {}) =>
    ask({ doing: `inspect container ${id}` }, signal, async (docker) => {
      // Safe: our type picks from what the Engine sends, and dockerode hands that out unchanged.
      return (await docker.getContainer(id).inspect(abortedBy(signal))) as unknown as ContainerInspect
    }),

  createContainer: (request, { signal } = {}) => {
    const attempt = { doing: `create container ${request.name}`, image: request.body.Image }
    return ask(attempt, signal, async (docker, api) => {
      const isOld = compareApi(api, '1.44') < 0
      const body = behindProxies(request.body, await findProxies(address))
      const asked = { ...request, body: isOld ? withOwnMac(body) : body }
      requireApi.container(asked.body, api)
      return isOld ? createThenConnect(docker, asked, signal) : create(docker, asked, signal)
    })
  },

  startContainer: (id, { signal } = {}) =>
    ask({ doing: `start container ${id}` }, signal, async (docker) => {
      await unlessAlready(docker.getContainer(id).start(abortedBy(signal)))
    }),

  stopContainer: (id, { signal, graceSeconds, untilListed = true } = {}) =>
    ask({ doing: `stop container ${id}` }, signal, async (docker) => {
      const query = graceSeconds === undefined ? {} : { t: graceSeconds }
      const container = docker.getContainer(id)
      await unlessAlready(container.stop({ ...query, ...abortedBy(signal) }))
      if (untilListed) await waitUntilListed(container, signal)
    }),

  restartContainer: (id, { signal, graceSeconds } = {}) =>
    ask({ doing: `restart container ${id}` }, signal, async (docker) => {
      const query = graceSeconds === undefined ? {} : { t: graceSeconds }
      await docker.getContainer(id).restart({ ...query, ...abortedBy(signal) })
    }),

  pauseContainer: (id, { signal } = {}) =>
    ask({ doing: `pause container ${id}` }, signal, async (docker) => {
      await docker.getContainer(id).pause(abortedBy(signal))
    }),

  unpauseContainer: (id, { signal } = {}) =>
    ask({ doing: `unpause container ${id}` }, signal, async (docker) => {
      await docker.getContainer(id).unpause(abortedBy(signal))
    }),

  killContainer: (id, signalName, { signal } = {}) =>
    ask({ doing: `kill container ${id}` }, signal, async (docker) => {
      await docker.getContainer(id).kill({ signal: signalName, ...abortedBy(signal) })
    }),

  removeContainer: (id, { signal, force = false, volumes = false } = {}) =>
    ask({ doing: `remove container ${id}` }, signal, async (docker) => {
      try {
        await docker.getContainer(id).remove({ force, v: volumes, ...abortedBy(signal) })
      } catch (error) {
        if (!/removal of container .* is already in progress/.test((error as Error).message)) throw error
        // The Engine does it itself, because the container was made with `AutoRemove`.
        await untilRemoved(docker, id, signal)
      }
    }),

  renameContainer: (id, name, { signal } = {}) =>
    ask({ doing: `rename container ${id} to ${name}` }, signal, async (docker) => {
      await docker.getContainer(id).rename({ name, ...abortedBy(signal) })
    }),
})

/** 304: it already runs, or has already stopped. */
async function unlessAlready(call: Promise<unknown>): Promise<void> {
  try {
    await call
  } catch (error) {
    if ((error as { statusCode?: number }).statusCode !== 304) throw error
  }
}

/**
 * The Engine answers a stop a moment before its list tells of it, while it still holds the container's lock. An
 * inspection waits for that lock, so that nobody who lists afterwards takes the container for running.
 */
async function waitUntilListed(container: Docker.Container, signal: AbortSignal | undefined): Promise<void> {
  try {
    await container.inspect(abortedBy(signal))
  } catch (error) {
    // Made with `--rm`, it is gone with its stop.
    if ((error as { statusCode?: number }).statusCode !== 404) throw error
  }
}

async function create(
  docker: Docker,
  { name, platform, body }: CreateContainer,
  signal: AbortSignal | undefined,
) {
  const reply = await new Promise<{ Id: string; Warnings?: string[] | null }>((resolve, reject) => {
    // docker.createContainer keeps the id and drops the warnings.
    docker.modem.dial(
      {
        method: 'POST',
        path: '/containers/create?',
        ...abortedBy(signal),
        options: { _query: { name, ...(platform && { platform }) }, _body: body },
        statusCodes: { 201: true },
      },
      // Safe: the Engine's answer to a create.
      (error, created) => (error ? reject(error) : resolve(created as { Id: string })),
    )
  })
  return { id: reply.Id, warnings: reply.Warnings ?? [] }
}

/** Before API 1.44 an address is the container's, and holds on its first network. */
function withOwnMac(body: ContainerBody): ContainerBody {
  const endpoints = body.NetworkingConfig?.EndpointsConfig ?? {}
  const first = body.HostConfig.NetworkMode ?? ''
  const { MacAddress, ...endpoint } = endpoints[first] ?? {}
  if (MacAddress === undefined) return body
  return { ...body, MacAddress, NetworkingConfig: { EndpointsConfig: { ...endpoints, [first]: endpoint } } }
}

/** Before API 1.44 a container is created on one network, the one of its network mode, and joins the rest. */
async function createThenConnect(docker: Docker, request: CreateContainer, signal: AbortSignal | undefined) {
  const endpoints = Object.entries(request.body.NetworkingConfig?.EndpointsConfig ?? {})
  const mode = request.body.HostConfig.NetworkMode
  const first = endpoints.find(([network]) => network === mode) ?? endpoints[0]
  if (!first || endpoints.length === 1) return create(docker, request, signal)

  const body = { ...request.body, NetworkingConfig: { EndpointsConfig: Object.fromEntries([first]) } }
  const created = await create(docker, { ...request, body }, signal)
  try {
    for (const [network, endpoint] of endpoints.filter((entry) => entry !== first)) {
      await connectTo(docker, network, { Container: created.id, EndpointConfig: endpoint }, signal)
    }
    return created
  } catch (error) {
    await docker.getContainer(created.id).remove({ force: true })
    throw error
  }
}

function toSummary(info: Docker.ContainerInfo): ContainerSummary {
  return {
    id: info.Id,
    name: (info.Names[0] ?? '').replace(/^\//, ''),
    image: info.Image,
    imageId: info.ImageID,
    command: info.Command,
    // Safe: the closed list in the Engine's API description.
    state: info.State as ContainerSummary['state'],
    status: info.Status,
    labels: info.Labels ?? {},
    createdAt: info.Created * 1000,
    ports: (info.Ports ?? []).map((port) => ({
      ...(port.IP && { hostIp: port.IP }),
      ...(port.PublicPort && { published: port.PublicPort }),
      target: port.PrivatePort,
      protocol: port.Type,
    })),
    mounts: (info.Mounts ?? []).map((mount) => ({
      type: mount.Type,
      ...(mount.Name && { name: mount.Name }),
      ...(mount.Driver && { driver: mount.Driver }),
      ...(mount.Source && { source: mount.Source }),
      destination: mount.Destination,
    })),
    networks: Object.fromEntries(
      Object.entries(info.NetworkSettings?.Networks ?? {}).map(([name, { NetworkID }]) => [name, NetworkID]),
    ),
  }
}
