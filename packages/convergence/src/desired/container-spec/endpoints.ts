import type { Project, Service, ServiceNetwork } from '@berth/compose'
import type { EndpointSettings } from '@berth/docker-engine'
import type { OneOff } from '../one-off.ts'
import { present, sortedEntries } from '../present.ts'

/** Where a container is attached: `HostConfig.NetworkMode` and one endpoint per network. */
export interface Attachment {
  readonly networkMode: string
  readonly endpoints?: Readonly<Record<string, EndpointSettings>>
}

/** Every network is in the create call, with the aliases that Docker Compose gives. */
export function attachment(
  project: Project,
  service: Service,
  own: { readonly name: string; readonly oneOff?: OneOff | undefined },
): Attachment {
  if (service.network_mode !== undefined) return { networkMode: service.network_mode }
  const networks = byPriority(service)
  const [primary] = networks
  if (primary === undefined) return { networkMode: 'none' }
  const nameOf = (key: string) => project.networks[key]?.name ?? key
  const endpoints = networks.map(([key, settings], index) => [
    nameOf(key),
    // Of the first network, that of the service is meant.
    withMacAddress(
      endpoint(settings, aliases(service, settings, own)),
      index === 0 ? service.mac_address : undefined,
    ),
  ])
  return { networkMode: nameOf(primary[0]), endpoints: Object.fromEntries(endpoints) }
}

/** A one-off container answers to its own name only, so that nobody who means the service gets it. */
function aliases(
  service: Service,
  settings: ServiceNetwork | null,
  { name, oneOff }: { readonly name: string; readonly oneOff?: OneOff | undefined },
): string[] {
  if (oneOff !== undefined && !oneOff.usesAliases) return [name]
  return [...new Set([name, service.name, ...(settings?.aliases ?? [])])]
}

const withMacAddress = (endpoint: EndpointSettings, MacAddress: string | undefined): EndpointSettings =>
  MacAddress === undefined ? endpoint : { MacAddress, ...endpoint }

/** The networks of a service, the one that it is first attached to in front. */
export function byPriority(service: Service): [string, ServiceNetwork | null][] {
  return sortedEntries(service.networks).sort(([, a], [, b]) => (b?.priority ?? 0) - (a?.priority ?? 0))
}

function endpoint(settings: ServiceNetwork | null, names: readonly string[]): EndpointSettings {
  const driverOptions = {
    ...settings?.driver_opts,
    ...(settings?.interface_name && {
      'com.docker.network.endpoint.ifname': settings.interface_name,
    }),
  }
  return {
    Aliases: names,
    ...present({
      IPAddress: settings?.ipv4_address,
      IPAMConfig: settings ? addresses(settings) : undefined,
      MacAddress: settings?.mac_address,
      DriverOpts: Object.keys(driverOptions).length > 0 ? driverOptions : undefined,
      GwPriority: settings?.gw_priority,
    }),
  }
}

const addresses = (settings: ServiceNetwork) =>
  present({
    IPv4Address: settings.ipv4_address,
    IPv6Address: settings.ipv6_address,
    LinkLocalIPs: settings.link_local_ips,
  })
