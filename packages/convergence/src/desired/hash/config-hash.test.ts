import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { projectFrom } from '../../testing/states.ts'
import {
  networkConfigHash,
  networkSharerHash,
  networkSharerHashParts,
  serviceConfigHash,
  volumeConfigHash,
} from './config-hash.ts'

const project = (attributes: string) =>
  projectFrom(`
name: shop
services:
  web: {image: busybox, volumes: ["data:/data"], ${attributes}}
  other: {image: busybox}
volumes: {data: }
`)

const web = (attributes: string) => {
  const service = project(attributes).services.web
  if (service === undefined) throw new Error('The project has no service web')
  return service
}

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex')

describe('serviceConfigHash', () => {
  it.each([['scale: 2'], ['build: .'], ['pull_policy: always'], ['depends_on: [other]']])(
    'R12: does not change with %s',
    (attributes) => {
      expect(serviceConfigHash(web(attributes))).toBe(serviceConfigHash(web('')))
    },
  )

  it.each([
    ['command: [a]'],
    ['environment: {A: "1"}'],
    ['labels: {a: b}'],
    ['restart: always'],
    ['init: false'],
  ])('R12: changes with %s', (attributes) => {
    expect(serviceConfigHash(web(attributes))).not.toBe(serviceConfigHash(web('')))
  })

  it('R0: does not change with the order of variables and labels', () => {
    const service = web('environment: {A: "1", B: "2"}')
    expect(serviceConfigHash({ ...service, environment: { B: '2', A: '1' } })).toBe(
      serviceConfigHash(service),
    )
  })

  it('R44: of a service that shares a network is that with the id of the container', () => {
    const service = web('network_mode: "service:other"')
    expect(networkSharerHash(networkSharerHashParts(service), 'c1')).toBe(
      serviceConfigHash({ ...service, network_mode: 'container:c1' }),
    )
  })
})

it('hashes a network and a volume as Docker Compose does', () => {
  const { networks, volumes } = project('')
  expect(networks.default && networkConfigHash(networks.default)).toBe(
    sha256('{"name":"shop_default","ipam":{}}'),
  )
  expect(volumes.data && volumeConfigHash(volumes.data)).toBe(sha256('{"name":"shop_data","driver":"local"}'))
})
