import type { ContainerStats, ContainerSummary, CpuStats } from '@berth/docker-engine'
import type { Listing } from '../print/listing.ts'
import { binarySize, decimalSize } from '../print/sizes.ts'

/** A container with the last that was heard of what it uses. */
export interface MeasuredContainer {
  readonly container: Pick<ContainerSummary, 'id' | 'name'>
  readonly stats: ContainerStats
}

/** What `docker compose stats` lists. Pure. */
export const statsListing = (measured: readonly MeasuredContainer[], truncate: boolean): Listing => ({
  columns: ['ID', 'Name', 'CPUPerc', 'MemUsage', 'MemPerc', 'NetIO', 'BlockIO', 'PIDs'],
  titles: {
    BlockIO: 'BLOCK I/O',
    CPUPerc: 'CPU %',
    ID: 'CONTAINER ID',
    MemPerc: 'MEM %',
    MemUsage: 'MEM USAGE / LIMIT',
    NetIO: 'NET I/O',
  },
  fields: ['BlockIO', 'CPUPerc', 'Container', 'ID', 'MemPerc', 'MemUsage', 'Name', 'NetIO', 'PIDs'],
  rows: measured.map((one) => ({ fields: fieldsOf(one, truncate) })),
})

function fieldsOf({ container: { id, name }, stats }: MeasuredContainer, truncate: boolean) {
  const { limit = 0 } = stats.memory_stats
  const memory = memoryOf(stats)
  const networks = Object.values(stats.networks ?? {})
  const sum = (numbers: readonly number[]) => decimalSize(numbers.reduce((total, one) => total + one, 0))
  return {
    BlockIO: `${sum(transferred(stats, 'r'))} / ${sum(transferred(stats, 'w'))}`,
    CPUPerc: percent(cpuShare(stats.precpu_stats, stats.cpu_stats)),
    Container: id,
    ID: truncate ? id.slice(0, 12) : id,
    MemPerc: percent(limit === 0 ? 0 : memory / limit),
    MemUsage: `${binarySize(memory)} / ${binarySize(limit)}`,
    Name: name,
    NetIO: `${sum(networks.map(({ rx_bytes }) => rx_bytes))} / ${sum(networks.map(({ tx_bytes }) => tx_bytes))}`,
    PIDs: String(stats.pids_stats.current ?? 0),
  }
}

const percent = (share: number) => `${(share * 100).toFixed(2)}%`

/** How much of one processor it used in between: 2 is two of them all the time. */
function cpuShare(before: CpuStats, after: CpuStats): number {
  const used = after.cpu_usage.total_usage - before.cpu_usage.total_usage
  const passed = (after.system_cpu_usage ?? 0) - (before.system_cpu_usage ?? 0)
  if (used <= 0 || passed <= 0) return 0
  const processors = after.online_cpus || after.cpu_usage.percpu_usage?.length || 1
  return (used / passed) * processors
}

/** Without what is only cached from files, which the kernel gives back when it is needed. */
function memoryOf({ memory_stats: { usage = 0, stats = {} } }: ContainerStats): number {
  // The first is what cgroups of version 1 call it.
  const cached = stats.total_inactive_file ?? stats.inactive_file ?? 0
  return cached < usage ? usage - cached : usage
}

const transferred = ({ blkio_stats: { io_service_bytes_recursive } }: ContainerStats, first: 'r' | 'w') =>
  (io_service_bytes_recursive ?? []).flatMap(({ op, value }) =>
    op.toLowerCase().startsWith(first) ? [value] : [],
  )
