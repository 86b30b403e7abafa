import { type ContainerStats, type ContainerSummary, usageOf } from '@berth/docker-engine'
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
  const usage = usageOf(stats)
  const { memoryBytes, memoryLimitBytes } = usage
  return {
    BlockIO: `${decimalSize(usage.readBytes)} / ${decimalSize(usage.writtenBytes)}`,
    CPUPerc: percent(usage.cpu),
    Container: id,
    ID: truncate ? id.slice(0, 12) : id,
    MemPerc: percent(memoryLimitBytes === 0 ? 0 : memoryBytes / memoryLimitBytes),
    MemUsage: `${binarySize(memoryBytes)} / ${binarySize(memoryLimitBytes)}`,
    Name: name,
    NetIO: `${decimalSize(usage.receivedBytes)} / ${decimalSize(usage.sentBytes)}`,
    PIDs: String(usage.pids),
  }
}

const percent = (share: number) => `${(share * 100).toFixed(2)}%`
