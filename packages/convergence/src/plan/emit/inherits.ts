import type { ContainerBody } from '@berth/docker-engine'
import type { DesiredService } from '../../desired/desired-state.ts'
import { isAnonymous } from '../../observed/anonymous-volume.ts'
import type { ObservedContainer } from '../../observed/observed-state.ts'
import { mountsOf } from '../reasons/mounts-of.ts'

/**
 * The anonymous volumes that a replacement takes over (R27): those whose path the service or the image
 * still declares, and on which nothing else is mounted now.
 */
export function inheritedVolumes(
  old: ObservedContainer,
  {
    service,
    body,
    imageVolumes,
  }: {
    readonly service: DesiredService
    readonly body: ContainerBody
    readonly imageVolumes: readonly string[]
  },
): Readonly<Record<string, string>> {
  const declared = new Set([
    ...service.anonymousVolumes,
    ...imageVolumes,
    ...Object.keys(old.details?.config.Volumes ?? {}),
  ])
  const occupied = new Set([
    ...Object.keys(mountsOf(body.HostConfig)).filter((path) => !service.anonymousVolumes.includes(path)),
    ...Object.keys(body.HostConfig.Tmpfs ?? {}),
  ])
  const taken = old.volumes
    .filter(
      (volume) =>
        isAnonymous(volume) && declared.has(volume.destination) && !occupied.has(volume.destination),
    )
    .map(({ destination, name }) => [destination, name] as const)
    .sort(([a], [b]) => (a < b ? -1 : 1))
  return Object.fromEntries(taken)
}
