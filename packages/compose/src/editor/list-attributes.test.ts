import { expect, it } from 'vitest'
import { attributesUsed, listAttributes } from './list-attributes.ts'

it('lists an attribute at every depth, with its type and meaning', () => {
  const attributes = new Map(listAttributes().map((attribute) => [attribute.path, attribute]))
  expect(attributes.get('services.*.ports[].target')).toMatchObject({ type: 'a whole number' })
  expect(attributes.get('services.*.build')?.words).toContain('sources')
  expect([...attributes.values()].filter(({ words }) => words === '')).toEqual([])
})

it('finds what a file uses', () => {
  const data = {
    services: { web: { image: 'x', ports: ['80', { target: 81 }], labels: { a: 'b' } } },
    'x-a': 1,
  }
  expect([...attributesUsed(data)].sort()).toEqual([
    'services',
    'services.*.image',
    'services.*.labels',
    'services.*.ports',
    'services.*.ports[].target',
  ])
})
