import type { ProjectUsage } from '@berth/contract'
import { expect, it } from 'vitest'
import { usageByService } from './service-usage.ts'

const container = (name: string, receivedBytes: number, sentBytes = 0) => ({
  container: `shop-${name}`,
  service: name.replace(/-\d+$/, ''),
  number: 1,
  cpuPercent: 12.5,
  memoryBytes: 1000,
  memoryLimitBytes: 8000,
  receivedBytes,
  sentBytes,
  readBytes: 0,
  writtenBytes: 0,
  pids: 1,
})
const at = (second: number, ...containers: ProjectUsage['containers']): ProjectUsage => ({
  at: new Date(second * 1000).toISOString(),
  containers,
})

it('adds up the containers of a service', () => {
  const now = at(1, container('web-1', 10), container('web-2', 20), container('db-1', 0))
  const usage = usageByService(now, undefined)
  expect(usage.get('web')).toEqual({ cpuPercent: 25, memoryBytes: 2000, memoryLimitBytes: 16_000 })
  expect([...usage.keys()]).toEqual(['web', 'db'])
})

it('tells how fast bytes come and go, from two moments', () => {
  const usage = usageByService(at(3, container('web-1', 3000, 500)), at(1, container('web-1', 1000, 100)))
  expect(usage.get('web')?.network).toEqual({ receivedPerSecond: 1000, sentPerSecond: 200 })
})

it('counts nothing for a container that is new or was started again meanwhile', () => {
  const now = at(2, container('web-1', 5), container('web-2', 700))
  const usage = usageByService(now, at(1, container('web-1', 9000)))
  expect(usage.get('web')?.network).toEqual({ receivedPerSecond: 0, sentPerSecond: 0 })
})
