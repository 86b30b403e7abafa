import type { ContainerStats, CpuStats } from './shown.ts'

/** What a container uses, as `docker stats` counts it. Bytes are counted since its start. */
export interface Usage {
  /** 1 is one processor all the time. */
  readonly cpu: number
  readonly processors: number
  /** Without what is only cached from files, which the kernel gives back when it is needed. */
  readonly memoryBytes: number
  /** The host's memory when it has no limit of its own; 0 of one that does not run. */
  readonly memoryLimitBytes: number
  readonly receivedBytes: number
  readonly sentBytes: number
  readonly readBytes: number
  readonly writtenBytes: number
  readonly pids: number
}

/** Reads one sample. Pure. */
export function usageOf(stats: ContainerStats): Usage {
  const networks = Object.values(stats.networks ?? {})
  return {
    cpu: cpuOf(stats.precpu_stats, stats.cpu_stats),
    processors: processorsOf(stats.cpu_stats),
    memoryBytes: memoryOf(stats),
    memoryLimitBytes: stats.memory_stats.limit ?? 0,
    receivedBytes: sum(networks.map(({ rx_bytes }) => rx_bytes)),
    sentBytes: sum(networks.map(({ tx_bytes }) => tx_bytes)),
    readBytes: transferred(stats, 'r'),
    writtenBytes: transferred(stats, 'w'),
    pids: stats.pids_stats.current ?? 0,
  }
}

const sum = (numbers: readonly number[]) => numbers.reduce((total, one) => total + one, 0)

const processorsOf = ({ online_cpus, cpu_usage }: CpuStats) =>
  online_cpus || cpu_usage.percpu_usage?.length || 1

function cpuOf(before: CpuStats, after: CpuStats): number {
  const used = after.cpu_usage.total_usage - before.cpu_usage.total_usage
  const passed = (after.system_cpu_usage ?? 0) - (before.system_cpu_usage ?? 0)
  return used <= 0 || passed <= 0 ? 0 : (used / passed) * processorsOf(after)
}

function memoryOf({ memory_stats: { usage = 0, stats = {} } }: ContainerStats): number {
  // The first is what cgroups of version 1 call it.
  const cached = stats.total_inactive_file ?? stats.inactive_file ?? 0
  return cached < usage ? usage - cached : usage
}

const transferred = ({ blkio_stats: { io_service_bytes_recursive } }: ContainerStats, first: 'r' | 'w') =>
  sum(
    (io_service_bytes_recursive ?? []).flatMap(({ op, value }) =>
      op.toLowerCase().startsWith(first) ? [value] : [],
    ),
  )
