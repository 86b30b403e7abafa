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

it('tells what changes, what with, and what is lost', () => {
  const summary = summarisePlan({
    project: 'shop',
    kind: 'up',
    digest: 'd1',
    isEmpty: false,
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
    objects: [],
    needs: { ports: [], names: [], images: [] },
    notices: [],
    problems: [],
    text: '',
  })
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
