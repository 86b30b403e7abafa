import { type ImageInspect, label, type NetworkInspect, type VolumeInspect } from '@berth/docker-engine'
import { present } from '../desired/present.ts'
import type { ObservedImage, ObservedNetwork, ObservedVolume } from './observed-state.ts'

/** A network as the Engine's list shows it. Pure. */
export function parseNetwork(network: NetworkInspect): ObservedNetwork {
  return {
    id: network.Id,
    name: network.Name,
    ...ownership(network.Labels, label.network),
    body: {
      Name: network.Name,
      Driver: network.Driver,
      Labels: network.Labels,
      ...present({
        Options: network.Options ?? undefined,
        IPAM: network.IPAM ?? undefined,
        Internal: network.Internal,
        Attachable: network.Attachable,
        EnableIPv6: network.EnableIPv6,
      }),
    },
  }
}

/** A volume as the Engine's list shows it. Pure. */
export function parseVolume(volume: VolumeInspect): ObservedVolume {
  return { name: volume.Name, ...ownership(volume.Labels, label.volume) }
}

/** What a plan needs to know of an image. Pure. */
export function parseImage(image: ImageInspect): ObservedImage {
  return {
    id: image.Id,
    volumes: Object.keys(image.Config?.Volumes ?? {}).sort(),
    ...present({ bytes: image.Size, taggedAt: tagTime(image) }),
  }
}

function ownership(labels: Readonly<Record<string, string>>, key: string) {
  return present({ project: labels[label.project], key: labels[key], configHash: labels[label.configHash] })
}

/** An image that was never tagged here has the year 1. */
function tagTime({ Metadata }: ImageInspect): number | undefined {
  const time = Date.parse(Metadata?.LastTagTime ?? '')
  return time > 0 ? time : undefined
}
