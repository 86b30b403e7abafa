import type { PlanView } from '@berth/contract'
import { expect, it } from 'vitest'
import { summarisePlan } from './plan-summary.ts'

const action = (
  id: string,
  rest: Partial<PlanView['actions'][number]> = {},
): PlanView['actions'][number] => ({
  id,
  kind: id.slice(0, id.indexOf(':')),
  group: id,
  cause: 'because',
  after: [],
  ...rest,
})

const plan = (rest: Partial<PlanView>): PlanView => ({
  project: 'shop',
  kind: 'up',
  digest: 'd1',
  isEmpty: false,
  actions: [],
  services: [],
  objects: [],
  needs: { ports: [], names: [], images: [] },
  notices: [],
  problems: [],
  text: '',
  ...rest,
})

it('tells what changes, what with, and what is lost', () => {
  const summary = summarisePlan(
    plan({
      actions: [
        action('remove-volume:shop_data', { destroys: 'volume shop_data' }),
        action('create-network:shop_default'),
        action('build-image:web'),
        action('pull-image:redis:7'),
        action('pull-image:acme/api', { group: 'image acme/api' }),
        action('build-image:api', { group: 'image acme/api', cause: 'the image cannot be pulled' }),
        action('create-container:web:1'),
      ],
      services: [
        { service: 'db', change: 'none', reasons: [] },
        { service: 'web', change: 'create', reasons: ['no container'] },
      ],
    }),
  )
  expect(summary.changed.map(({ service }) => service)).toEqual(['web'])
  expect(summary.unchanged).toEqual(['db'])
  expect(
    summary.parts.map(({ title, items }) => [title, ...items.map(({ verb, name }) => `${verb} ${name}`)]),
  ).toEqual([
    ['Images', 'Build web', 'Pull redis:7', 'Pull or build acme/api'],
    ['Networks', 'Create shop_default'],
    ['Volumes', 'Delete shop_data'],
  ])
  expect(summary.destroyed).toEqual(['volume shop_data'])
})

it.each([
  ['it is replaced at once', [{ atLeastMs: 10, othersRunning: 0 }], 'Down for a moment.'],
  ['it takes long to stop', [{ atLeastMs: 12_000, othersRunning: 0 }], 'Down for 12 s or longer.'],
  [
    'its replicas are replaced in turn',
    [
      { atLeastMs: 12_000, othersRunning: 1 },
      { atLeastMs: 12_000, othersRunning: 1 },
    ],
    'Others of it run on meanwhile.',
  ],
  ['it is stopped for good', [{ othersRunning: 0 }], 'It stops, and does not come back.'],
  ['nothing of it ran', [], ''],
])('tells what the users of a service notice when %s', (_when, interruptions, words) => {
  const objects = interruptions.map((interrupts, index) => ({
    kind: 'container' as const,
    name: `shop-web-${index}`,
    service: 'web',
    change: 'recreate' as const,
    reasons: [],
    interrupts,
  }))
  const services = [{ service: 'web', change: 'recreate' as const, reasons: [] }]
  expect(summarisePlan(plan({ services, objects })).changed[0]?.interruption).toBe(words)
})

it('tells which ports are free and who has the others, and how much room images take', () => {
  const port = (published: number) => ({ service: 'web', hostIp: '', protocol: 'tcp', published })
  const holder = { kind: 'container' as const, name: 'blog-web-1', givesUp: false }
  const { parts } = summarisePlan(
    plan({
      needs: {
        ports: [
          port(80),
          { ...port(8000), lastPublished: 8010 },
          { ...port(443), heldBy: holder },
          { ...port(8443), heldBy: { ...holder, givesUp: true } },
          { ...port(5432), heldBy: { kind: 'program', name: 'postgres' } },
        ],
        names: [],
        images: [],
        disk: {
          folder: '/var/lib/docker',
          aboutBytes: 120_000_000,
          unknownImages: 0,
          freeBytes: 9_000_000_000,
        },
      },
    }),
  )
  expect(
    parts.flatMap(({ items }) => items.map(({ verb, name, cause }) => `${verb} ${name}: ${cause}`)),
  ).toEqual([
    'Publish 80, 8000-8010: free',
    'Publish 443: in use by blog-web-1',
    'Publish 8443: given up by blog-web-1',
    'Publish 5432: in use by postgres',
    'Store about 120.0 MB: 9.0 GB free',
  ])
})
