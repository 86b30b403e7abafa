import type { Project } from '@berth/compose'
import { describe, expect, it } from 'vitest'
import { noSuchService } from './no-such-service.ts'
import { selectServices } from './select-services.ts'
import { shapeProject } from './shape-project.ts'

const shop: Project = {
  name: 'shop',
  workingDir: '/shop',
  configFiles: ['/shop/compose.yaml'],
  envFiles: [],
  services: {
    db: {
      name: 'db',
      image: 'db',
      networks: { back: null },
      volumes: [{ type: 'volume', source: 'data', target: '/d' }],
    },
    one: { name: 'one', image: 'one', container_name: 'the-one', networks: { front: null } },
    web: { name: 'web', image: 'web', depends_on: { db: { condition: 'service_started', required: true } } },
  },
  disabledServices: { tool: { name: 'tool', image: 'tool' } },
  networks: { back: { name: 'shop_back' }, front: { name: 'shop_front' } },
  volumes: { data: { name: 'shop_data' } },
  configs: {},
  secrets: {},
  models: {},
  extensions: {},
}

describe('shapeProject', () => {
  it('sets the replicas and the pull policy that flags ask for', () => {
    expect(shapeProject(shop, { scale: ['web=3', 'db=0'], pull: 'always' })).toMatchObject({
      services: {
        web: { scale: 3, pull_policy: 'always' },
        db: { scale: 0, pull_policy: 'always' },
        one: { pull_policy: 'always' },
      },
    })
  })

  it('leaves the project as it is without flags', () => {
    expect(shapeProject(shop, { scale: [], pull: undefined })).toEqual(shop)
  })

  it.each([
    { text: 'web', message: "--scale needs SERVICE=N, not 'web'" },
    { text: 'web=-1', message: "--scale needs SERVICE=N, not 'web=-1'" },
    { text: 'wbe=2', message: 'no such service: wbe' },
    { text: 'one=2', message: 'its container_name the-one can be taken once only' },
  ])('refuses --scale $text', ({ text, message }) => {
    expect(shapeProject(shop, { scale: [text], pull: undefined })).toMatchObject({
      problem: { message: expect.stringContaining(message) },
    })
  })
})

describe('selectServices', () => {
  it('keeps dependencies, and only the networks and volumes that are used', () => {
    const { services, networks, volumes, disabledServices } = selectServices(shop, ['web'])
    expect([services, networks, volumes, disabledServices].map(Object.keys)).toEqual([
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

it('lists the services there are when one is not known', () => {
  expect(noSuchService('x', shop).fix).toBe('Project shop has db, one, tool, web.')
})
