import { expect, it } from 'vitest'
import { attributeUses, listAttributes } from './list-attributes.ts'

it('lists an attribute at every depth, with its type and meaning', () => {
  const attributes = new Map(listAttributes().map((attribute) => [attribute.path, attribute]))
  expect(attributes.get('services.*.ports[].target')).toMatchObject({ type: 'a whole number' })
  expect(attributes.get('services.*.build')?.words).toContain('sources')
  expect([...attributes.values()].filter(({ words }) => words === '')).toEqual([])
})

it('finds what a file sets, and where', () => {
  const data = {
    services: { web: { image: 'x', ports: ['80', { target: 81 }], labels: { a: 'b' } } },
    'x-a': 1,
  }
  expect(attributeUses(data).map(({ path, at }) => `${path} ${at}`)).toEqual([
    'services services',
    'services.*.image services.web.image',
    'services.*.ports services.web.ports',
    'services.*.ports[].target services.web.ports[].target',
    'services.*.labels services.web.labels',
  ])
})
