import { type EngineReader, label } from '@berth/docker-engine'
import { comparable } from './comparable.ts'
import { nameOfId } from './recorded.ts'

/** Everything that the Engine shows of a project, by kind and name, without what differs between two deployments. */
export type Snapshot = Readonly<Record<string, unknown>>

/** Ids and times of the containers of a project, by name: what stays as it is when nothing is done. */
export type Lives = Readonly<Record<string, string>>

/** Inspects all that carries the project's label. */
export async function takeSnapshot(
  engine: EngineReader,
  project: string,
): Promise<{ readonly snapshot: Snapshot; readonly lives: Lives }> {
  const labels = [`${label.project}=${project}`]
  const [containers, networks, volumes] = await Promise.all([
    inspectAll(await engine.listContainers({ labels }), ({ id }) => engine.inspectContainer(id)),
    inspectAll(await engine.listNetworks({ labels }), ({ Id }) => engine.inspectNetwork(Id)),
    inspectAll(await engine.listVolumes({ labels }), ({ Name }) => engine.inspectVolume(Name)),
  ])
  const named = nameIds(await engine.listContainers({}), await engine.listNetworks({}))
  const rows = [
    ...containers.map((each) => [`container ${each.Name.slice(1)}`, plainContainer(each)] as const),
    ...networks.map((each) => [`network ${each.Name}`, plainNetwork(each)] as const),
    ...volumes.map((each) => [`volume ${each.Name}`, without(each, ['CreatedAt'])] as const),
  ]
  return {
    snapshot: Object.fromEntries(rows.map(([name, each]) => [name, comparable(named(each))])),
    lives: Object.fromEntries(
      containers.map(({ Name, Id, State }) => [Name.slice(1), `${Id} ${State.StartedAt}`]),
    ),
  }
}

const inspectAll = <T, R>(listed: readonly T[], inspect: (one: T) => Promise<R>): Promise<R[]> =>
  Promise.all(listed.map(inspect))

/** Names instead of ids, wherever these stand. */
function nameIds(
  containers: readonly { readonly id: string; readonly name: string }[],
  networks: readonly { readonly Id: string; readonly Name: string }[],
): (value: object) => unknown {
  const ids = [
    ...containers.map(({ id, name }) => [id, name] as const),
    ...networks.map(({ Id, Name }) => [Id, Name] as const),
  ]
  return (value) => {
    const text = ids.reduce(
      (all, [id, name]) => all.replaceAll(id, nameOfId(name)).replaceAll(id.slice(0, 12), nameOfId(name)),
      JSON.stringify(value),
    )
    // What is left over are anonymous volumes.
    return JSON.parse(text.replaceAll(/(?<!sha256:)\b[0-9a-f]{64}\b/g, '<anonymous>'))
  }
}

type Fields = Readonly<Record<string, unknown>>

const without = (value: object, keys: readonly string[]): Fields =>
  Object.fromEntries(Object.entries(value).filter(([key]) => !keys.includes(key)))

/** Paths of the Engine's own, times, and what it hands out as it comes. */
function plainContainer(container: object): Fields {
  const { State, NetworkSettings, ...rest } = container as {
    readonly State: { readonly Status: string; readonly ExitCode: number; readonly Error: string }
    readonly NetworkSettings: { readonly Networks: Readonly<Record<string, object>> }
  }
  const networks = Object.entries(NetworkSettings.Networks).map(([name, endpoint]) => [
    name,
    plainEndpoint(endpoint),
  ])
  return {
    ...without(rest, [
      'Created',
      'ExecIDs',
      'GraphDriver',
      'HostnamePath',
      'HostsPath',
      'Id',
      'LogPath',
      'ResolvConfPath',
      'RestartCount',
    ]),
    State: { Status: State.Status, ExitCode: State.ExitCode, Error: State.Error },
    Networks: Object.fromEntries(networks),
  }
}

/** An address counts where it was asked for. */
function plainEndpoint(endpoint: object): Fields {
  return without(endpoint, [
    'EndpointID',
    'Gateway',
    'GlobalIPv6Address',
    'GlobalIPv6PrefixLen',
    'IPAddress',
    'IPPrefixLen',
    'IPv6Gateway',
    'MacAddress',
    'NetworkID',
  ])
}

/** The subnets that the Engine chooses itself when it is not told any. */
const ownPools = /^(172\.(1[6-9]|2\d|3[01])|192\.168)\./

function plainNetwork(network: object): Fields {
  const { IPAM, ...rest } = network as {
    readonly IPAM?: { readonly Config?: readonly { readonly Subnet?: string }[] | null } | null
  }
  const pools = (IPAM?.Config ?? []).filter(({ Subnet = '' }) => !ownPools.test(Subnet))
  return { ...without(rest, ['Containers', 'Created', 'Id']), IPAM: { ...IPAM, Config: pools } }
}
