import type { ContainerSummary } from '@berth/docker-engine'
import { describe, expect, it } from 'vitest'
import { parseContainer } from './parse-container.ts'

const summary: ContainerSummary = {
  id: 'c1',
  name: 'shop-web-1',
  image: 'nginx',
  imageId: 'sha256:1',
  command: 'nginx',
  state: 'running',
  status: 'Up 3 minutes',
  labels: {
    'com.docker.compose.service': 'web',
    'com.docker.compose.container-number': '2',
    'com.docker.compose.config-hash': 'abc',
    'com.docker.compose.image': 'sha256:2',
    'com.docker.compose.depends_on': 'queue:service_started:false,db:service_healthy:true',
  },
  createdAt: 0,
  ports: [
    { target: 80, published: 8080, protocol: 'tcp', hostIp: '0.0.0.0' },
    { target: 81, protocol: 'tcp' },
  ],
  mounts: [
    { type: 'volume', name: 'shop_data', destination: '/data' },
    { type: 'bind', destination: '/etc' },
  ],
  networks: { shop_default: 'n1' },
}

describe('parseContainer', () => {
  it('reads what Compose wrote on it', () => {
    expect(parseContainer(summary)).toEqual({
      id: 'c1',
      name: 'shop-web-1',
      service: 'web',
      number: 2,
      isOneOff: false,
      state: 'running',
      image: 'nginx',
      imageId: 'sha256:1',
      imageLabel: 'sha256:2',
      configHash: 'abc',
      dependsOn: [
        { service: 'db', condition: 'service_healthy', restart: true },
        { service: 'queue', condition: 'service_started', restart: false },
      ],
      ports: [{ published: 8080, protocol: 'tcp', hostIp: '0.0.0.0' }],
      volumes: [{ name: 'shop_data', destination: '/data' }],
      networks: { shop_default: 'n1' },
    })
  })

  it.each([
    ['Up 2 seconds (health: starting)', { health: 'starting' }],
    ['Up 3 hours (healthy)', { health: 'healthy' }],
    ['Up 3 hours (unhealthy)', { health: 'unhealthy' }],
    ['Up 3 hours (Paused)', {}],
  ])('reads health from %s', (status, expected) => {
    const { health } = parseContainer({ ...summary, status })
    expect({ ...(health && { health }) }).toEqual(expected)
  })

  it('reads the exit code of one that has exited', () => {
    expect(
      parseContainer({ ...summary, state: 'exited', status: 'Exited (137) 4 seconds ago' }).exitCode,
    ).toBe(137)
  })

  it('accepts a container whose labels were lost', () => {
    expect(parseContainer({ ...summary, labels: {} })).toMatchObject({
      service: '',
      number: 0,
      isOneOff: false,
    })
  })
})
