import type { ContainerStats } from '@berth/docker-engine'
import { expect, it } from 'vitest'
import { formatListing } from '../print/listing.ts'
import { binarySize, decimalSize } from '../print/sizes.ts'
import { statsListing } from './stats-listing.ts'

const second = 1_000_000_000

const busy: ContainerStats = {
  cpu_stats: { cpu_usage: { total_usage: 5 * second }, system_cpu_usage: 24 * second, online_cpus: 4 },
  precpu_stats: { cpu_usage: { total_usage: 4 * second }, system_cpu_usage: 20 * second },
  memory_stats: { usage: 300 << 20, limit: 1 << 30, stats: { inactive_file: 44 << 20 } },
  pids_stats: { current: 7 },
  networks: { eth0: { rx_bytes: 1_500, tx_bytes: 20 }, eth1: { rx_bytes: 500, tx_bytes: 0 } },
  blkio_stats: {
    io_service_bytes_recursive: [
      { op: 'Read', value: 4_100_000 },
      { op: 'write', value: 12 },
      { op: 'read', value: 100_000 },
    ],
  },
}

const nothing = { cpu_usage: { total_usage: 0 } }

/** As the Engine tells of one that does not run. */
const idle: ContainerStats = {
  cpu_stats: nothing,
  precpu_stats: nothing,
  memory_stats: {},
  pids_stats: {},
  blkio_stats: { io_service_bytes_recursive: null },
}

it('lists what containers use as docker compose stats does', () => {
  const listing = statsListing(
    [
      { container: { id: '0123456789abcdef', name: 'shop-web-1' }, stats: busy },
      { container: { id: 'fedcba9876543210', name: 'shop-db-1' }, stats: idle },
    ],
    true,
  )
  expect(String(formatListing('table', listing)).split('\n')).toEqual([
    'CONTAINER ID   NAME         CPU %     MEM USAGE / LIMIT   MEM %     NET I/O     BLOCK I/O     PIDS',
    '0123456789ab   shop-web-1   100.00%   256MiB / 1GiB       25.00%    2kB / 20B   4.2MB / 12B   7',
    'fedcba987654   shop-db-1    0.00%     0B / 0B             0.00%     0B / 0B     0B / 0B       0',
    '',
  ])
  expect(JSON.parse(String(formatListing('json', listing)).split('\n')[0] ?? '')).toEqual({
    BlockIO: '4.2MB / 12B',
    CPUPerc: '100.00%',
    Container: '0123456789abcdef',
    ID: '0123456789ab',
    MemPerc: '25.00%',
    MemUsage: '256MiB / 1GiB',
    Name: 'shop-web-1',
    NetIO: '2kB / 20B',
    PIDs: '7',
  })
})

it.each([
  { bytes: 0, binary: '0B', decimal: '0B' },
  { bytes: 999, binary: '999B', decimal: '999B' },
  { bytes: 335_872, binary: '328KiB', decimal: '336kB' },
  { bytes: 25_276_000_000, binary: '23.54GiB', decimal: '25.3GB' },
])('prints $bytes bytes as $binary or $decimal', ({ bytes, binary, decimal }) => {
  expect([binarySize(bytes), decimalSize(bytes)]).toEqual([binary, decimal])
})
