import { describe, expect, it } from 'vitest'
import { composeFile } from '../validate/attributes.ts'
import type { Shape } from '../validate/shape.ts'
import { descriptionOf, descriptions, specLinkOf } from './descriptions.ts'

/** Every attribute of the table with its path and shape. */
function* attributesIn(shape: Shape, path = ''): Iterable<[path: string, shape: Shape]> {
  for (const [name, field] of Object.entries(shape.fields ?? {})) {
    const at = path === '' ? name : `${path}.${name}`
    yield [at, field]
    yield* attributesIn(field, at)
  }
  if (shape.list) yield* attributesIn(shape.list, `${path}[]`)
  if (shape.entries) yield* attributesIn(shape.entries, `${path}.*`)
}

const attributes = new Map(attributesIn(composeFile))

describe('the table of descriptions', () => {
  it('has words for every attribute of the table of attributes', () => {
    expect([...attributes.keys()].filter((path) => descriptionOf(path) === undefined)).toEqual([])
  })

  it('knows no attribute that the table of attributes has not', () => {
    const described = Object.entries(descriptions).flatMap(([parent, each]) =>
      Object.keys(each).map((name) => (parent === '' ? name : `${parent}.${name}`)),
    )
    expect(described.filter((path) => !attributes.has(path))).toEqual([])
  })

  it('is written in sentences', () => {
    for (const [path, each] of Object.entries(descriptions)) {
      for (const [name, { words }] of Object.entries(each)) {
        expect(words, `${path}.${name}`).toMatch(/^[A-Z].{8,180}[.]$/)
      }
    }
  })

  it('offers only words that the loader accepts', () => {
    for (const [path, { format }] of attributes) {
      for (const word of descriptionOf(path)?.values ?? []) {
        expect(format?.(word, 'string'), `${path}: ${word}`).toBeUndefined()
      }
    }
  })
})

it.each([
  ['services.*.ports', '05-services.md#ports'],
  ['services.*.ports[].target', '05-services.md#ports'],
  ['services.*.build', 'build.md'],
  ['services.*.build.args', 'build.md#args'],
  ['services.*.deploy.resources.limits.cpus', 'deploy.md#resources'],
  ['networks.*.ipam.config[].subnet', '06-networks.md#ipam'],
  ['networks', '06-networks.md'],
  ['name', '04-version-and-name.md#name-top-level-element'],
])('links %s to %s', (path, page) => {
  expect(specLinkOf(path)).toBe(`https://github.com/compose-spec/compose-spec/blob/main/${page}`)
})
