import type { ContainerUsage, HostUsage, ProjectUsage } from '@berth/contract'
import { label, type Usage } from '@berth/docker-engine'
import { originOf } from '../logs/log-line.ts'
import type { Measured } from './usage-watch.ts'

/** What a project uses, or the host when none is named, as it crosses the wire. Pure. */
export const toUsage = (
  project: string | undefined,
  measured: readonly Measured[],
  at: number,
): ProjectUsage | HostUsage =>
  project === undefined ? toHostUsage(measured, at) : toProjectUsage(measured, at)

/** Sorted by service and number. Pure. */
export const toProjectUsage = (measured: readonly Measured[], at: number): ProjectUsage => ({
  at: new Date(at).toISOString(),
  containers: measured
    .map(({ container, usage }): ContainerUsage => ({ ...originOf(container), ...toSums([usage]) }))
    .sort((a, b) => (a.service === b.service ? a.number - b.number : a.service < b.service ? -1 : 1)),
})

/** Sorted by project. Pure. */
export function toHostUsage(measured: readonly Measured[], at: number): HostUsage {
  const byProject = Map.groupBy(measured, ({ container }) => container.labels[label.project] ?? '')
  return {
    at: new Date(at).toISOString(),
    processors: Math.max(0, ...measured.map(({ usage }) => usage.processors)),
    ...toSums(measured.map(({ usage }) => usage)),
    projects: [...byProject]
      .map(([project, own]) => ({
        project,
        containers: own.length,
        ...toSums(own.map(({ usage }) => usage)),
      }))
      .sort((a, b) => (a.project < b.project ? -1 : 1)),
  }
}

/** Together they may use no more than the most that one of them may: the host's memory, if one has no limit. */
function toSums(usages: readonly Usage[]) {
  const sum = (pick: (usage: Usage) => number) => usages.reduce((total, usage) => total + pick(usage), 0)
  return {
    cpuPercent: Math.round(sum(({ cpu }) => cpu) * 10_000) / 100,
    memoryBytes: sum(({ memoryBytes }) => memoryBytes),
    memoryLimitBytes: Math.max(0, ...usages.map(({ memoryLimitBytes }) => memoryLimitBytes)),
    receivedBytes: sum(({ receivedBytes }) => receivedBytes),
    sentBytes: sum(({ sentBytes }) => sentBytes),
    readBytes: sum(({ readBytes }) => readBytes),
    writtenBytes: sum(({ writtenBytes }) => writtenBytes),
    pids: sum(({ pids }) => pids),
  }
}

/** A line per container, or per project of a host: what it is, then `name=value`. Pure. */
export function usageText(usage: ProjectUsage | HostUsage): string {
  const rows =
    'containers' in usage
      ? usage.containers.map(({ container, service: _, number: __, ...sums }) => [container, sums] as const)
      : usage.projects.map(({ project, containers: _, ...sums }) => [project, sums] as const)
  return rows
    .map(([name, sums]) => {
      const values = Object.entries(sums).map(([key, value]) => `${key}=${value}`)
      return `${[name, ...values].join(' ')}\n`
    })
    .join('')
}
