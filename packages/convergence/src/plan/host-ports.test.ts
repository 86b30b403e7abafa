import { describe, expect, it } from 'vitest'
import { toDesiredState } from '../desired/to-desired-state.ts'
import { projectFrom, type StateLike, stateLike } from '../testing/states.ts'
import { holdsPortOf } from './host-ports.ts'

type Ports = NonNullable<StateLike['containers'][number]['ports']>

function holds(ports: Ports, wanted: string): boolean {
  const desired = toDesiredState(
    projectFrom(`{name: shop, services: {web: {image: nginx, ports: ["${wanted}"]}}}`),
  )
  const [container] = stateLike(desired, { containers: [{ service: 'web', ports }] }).containers
  const body = desired.services[0]?.containers(1).body
  if (container === undefined || body === undefined) throw new Error('The project has no container')
  return holdsPortOf(container, body)
}

describe('holdsPortOf', () => {
  it.each([
    ['the same port', [{ published: 80, protocol: 'tcp' }], '80:8080', true],
    ['another port', [{ published: 81, protocol: 'tcp' }], '80:8080', false],
    ['another protocol', [{ published: 80, protocol: 'udp' }], '80:8080', false],
    ['a port of the range', [{ published: 82, protocol: 'tcp' }], '80-85:8080', true],
    ['another address', [{ published: 80, protocol: 'tcp', hostIp: '127.0.0.2' }], '127.0.0.1:80:80', false],
    ['all addresses', [{ published: 80, protocol: 'tcp', hostIp: '::' }], '127.0.0.1:80:80', true],
    ['nothing, when the Engine picks', [{ published: 80, protocol: 'tcp' }], '80', false],
  ] as const)('R33: %s', (_what, ports, wanted, expected) => {
    expect(holds(ports, wanted)).toBe(expected)
  })
})
