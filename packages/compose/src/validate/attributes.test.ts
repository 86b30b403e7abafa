import { describe, expect, it } from 'vitest'
import { composeFile } from './attributes.ts'
import { describeShape, type Shape } from './shape.ts'

/** Every shape of the table with its path. */
function* shapesIn(shape: Shape, path = ''): Iterable<[path: string, shape: Shape]> {
  yield [path, shape]
  for (const [name, field] of Object.entries(shape.fields ?? {})) yield* shapesIn(field, `${path}.${name}`)
  if (shape.list) yield* shapesIn(shape.list, `${path}[]`)
  if (shape.entries) yield* shapesIn(shape.entries, `${path}.*`)
}

describe('the table of attributes', () => {
  it('can say of every attribute what is wanted', () => {
    for (const [path, shape] of shapesIn(composeFile)) {
      expect(describeShape(shape), path).not.toBe('')
    }
  })

  it('requires only keys that it has', () => {
    for (const [path, { fields = {}, required = [] }] of shapesIn(composeFile)) {
      expect(Object.keys(fields), path).toEqual(expect.arrayContaining([...required]))
    }
  })
})
