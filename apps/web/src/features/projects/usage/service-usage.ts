import type { ProjectUsage } from '@berth/contract'

/** What the running containers of one service use together. */
export interface ServiceUsage {
  /** 100 is one processor all the time. */
  readonly cpuPercent: number
  readonly memoryBytes: number
  /** Of all its containers together; the host's memory where there is no limit. */
  readonly memoryLimitBytes: number
  /** Absent until there are two moments to compare. */
  readonly network?: { readonly receivedPerSecond: number; readonly sentPerSecond: number }
}

type Container = ProjectUsage['containers'][number]

/** What each service uses at `now`, and, with an earlier moment, how fast it receives and sends bytes. Pure. */
export function usageByService(
  now: ProjectUsage,
  before: ProjectUsage | undefined,
): ReadonlyMap<string, ServiceUsage> {
  const known = new Map(before?.containers.map((container) => [container.container, container]))
  const seconds = before === undefined ? 0 : (Date.parse(now.at) - Date.parse(before.at)) / 1000
  const services = Map.groupBy(now.containers, ({ service }) => service)
  return new Map(
    [...services].map(([service, containers]) => [service, sumOf(containers, known, seconds)] as const),
  )
}

function sumOf(
  containers: readonly Container[],
  known: ReadonlyMap<string, Container>,
  seconds: number,
): ServiceUsage {
  const sum = (of: (container: Container) => number) =>
    containers.reduce((total, each) => total + of(each), 0)
  /** A container that is new, or was restarted meanwhile, has nothing to compare with. */
  const perSecond = (key: 'receivedBytes' | 'sentBytes') =>
    sum((each) => Math.max(0, each[key] - (known.get(each.container)?.[key] ?? each[key]))) / seconds
  return {
    cpuPercent: sum(({ cpuPercent }) => cpuPercent),
    memoryBytes: sum(({ memoryBytes }) => memoryBytes),
    memoryLimitBytes: sum(({ memoryLimitBytes }) => memoryLimitBytes),
    ...(seconds > 0 && {
      network: { receivedPerSecond: perSecond('receivedBytes'), sentPerSecond: perSecond('sentBytes') },
    }),
  }
}
