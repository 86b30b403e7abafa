import { type ContainerSummary, type EngineReader, label, type Waiting } from '@berth/docker-engine'
import type { HostPorts } from '../desired/host-ports.ts'
import { present } from '../desired/present.ts'
import type { HostReader } from './host/host-reader.ts'
import { sharesNetwork } from './host/shares-network.ts'
import type { ObserveTarget } from './observe.ts'
import type {
  ObservedContainer,
  ObservedListener,
  ObservedNetwork,
  ObservedState,
  OtherContainer,
} from './observed-state.ts'

/** What stands around a project: who else has what it wants, and how much room there is. */
export type Surroundings = Pick<ObservedState, 'others' | 'listeners' | 'disk'>

interface Known {
  readonly containers: readonly ObservedContainer[]
  /** Every network of the Engine: by their addresses it is told whether the Engine is here. */
  readonly networks: readonly ObservedNetwork[]
  readonly hasImages: boolean
}

/** Looks around, but only where the target cannot be as it is without a container that starts. */
export async function readSurroundings(
  engine: EngineReader,
  target: ObserveTarget,
  {
    known,
    host,
    waiting,
  }: { readonly known: Known; readonly host: HostReader | undefined; readonly waiting: Waiting },
): Promise<Surroundings> {
  if (target.startsNothing) return { others: [], listeners: [] }
  const starting = startingServices(target, known.containers)
  const fetches = !known.hasImages || target.mayFetch === true
  const [others, listeners, disk] = await Promise.all([
    starting.length === 0 ? [] : readOthers(engine, { target, starting, waiting }),
    readListeners(starting, known, host),
    fetches && target.images?.length ? readDisk(engine, host, waiting) : undefined,
  ])
  return { others, listeners, ...present({ disk }) }
}

type WantedService = NonNullable<ObserveTarget['services']>[string]

/** Services without as many containers as wanted that run, or have done their work, and are up to date. */
function startingServices(
  { services = {}, replacesAll = false }: ObserveTarget,
  containers: readonly ObservedContainer[],
): WantedService[] {
  return Object.entries(services)
    .filter(([name, { replicas, configHash, ports }]) => {
      const settled = containers.filter(
        (container) =>
          container.service === name &&
          !container.isOneOff &&
          container.configHash === configHash &&
          (container.state === 'running' || (container.exitCode === 0 && ports.length === 0)),
      )
      return replacesAll || settled.length < replicas
    })
    .map(([, service]) => service)
}

async function readOthers(
  engine: EngineReader,
  {
    target,
    starting,
    waiting,
  }: {
    readonly target: ObserveTarget
    readonly starting: readonly WantedService[]
    readonly waiting: Waiting
  },
): Promise<OtherContainer[]> {
  const names = new Set(starting.map(({ name }) => withoutNumber(name)))
  const ports = starting.flatMap((service) => service.ports)
  return (await engine.listContainers({}, waiting))
    .filter(({ labels }) => labels[label.project] !== target.project)
    .map(toOther)
    .filter(
      (other) => names.has(withoutNumber(other.name)) || other.ports.some((port) => isWanted(port, ports)),
    )
    .sort((a, b) => (a.name < b.name ? -1 : 1))
}

/** `shop-web-1` and `shop-web-12` are alike. */
const withoutNumber = (name: string) => name.replace(/\d+$/, '')

function toOther({ name, labels, state, ports }: ContainerSummary): OtherContainer {
  return {
    name,
    state,
    ports: ports.flatMap(({ published, hostIp, protocol }) =>
      published === undefined ? [] : [{ published, protocol, ...present({ hostIp }) }],
    ),
    ...present({ project: labels[label.project], service: labels[label.service] }),
  }
}

/** By its number alone: the plan compares addresses. */
const isWanted = (
  { published, protocol }: { readonly published: number; readonly protocol: string },
  wanted: readonly HostPorts[],
) =>
  wanted.some((ports) => ports.protocol === protocol && ports.first <= published && published <= ports.last)

async function readListeners(
  starting: readonly WantedService[],
  { networks }: Known,
  host: HostReader | undefined,
): Promise<ObservedListener[]> {
  const ports = starting.flatMap((service) => service.ports)
  if (
    host === undefined ||
    ports.length === 0 ||
    !sharesNetwork(
      host,
      networks.map(({ body }) => body),
    )
  )
    return []
  const listeners = (await host.listeners()).filter(({ port, protocol }) =>
    isWanted({ published: port, protocol }, ports),
  )
  const found = listeners.map(async ({ hostIp, port, protocol, socket }) => ({
    hostIp,
    published: port,
    protocol,
    ...present({ program: await host.programOf(socket) }),
  }))
  // The Engine's own proxies stand for containers, which are told of themselves.
  return (await Promise.all(found)).filter(({ program }) => program?.name !== 'docker-proxy')
}

async function readDisk(engine: EngineReader, host: HostReader | undefined, waiting: Waiting) {
  const folder = await engine.dataFolder(waiting)
  return { folder, ...present({ freeBytes: await host?.freeBytes(folder) }) }
}
