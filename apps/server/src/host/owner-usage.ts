import type { OwnerOrder, OwnerUsage } from '@berth/contract'
import type { MeasuredDisk } from './disk-meter.ts'
import { projectDisk } from './disk-report.ts'
import { type Holdings, projectOf } from './holdings.ts'
import type { Measurement } from './usage-meter.ts'

export interface OwnerFacts {
  readonly holdings: Holdings
  readonly measurement: Measurement
  /** Undefined until it is measured. */
  readonly disk: MeasuredDisk | undefined
}

/** What each user holds of the host, and what nobody here does; those who hold nothing are left out. Pure. */
export function ownersOf(
  { holdings, measurement, disk }: OwnerFacts,
  order: OwnerOrder = '-memoryBytes',
): OwnerUsage[] {
  const ownerOf = (project: string | undefined) =>
    (project === undefined ? undefined : holdings.owners.get(project)) ?? null
  const { containers, measured } = measurement
  const known = disk && projectDisk(disk.usage)
  const own = <T>(items: readonly T[], project: (item: T) => string | undefined) =>
    Map.groupBy(items, (item) => ownerOf(project(item)))

  const projects = own(holdings.projects, (name) => name)
  const existing = own(containers, projectOf)
  const using = own(measured, ({ container }) => projectOf(container))
  const given = own(holdings.given, ({ project }) => project)
  const lying = known && own([...known], ([project]) => project)
  const owners = new Set([...projects.keys(), ...existing.keys(), ...(lying?.keys() ?? [])])

  return [...owners]
    .map((owner): OwnerUsage => {
      const usages = (using.get(owner) ?? []).map(({ usage }) => usage)
      const ports = [
        ...(existing.get(owner) ?? []).flatMap((container) =>
          container.ports.flatMap(({ published }) => (published === undefined ? [] : [published])),
        ),
        ...(given.get(owner) ?? []).map(({ published }) => published),
      ]
      return {
        owner,
        projects: projects.get(owner) ?? [],
        containers: usages.length,
        cpuPercent: Math.round(sum(usages.map(({ cpu }) => cpu)) * 10_000) / 100,
        memoryBytes: sum(usages.map(({ memoryBytes }) => memoryBytes)),
        ...(lying && {
          diskBytes: sum(
            (lying.get(owner) ?? []).map(
              ([, { volumesBytes, containersBytes }]) => volumesBytes + containersBytes,
            ),
          ),
        }),
        ports: [...new Set(ports)].sort((a, b) => a - b),
      }
    })
    .sort(by(order))
}

const sum = (numbers: readonly number[]) => numbers.reduce((total, one) => total + one, 0)

/** Nobody comes last among equals, and last of all by name. */
function by(order: OwnerOrder): (a: OwnerUsage, b: OwnerUsage) => number {
  const sign = order.startsWith('-') ? -1 : 1
  // Safe: the orders are the keys, with a sign or without.
  const key = order.replace('-', '') as Exclude<OwnerOrder, `-${string}`>
  const byName = (a: OwnerUsage, b: OwnerUsage) =>
    Number(a.owner === null) - Number(b.owner === null) || (a.owner ?? '').localeCompare(b.owner ?? '', 'en')
  const numberOf = (usage: OwnerUsage) => {
    if (key === 'ports') return usage.ports.length
    return key === 'owner' ? 0 : (usage[key] ?? 0)
  }
  return (a, b) => {
    if (key === 'owner' && a.owner !== null && b.owner !== null) return sign * byName(a, b)
    return sign * (numberOf(a) - numberOf(b)) || byName(a, b)
  }
}

/**
 * Owners in lines, one each, for a shell. Pure, and stable: a script may rely on it. What nobody here holds is
 * called `-`; `diskBytes` is absent until it is measured.
 *
 * ```text
 * ada projects=2 containers=5 cpuPercent=12.5 memoryBytes=73400320 diskBytes=2097152 ports=8080,20001
 * ```
 */
export const ownersText = (owners: readonly OwnerUsage[]): string =>
  owners
    .map(({ owner, projects, containers, cpuPercent, memoryBytes, diskBytes, ports }) => {
      const values = { projects: projects.length, containers, cpuPercent, memoryBytes, diskBytes, ports }
      const shown = Object.entries(values)
        .filter(([, value]) => value !== undefined)
        .map(([name, value]) => `${name}=${value}`)
      return `${[owner ?? '-', ...shown].join(' ')}\n`
    })
    .join('')
