import type { JsonValue } from '@berth/compose'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { goJson } from './go-json.ts'

const maps = new Set(['labels'])
const value = fc.jsonValue({ maxDepth: 4 }) as fc.Arbitrary<JsonValue>

it('writes the same beside a number that JSON.stringify does not know', () => {
  fc.assert(
    fc.property(value, (inner) => {
      const alone = goJson({ a: inner }, maps)
      expect(goJson({ a: inner, b: 2n ** 64n }, maps)).toBe(`${alone.slice(0, -1)},"b":18446744073709551616}`)
    }),
  )
})

it('sorts what is a map in Go, and only that', () => {
  expect(goJson({ labels: { b: 1, a: [{ d: 1, c: '<' }] }, image: 'x' }, maps)).toBe(
    '{"labels":{"a":[{"d":1,"c":"\\u003c"}],"b":1},"image":"x"}',
  )
})

it('puts whole numbers as keys where their text belongs', () => {
  expect(goJson({ a: { '#': 1, '10': 2, '9': 3 } }, maps)).toBe('{"a":{"#":1,"10":2,"9":3}}')
})
