import type { HostDisk } from '@berth/contract'
import { type DiskUsage, label } from '@berth/docker-engine'
import type { MeasuredDisk } from './disk-meter.ts'
import type { Holdings } from './holdings.ts'

/** What lies on the disk of a project, in bytes. */
export type ProjectDisk = Pick<HostDisk['projects'][number], 'volumesBytes' | 'containersBytes'>

/** What was not measured counts as nothing. */
const measured = (size: number) => Math.max(0, size)

/**
 * What lies on the disk, by project: undefined is what belongs to none. A volume without a project, such as an
 * anonymous one, belongs to that of a container that mounts it. Pure.
 */
export function projectDisk({
  Containers,
  Volumes,
}: DiskUsage): ReadonlyMap<string | undefined, ProjectDisk> {
  const mounting = new Map(
    Containers.flatMap(({ Labels, Mounts }) =>
      Mounts.flatMap(({ Name }) => (Name === undefined ? [] : [[Name, Labels[label.project]] as const])),
    ),
  )
  const found = new Map<string | undefined, ProjectDisk>()
  const add = (project: string | undefined, more: Partial<ProjectDisk>) => {
    const { volumesBytes, containersBytes } = found.get(project) ?? { volumesBytes: 0, containersBytes: 0 }
    found.set(project, {
      volumesBytes: volumesBytes + (more.volumesBytes ?? 0),
      containersBytes: containersBytes + (more.containersBytes ?? 0),
    })
  }
  for (const { Labels, SizeRw } of Containers)
    add(Labels[label.project], { containersBytes: measured(SizeRw) })
  for (const { Name, Labels, UsageData } of Volumes)
    add(Labels[label.project] ?? mounting.get(Name), { volumesBytes: measured(UsageData.Size) })
  return found
}

/** What lies on the disk as it crosses the wire. Pure. */
export function diskReport({ at, usage, freeBytes }: MeasuredDisk, { owners }: Holdings): HostDisk {
  const { LayersSize, Images, Containers, Volumes, BuildCache } = usage
  const projects = [...projectDisk(usage)].flatMap(([project, disk]) => {
    if (project === undefined) return []
    const owner = owners.get(project)
    return [{ project, ...(owner !== undefined && { owner }), ...disk }]
  })
  return {
    at: new Date(at).toISOString(),
    ...(freeBytes !== undefined && { freeBytes }),
    images: {
      ...share(
        Images,
        ({ Size, SharedSize }) => measured(Size) - measured(SharedSize),
        (image) => image.Containers === 0,
      ),
      // What images share lies there once.
      bytes: LayersSize,
    },
    containers: share(
      Containers,
      ({ SizeRw }) => measured(SizeRw),
      ({ State }) => State !== 'running' && State !== 'paused',
    ),
    volumes: share(
      Volumes,
      ({ UsageData }) => measured(UsageData.Size),
      ({ UsageData }) => UsageData.RefCount === 0,
    ),
    buildCache: share(
      BuildCache,
      ({ Size, Shared }) => (Shared ? 0 : measured(Size)),
      ({ InUse }) => !InUse,
    ),
    projects: projects.sort((a, b) => total(b) - total(a) || a.project.localeCompare(b.project, 'en')),
  }
}

const total = ({ volumesBytes, containersBytes }: ProjectDisk) => volumesBytes + containersBytes

function share<T>(items: readonly T[], sizeOf: (item: T) => number, isUnused: (item: T) => boolean) {
  const sum = (some: readonly T[]) => some.reduce((bytes, item) => bytes + sizeOf(item), 0)
  return { count: items.length, bytes: sum(items), unusedBytes: sum(items.filter(isUnused)) }
}

/**
 * The disk in lines, for a shell: each kind, what is free where that is known, and each project. Pure, and stable: a
 * script may rely on it. `-` is an owner whom nobody knows.
 *
 * ```text
 * images count=4 bytes=81920000 unusedBytes=1024
 * free bytes=1099511627776
 * project shop owner=ada volumesBytes=2097152 containersBytes=4096
 * ```
 */
export function diskText({ freeBytes, images, containers, volumes, buildCache, projects }: HostDisk): string {
  const kinds = Object.entries({ images, containers, volumes, buildCache })
  const lines = [
    ...kinds.map(
      ([kind, { count, bytes, unusedBytes }]) =>
        `${kind} count=${count} bytes=${bytes} unusedBytes=${unusedBytes}`,
    ),
    ...(freeBytes === undefined ? [] : [`free bytes=${freeBytes}`]),
    ...projects.map(
      ({ project, owner = '-', volumesBytes, containersBytes }) =>
        `project ${project} owner=${owner} volumesBytes=${volumesBytes} containersBytes=${containersBytes}`,
    ),
  ]
  return `${lines.join('\n')}\n`
}
