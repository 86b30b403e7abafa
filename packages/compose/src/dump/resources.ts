import type { Ipam, Network, Volume } from '../project.ts'
import { type DumpFormat, extensionsJson, type JsonObject, type JsonValue, omitEmpty } from './json.ts'

/** A network as the reference prints and hashes it; `ipam` is always there. Dollar signs are not doubled. */
export const networkToJson = (network: Network): JsonObject => dumpNetwork(network, 'json')

/** The same for either text. */
export function dumpNetwork(network: Network, format: DumpFormat): JsonObject {
  const ipam = dumpIpam(network.ipam ?? {})
  const hasIpam = format === 'json' || network.ipam !== undefined
  return {
    ...omitEmpty({ name: network.name, driver: network.driver, driver_opts: network.driver_opts }),
    ...(hasIpam && { ipam }),
    ...omitEmpty({
      external: network.external,
      internal: network.internal,
      attachable: network.attachable,
      labels: network.labels,
    }),
    ...flag('enable_ipv4', network.enable_ipv4),
    ...flag('enable_ipv6', network.enable_ipv6),
    ...(format === 'yaml' && extensionsJson(network.extensions)),
  }
}

/** Told `false` differs from not told. */
const flag = (key: string, value: boolean | undefined): JsonObject =>
  value === undefined ? {} : { [key]: value }

const dumpIpam = ({ driver, config }: Ipam): JsonObject =>
  omitEmpty({
    driver,
    config: config?.map(
      (pool): JsonValue =>
        omitEmpty({
          subnet: pool.subnet,
          gateway: pool.gateway,
          ip_range: pool.ip_range,
          aux_addresses: pool.aux_addresses,
        }),
    ),
  })

/** A volume as the reference prints it. Dollar signs are not doubled. */
export const volumeToJson = (volume: Volume): JsonObject => dumpVolume(volume, 'json')

/** The same for either text. */
export const dumpVolume = (volume: Volume, format: DumpFormat): JsonObject => ({
  ...omitEmpty({
    name: volume.name,
    driver: volume.driver,
    driver_opts: volume.driver_opts,
    external: volume.external,
    labels: volume.labels,
  }),
  ...(format === 'yaml' && extensionsJson(volume.extensions)),
})
