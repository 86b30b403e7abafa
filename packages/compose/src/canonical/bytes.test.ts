import { expect, it } from 'vitest'
import { parseBytes } from './bytes.ts'

it.each([
  ['0', 0],
  ['100', 100],
  ['100b', 100],
  ['1k', 1024],
  ['1kib', 1024],
  ['64M', 67_108_864],
  ['1.5 gb', 1_610_612_736],
])('reads %s', (text, bytes) => {
  expect(parseBytes(text)).toBe(bytes)
})

it.each(['', '-1', '1x', 'k', '1  k', '1e3'])('refuses "%s"', (text) => {
  expect(parseBytes(text)).toBeUndefined()
})
