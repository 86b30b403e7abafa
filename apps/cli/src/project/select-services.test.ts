import type { Project } from '@berth/compose'
import { describe, expect, it } from 'vitest'
import { selectServices, unknownServices } from './select-services.ts'

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

  it('keeps everything when nothing is named', () => {
    expect(selectServices(shop, [])).toBe(shop)
  })
})

it('knows no service that is switched off, nor what every object has', () => {
  expect(unknownServices(shop, ['web', 'tool', 'constructor'])).toEqual(['tool', 'constructor'])
})
