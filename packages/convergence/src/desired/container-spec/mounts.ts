import type { Project, ServiceVolume } from '@berth/compose'
import type { HostConfig, MountBody } from '@berth/docker-engine'
import { present } from '../present.ts'

/**
 * Volumes as Docker Compose sends them: in the old `Binds` form where that can say it (the Engine then
 * makes a missing host folder), else as `Mounts`. Sorted by target; of several at one target the last counts.
 */
export function mounts(
  project: Project,
  volumes: readonly ServiceVolume[] = [],
): Pick<HostConfig, 'Binds' | 'Mounts'> {
  const byTarget = new Map(volumes.map((volume) => [volume.target, volume]))
  const sorted = [...byTarget.values()].sort((a, b) => (a.target < b.target ? -1 : 1))
  const isBind = (volume: ServiceVolume) => fitsBind(volume) && !isUndeclared(project, volume)
  const binds = sorted.filter(isBind).map((volume) => bind(project, volume))
  const rest = sorted.filter((volume) => !isBind(volume)).map((volume) => mount(project, volume))
  return { ...(binds.length > 0 && { Binds: binds }), ...(rest.length > 0 && { Mounts: rest }) }
}

/** Whether the old form can say it. */
export function fitsBind(volume: ServiceVolume): boolean {
  if (volume.source === undefined) return false
  if (volume.type === 'bind') return volume.bind === undefined || isPlainBind(volume.bind)
  if (volume.type !== 'volume') return false
  const { nocopy = false, subpath, labels } = volume.volume ?? {}
  return !nocopy && subpath === undefined && Object.keys(labels ?? {}).length === 0
}

/** Named on the command line only. */
const isUndeclared = ({ volumes }: Project, { type, source = '' }: ServiceVolume) =>
  type === 'volume' && volumes[source] === undefined

const isPlainBind = (options: NonNullable<ServiceVolume['bind']>) =>
  options.create_host_path === true && options.propagation === undefined && options.recursive === undefined

function bind(project: Project, volume: ServiceVolume): string {
  const options = [volume.read_only ? 'ro' : 'rw', volume.bind?.selinux].filter((option) => option)
  return `${sourceOf(project, volume)}:${volume.target}:${options.join(',')}`
}

function mount(project: Project, volume: ServiceVolume): MountBody {
  const { type, target, read_only, consistency } = volume
  return {
    Type: type,
    Target: target,
    ...present({
      Source: sourceOf(project, volume),
      ReadOnly: read_only,
      Consistency: consistency,
      BindOptions: volume.bind && type === 'bind' ? bindOptions(volume.bind) : undefined,
      VolumeOptions: type === 'volume' ? volumeOptions(volume.volume ?? {}) : undefined,
      ImageOptions: volume.image && type === 'image' ? present({ Subpath: volume.image.subpath }) : undefined,
      TmpfsOptions:
        volume.tmpfs && type === 'tmpfs'
          ? present({
              SizeBytes: volume.tmpfs.size === undefined ? undefined : Number(volume.tmpfs.size),
              Mode: volume.tmpfs.mode,
            })
          : undefined,
    }),
  }
}

function sourceOf(project: Project, volume: ServiceVolume): string | undefined {
  if (volume.type !== 'volume' || volume.source === undefined) return volume.source
  return project.volumes[volume.source]?.name ?? volume.source
}

function bindOptions(options: NonNullable<ServiceVolume['bind']>): NonNullable<MountBody['BindOptions']> {
  const { propagation, create_host_path, recursive } = options
  return {
    ...(create_host_path && { CreateMountpoint: true }),
    ...present({ Propagation: propagation }),
    ...(recursive === 'disabled' && { NonRecursive: true }),
    ...(recursive === 'writable' && { ReadOnlyNonRecursive: true }),
    ...(recursive === 'readonly' && { ReadOnlyForceRecursive: true }),
  }
}

function volumeOptions(
  options: NonNullable<ServiceVolume['volume']>,
): NonNullable<MountBody['VolumeOptions']> {
  return present({ NoCopy: options.nocopy, Subpath: options.subpath, Labels: options.labels })
}

/** `tmpfs` entries `path[:options]` as the Engine's map. */
export function tmpfs(entries: readonly string[] = []): Record<string, string> {
  const pairs = entries.toSorted().map((entry) => {
    const colon = entry.indexOf(':')
    return colon < 0 ? [entry, ''] : [entry.slice(0, colon), entry.slice(colon + 1)]
  })
  return Object.fromEntries(pairs)
}
