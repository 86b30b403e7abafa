import type { Network, Project, Volume } from '@berth/compose'
import { composeVersion, label, type NetworkBody } from '@berth/docker-engine'
import type { DesiredNetwork, DesiredVolume } from './desired-state.ts'
import { networkConfigHash, volumeConfigHash } from './hash/config-hash.ts'
import { present, sortedEntries } from './present.ts'

/** The networks in the exact bodies that the Engine will be sent, sorted by key. */
export function desiredNetworks(project: Project): DesiredNetwork[] {
  return sortedEntries(project.networks).map(([key, network]) => {
    const configHash = networkConfigHash(network)
    return {
      key,
      name: network.name,
      external: network.external ?? false,
      configHash,
      body: {
        Name: network.name,
        ...present({
          Driver: network.driver,
          Options: network.driver_opts,
          IPAM: ipam(network),
          Internal: network.internal,
          Attachable: network.attachable,
          EnableIPv4: network.enable_ipv4,
          EnableIPv6: network.enable_ipv6,
        }),
        Labels: {
          ...network.labels,
          ...resourceLabels(project, configHash),
          [label.network]: key,
        },
      },
    }
  })
}

/** The volumes in the exact bodies that the Engine will be sent, sorted by key. */
export function desiredVolumes(project: Project): DesiredVolume[] {
  return sortedEntries(project.volumes).map(([key, volume]) => {
    const configHash = volumeConfigHash(volume)
    return {
      key,
      name: volume.name,
      external: volume.external ?? false,
      configHash,
      body: {
        Name: volume.name,
        ...present({ Driver: volume.driver, DriverOpts: volume.driver_opts }),
        Labels: volumeLabels(project, volume, { key, configHash }),
      },
    }
  })
}

function volumeLabels(project: Project, volume: Volume, own: { key: string; configHash: string }) {
  return { ...volume.labels, ...resourceLabels(project, own.configHash), [label.volume]: own.key }
}

function resourceLabels(project: Project, configHash: string): Record<string, string> {
  return {
    [label.project]: project.name,
    [label.version]: composeVersion,
    [label.configHash]: configHash,
  }
}

function ipam(network: Network): NetworkBody['IPAM'] | undefined {
  if (network.ipam?.driver === undefined && network.ipam?.config === undefined) return undefined
  return present({
    Driver: network.ipam.driver,
    Config: network.ipam.config?.map((pool) =>
      present({
        Subnet: pool.subnet,
        IPRange: pool.ip_range,
        Gateway: pool.gateway,
        AuxiliaryAddresses: pool.aux_addresses,
      }),
    ),
  })
}
