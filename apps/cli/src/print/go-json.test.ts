import { expect, it } from 'vitest'
import { goJson, goQuote } from './go-json.ts'

it('writes JSON that HTML can hold', () => {
  expect(goJson({ a: '<b>&' })).toBe('{"a":"\\u003cb\\u003e\\u0026"}')
})

it.each([
  { text: 'sh -c "x"', quoted: '"sh -c \\"x\\""' },
  { text: 'a\\b\tc\n', quoted: '"a\\\\b\\tc\\n"' },
  { text: 'ä…\u0001', quoted: '"ä…\\x01"' },
])('quotes $quoted', ({ text, quoted }) => {
  expect(goQuote(text)).toBe(quoted)
})
