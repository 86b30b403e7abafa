import { type ContainerInspect, label, type NetworkInspect } from '@berth/docker-engine'
import { filled, type Guess, type Section, told, type Value } from './draft.ts'
import { sharing } from './host.ts'
import { ownLabels } from './mounts.ts'

export interface NetworkNames {
  /** The key of a network in the file. */
  keyOf(name: string): string
  readonly section: Section
  readonly guesses: readonly Guess[]
}

/** Those that every Engine has; a service is in them by its mode. */
const builtIn = /^(bridge|host|none)$/

/** The networks of the file: those that the project made, and others by their name. */
export function nameNetworks(
  project: string,
  containers: readonly ContainerInspect[],
  networks: readonly NetworkInspect[],
): NetworkNames {
  const known = new Map(networks.map((network) => [network.Name, network]))
  const endpoints = containers.flatMap(({ NetworkSettings }) => Object.entries(NetworkSettings.Networks))
  const fixed = new Set(endpoints.flatMap(([name, { IPAMConfig }]) => (filled(IPAMConfig) ? [name] : [])))
  const names = new Set(endpoints.map(([name]) => name).filter((name) => !builtIn.test(name)))
  const keys = new Map<string, string>()
  const section: Record<string, Value> = {}
  const guesses: Guess[] = []
  for (const name of [...names].sort()) {
    const network = known.get(name)
    const isOwn = network?.Labels[label.project] === project
    const wanted = (isOwn ? network?.Labels[label.network] : undefined) ?? name
    const key = Object.hasOwn(section, wanted) ? name : wanted
    keys.set(name, key)
    if (!isOwn || network === undefined) {
      section[key] = { external: true, name }
      guesses.push({ path: ['networks', key], why: 'nothing says that this project made it.' })
      continue
    }
    const body = own(project, key, { network, hasFixed: fixed.has(name) })
    if (key !== 'default' || Object.values(body).some((value) => value !== undefined)) section[key] = body
    if (fixed.has(name)) {
      guesses.push({
        path: ['networks', key, 'ipam'],
        why: 'the Engine may have chosen it; fixed addresses need it.',
      })
    }
  }
  return { keyOf: (name) => keys.get(name) ?? name, section, guesses }
}

function own(
  project: string,
  key: string,
  { network, hasFixed }: { network: NetworkInspect; hasFixed: boolean },
): Section {
  const subnets = (network.IPAM?.Config ?? []).map(({ Subnet, IPRange, Gateway }) => ({
    subnet: told(Subnet),
    ip_range: told(IPRange),
    gateway: told(Gateway),
  }))
  return {
    name: network.Name === `${project}_${key}` ? undefined : network.Name,
    driver: network.Driver === 'bridge' ? undefined : told(network.Driver),
    driver_opts: filled(network.Options),
    internal: told(network.Internal),
    attachable: told(network.Attachable),
    enable_ipv6: told(network.EnableIPv6),
    ipam: hasFixed && subnets.length > 0 ? { config: subnets } : undefined,
    labels: ownLabels(network.Labels),
  }
}

/** The networks of a service, or its mode; nothing for the default network alone. */
export function attachmentsOf(
  container: ContainerInspect,
  service: string,
  { names, serviceOf }: { names: NetworkNames; serviceOf: (id: string) => string | undefined },
): Section {
  const mode = container.HostConfig.NetworkMode ?? 'default'
  if (builtIn.test(mode) || mode.startsWith('container:')) return { network_mode: sharing(mode, serviceOf) }
  const usual = new Set([service, container.Name.replace(/^\//, ''), container.Id.slice(0, 12)])
  const entries = Object.entries(container.NetworkSettings.Networks).map(([name, endpoint]) => {
    const attachment = {
      aliases: filled((endpoint.Aliases ?? []).filter((alias) => !usual.has(alias))),
      ipv4_address: told(endpoint.IPAMConfig?.IPv4Address),
      ipv6_address: told(endpoint.IPAMConfig?.IPv6Address),
      link_local_ips: filled(endpoint.IPAMConfig?.LinkLocalIPs),
    }
    const isPlain = Object.values(attachment).every((value) => value === undefined)
    return [names.keyOf(name), isPlain ? null : attachment] as const
  })
  const [only, ...others] = entries
  if (only?.[0] === 'default' && only[1] === null && others.length === 0) return {}
  return { networks: filled(Object.fromEntries(entries)) }
}
