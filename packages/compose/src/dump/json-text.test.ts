import fc from 'fast-check'
import { expect, it } from 'vitest'
import type { JsonValue } from './json.ts'
import { printJson } from './json-text.ts'

const value = fc.jsonValue({ maxDepth: 4 }) as fc.Arbitrary<JsonValue>

it('writes the same beside a number that JSON.stringify does not know', () => {
  fc.assert(
    fc.property(value, (inner) => {
      const alone = printJson({ a: inner })
      const big = printJson({ a: inner, b: 2n ** 64n })
      expect(big).toBe(`${alone.slice(0, -2)},\n  "b": 18446744073709551616\n}`)
    }),
  )
})

it('escapes signs in keys and texts, and nothing else', () => {
  expect(printJson({ 'a<b': 'c>&d\u2028\u2029', e: '=\u2027' })).toBe(
    `{\n  "a\\u003cb": "c\\u003e\\u0026d\\u2028\\u2029",\n  "e": "=\u2027"\n}`,
  )
})

it('keeps the sign of zero and the place of whole numbers as keys', () => {
  expect(printJson({ a: -0 })).toBe('{\n  "a": -0\n}')
  expect(printJson({ x: { '#': 1, '10': 2, '9': [] } })).toBe(
    '{\n  "x": {\n    "#": 1,\n    "10": 2,\n    "9": []\n  }\n}',
  )
})
