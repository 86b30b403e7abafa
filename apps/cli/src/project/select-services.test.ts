import type { Project } from '@berth/compose'
import { describe, expect, it } from 'vitest'
import { expandNames, missingDependencies, selectServices, unknownServices } from './select-services.ts'

const shop: Project = {
  name: 'shop',
  workingDir: '/shop',
  configFiles: ['/shop/compose.yaml'],
  envFiles: [],
  services: {
    db: { name: 'db', networks: { back: null }, volumes: [{ type: 'volume', source: 'data', target: '/d' }] },
    one: { name: 'one', networks: { front: null } },
    web: { name: 'web', depends_on: { db: { condition: 'service_started', required: true } } },
  },
  disabledServices: { tool: { name: 'tool' } },
  networks: { back: { name: 'shop_back' }, front: { name: 'shop_front' } },
  volumes: { data: { name: 'shop_data' } },
  configs: {},
  secrets: {},
  models: {},
  extensions: {},
}

describe('selectServices', () => {
  it('keeps dependencies, and only the networks and volumes that are used', () => {
    const { services, networks, volumes, disabledServices } = selectServices(shop, ['web'])
    expect([services, networks, volumes, disabledServices].map((part) => Object.keys(part))).toEqual([
      ['db', 'web'],
      ['back'],
      ['data'],
      ['tool', 'one'],
    ])
  })

  it('keeps only the configs, secrets and models that are used, also for building', () => {
    const rich: Project = {
      ...shop,
      services: {
        web: {
          name: 'web',
          configs: [{ source: 'c1' }],
          secrets: [{ source: 's1' }],
          models: { m1: null },
          build: { context: '/shop', secrets: [{ source: 's2' }] },
        },
        other: { name: 'other', configs: [{ source: 'c2' }], secrets: [{ source: 's3' }] },
      },
      configs: { c1: { name: 'c1' }, c2: { name: 'c2' } },
      secrets: { s1: { name: 's1' }, s2: { name: 's2' }, s3: { name: 's3' } },
      models: { m1: { model: 'ai/a' }, m2: { model: 'ai/b' } },
    }
    const { configs, secrets, models } = selectServices(rich, ['web'])
    expect([configs, secrets, models].map((part) => Object.keys(part))).toEqual([
      ['c1'],
      ['s1', 's2'],
      ['m1'],
    ])
  })

  it('forgets a dependency that need not be there, and is not', () => {
    const web = {
      name: 'web',
      depends_on: { tool: { condition: 'service_started', required: false } },
    } as const
    expect(selectServices({ ...shop, services: { web } }, ['web']).services.web?.depends_on).toEqual({})
  })

  it('keeps everything when nothing is named', () => {
    expect(selectServices(shop, [])).toBe(shop)
  })
})

it('knows no service that is switched off, nor what every object has', () => {
  expect(unknownServices(shop, ['web', 'tool', 'constructor'])).toEqual(['tool', 'constructor'])
})

it('knows what the named services need and nobody has', () => {
  const web = {
    name: 'web',
    depends_on: {
      gone: { condition: 'service_started', required: true },
      tool: { condition: 'service_started', required: false },
    },
  } as const
  const project = { ...shop, services: { ...shop.services, web } }
  expect(missingDependencies(project, ['web'])).toEqual(['gone'])
  expect(missingDependencies(project, ['db'])).toEqual([])
})

it.each([
  ['*', ['db', 'one', 'web']],
  ['?b', ['db']],
  ['[n-p]*', ['one']],
  ['[^do]*b', ['web']],
  ['*e*', ['one', 'web']],
  ['[db', ['[db']],
  ['zz*', ['zz*']],
  ['tool', ['tool']],
])('takes %s for %j', (pattern, names) => {
  expect(expandNames(shop, [pattern])).toEqual(names)
})
