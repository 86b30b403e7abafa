import { describe, expect, it } from 'vitest'
import { dataOf, phaseTest } from '../testing/phase.ts'
import { fillContexts, fillDefaults, takeVariables } from './defaults.ts'

const fill = (yaml: string) =>
  dataOf(
    fillDefaults(phaseTest(yaml).document, {
      projectName: 'shop',
      environment: { SET: 'outside' },
    }),
  )

describe('fillDefaults', () => {
  it('joins services without networks to the default network, and declares it', () => {
    expect(
      fill('{services: {a: {}, b: {networks: {n: }}, c: {network_mode: host}}, networks: {n: }}'),
    ).toEqual({
      services: {
        a: { networks: { default: null } },
        b: { networks: { n: null } },
        c: { network_mode: 'host' },
      },
      networks: { default: { name: 'shop_default' }, n: { name: 'shop_n' } },
    })
  })

  it('declares no default network that nobody uses', () => {
    expect(fill('{services: {a: {network_mode: none}}}')).toEqual({
      services: { a: { network_mode: 'none' } },
    })
  })

  it.each([
    ['{}', { name: 'shop_v' }],
    ['{name: own}', { name: 'own' }],
    ['{external: true}', { external: true, name: 'v' }],
    ['{external: true, name: own}', { external: true, name: 'own' }],
    ['{external: false}', { external: false, name: 'shop_v' }],
  ])('names the volume %s', (volume, expected) => {
    expect(fill(`{volumes: {v: ${volume}}}`)).toEqual({ volumes: { v: expected } })
  })

  it('fills build settings and drops arguments that have no value anywhere', () => {
    expect(fill('{services: {a: {network_mode: x, build: {args: {SET: , NOT: , OWN: 1}}}}}')).toMatchObject({
      services: {
        a: { build: { dockerfile: 'Dockerfile', args: { SET: 'outside', OWN: 1 } } },
      },
    })
    expect(fill('{services: {a: {build: {dockerfile_inline: x}}}}')).toMatchObject({
      services: { a: { build: { dockerfile_inline: 'x' } } },
    })
  })

  it('writes pull policies and mount targets in one way', () => {
    const service = '{network_mode: x, pull_policy: if_not_present, volumes: [{target: /a/../b/}]}'
    expect(fill(`{services: {a: ${service}}}`)).toMatchObject({
      services: { a: { pull_policy: 'missing', volumes: [{ target: '/b' }] } },
    })
  })

  it('starts a service after the one whose network it shares', () => {
    const depends = { condition: 'service_started', restart: true, required: true }
    expect(fill('{services: {a: {network_mode: "service:b"}}}')).toMatchObject({
      services: { a: { depends_on: { b: depends } } },
    })
    expect(
      fill('{services: {a: {network_mode: "service:b", depends_on: {b: {condition: x}}}}}'),
    ).toMatchObject({
      services: { a: { depends_on: { b: { condition: 'x', required: true } } } },
    })
  })
})

it('takes variables without a value from outside, and keeps those that are not there', () => {
  const { document } = phaseTest('{services: {a: {environment: {SET: , NOT: }}}}')
  expect(dataOf(takeVariables(document, { environment: { SET: 'outside' } }))).toEqual({
    services: { a: { environment: { SET: 'outside', NOT: null } } },
  })
})

it('builds from the folder of the project where no context is said', () => {
  const { document } = phaseTest('{services: {a: {build: {}}, b: {build: {context: x}}, c: {}}}')
  expect(dataOf(fillContexts(document))).toEqual({
    services: { a: { build: { context: '.' } }, b: { build: { context: 'x' } }, c: {} },
  })
})
