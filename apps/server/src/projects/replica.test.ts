import type { ContainerSummary } from '@berth/docker-engine'
import { describe, expect, it } from 'vitest'
import { replicaState, toReplica } from './replica.ts'

describe('replicaState', () => {
  it.each([
    ['created', 'Created', 'created'],
    ['running', 'Up 3 minutes', 'running'],
    ['running', 'Up 3 minutes (healthy)', 'healthy'],
    ['running', 'Up 3 minutes (unhealthy)', 'unhealthy'],
    ['running', 'Up 2 seconds (health: starting)', 'starting'],
    ['paused', 'Up 3 minutes (Paused)', 'paused'],
    ['restarting', 'Restarting (1) 2 seconds ago', 'restarting'],
    ['exited', 'Exited (0) 2 minutes ago', 'completed'],
    ['exited', 'Exited (137) 2 minutes ago', 'exited'],
    ['removing', 'Removal In Progress', 'exited'],
    ['dead', 'Dead', 'dead'],
  ] as const)('of a container that is %s, "%s": %s', (state, status, expected) => {
    expect(replicaState({ state, status })).toBe(expected)
  })
})

const container: ContainerSummary = {
  id: 'c1',
  name: 'shop-web-2',
  image: 'nginx',
  imageId: 'sha256:1',
  state: 'exited',
  status: 'Exited (3) 2 minutes ago',
  labels: { 'com.docker.compose.container-number': '2' },
  createdAt: 0,
  command: '',
  ports: [
    { hostIp: '::', published: 8080, target: 80, protocol: 'tcp' },
    { hostIp: '0.0.0.0', published: 8080, target: 80, protocol: 'tcp' },
    { hostIp: '127.0.0.1', published: 53, target: 53, protocol: 'udp' },
    { target: 9000, protocol: 'tcp' },
  ],
  mounts: [],
  networks: {},
}

describe('toReplica', () => {
  it('tells number, exit code and published ports, those of IPv6 not again', () => {
    expect(toReplica(container)).toMatchObject({
      number: 2,
      exitCode: 3,
      createdAt: '1970-01-01T00:00:00.000Z',
      ports: [
        { hostIp: '127.0.0.1', published: 53, target: 53, protocol: 'udp' },
        { hostIp: '0.0.0.0', published: 8080, target: 80, protocol: 'tcp' },
      ],
    })
  })

  it('keeps a port that is published for IPv6 only', () => {
    const ports = [{ hostIp: '::', published: 8080, target: 80, protocol: 'tcp' }]
    expect(toReplica({ ...container, ports }).ports).toEqual(ports)
  })
})
