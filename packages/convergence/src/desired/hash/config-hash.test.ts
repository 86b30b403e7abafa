import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { projectFrom } from '../../testing/states.ts'
import {
  networkConfigHash,
  printedConfigHash,
  serviceConfigHash,
  sharedConfigHash,
  sharedHashParts,
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

  it('R12: does not change with deploy.replicas, and does with the rest of deploy', () => {
    const hash = (attributes: string) => serviceConfigHash(web(attributes))
    expect(hash('deploy: {replicas: 2}')).toBe(hash('deploy: {}'))
    expect(hash('deploy: {labels: {a: b}}')).not.toBe(hash('deploy: {}'))
  })

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

  it('R44: of a service that shares is that with the ids of the containers', () => {
    const service = web('network_mode: "service:other", pid: "service:other", volumes_from: ["other:ro"]')
    const shared = { network_mode: 'container:c1', pid: 'container:c1', volumes_from: ['c1'] }
    const parts = sharedHashParts(service)
    expect(sharedConfigHash(parts, () => 'c1')).toBe(serviceConfigHash({ ...service, ...shared }))
    expect(sharedConfigHash(parts, () => undefined)).toBeUndefined()
  })
})

describe('printedConfigHash', () => {
  const load = (attributes: string) =>
    projectFrom(`services: {a: {image: x, network_mode: none, ${attributes}}}`, {
      options: { resolveEnvironment: false },
    }).services.a

  it.each([
    ['env_file: /e', '"env_file":["/e"]'],
    ['env_file: [{path: /e, format: raw}]', '"env_file":["/e"]'],
    ['env_file: /e, environment: {A: "1"}', '"environment":{"A":"1"},"env_file":["/e"]'],
    [
      'env_file: [{path: /e, required: false, format: raw}]',
      '"env_file":[{"path":"/e","required":false,"format":"raw"}]',
    ],
    ['environment: {A: "1"}', '"environment":{"A":"1"}'],
  ])('takes env files by their names: %s', (attributes, json) => {
    const service = load(attributes)
    expect(service && printedConfigHash(service)).toBe(
      sha256(`{"command":null,"entrypoint":null,${json},"image":"x","network_mode":"none"}`),
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
