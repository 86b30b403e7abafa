import { describe, expect, it } from 'vitest'
import { dataOf, phaseTest } from '../testing/phase.ts'
import { makePathsAbsolute } from './absolute-paths.ts'

const resolve = (yaml: string, home?: string) =>
  dataOf(makePathsAbsolute(phaseTest(yaml).document, { workingDir: '/app', home }))

const service = (attributes: string) => `{services: {a: {${attributes}}}}`

describe('makePathsAbsolute', () => {
  it.each<[string, object]>([
    ['build: {context: ./web, dockerfile: D}', { build: { context: '/app/web', dockerfile: 'D' } }],
    ['build: {context: "https://x/y.git"}', { build: { context: 'https://x/y.git' } }],
    ['build: {context: "git@x:y.git"}', { build: { context: 'git@x:y.git' } }],
    ['env_file: [{path: a.env}]', { env_file: [{ path: '/app/a.env' }] }],
    ['volumes: [{type: bind, source: ../x}]', { volumes: [{ type: 'bind', source: '/x' }] }],
    ['volumes: [{type: bind, source: /etc}]', { volumes: [{ type: 'bind', source: '/etc' }] }],
    ['volumes: [{type: volume, source: data}]', { volumes: [{ type: 'volume', source: 'data' }] }],
  ])('resolves %s', (attributes, expected) => {
    expect(resolve(service(attributes))).toEqual({ services: { a: expected } })
  })

  it('puts the home folder for a tilde', () => {
    const mount = service('volumes: [{type: bind, source: ~/x}]')
    expect(resolve(mount, '/home/ada')).toEqual({
      services: { a: { volumes: [{ type: 'bind', source: '/home/ada/x' }] } },
    })
  })

  it('resolves the folder that a local volume binds, and no other device', () => {
    const volumes = (o: string) => `{volumes: {v: {driver: local, driver_opts: {o: ${o}, device: ./x}}}}`
    expect(resolve(volumes('bind'))).toMatchObject({ volumes: { v: { driver_opts: { device: '/app/x' } } } })
    expect(resolve(volumes('rw'))).toMatchObject({ volumes: { v: { driver_opts: { device: './x' } } } })
  })
})
