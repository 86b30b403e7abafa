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
  ['.5g', 536_870_912],
  ['1e3k', 1_024_000],
  ['+1_000', 1000],
  ['5 ', 5],
])('reads %s', (text, bytes) => {
  expect(parseBytes(text)).toBe(bytes)
})

it.each(['', '-1', '1x', 'k', '1  k', '1ki', '1ib', '5e', '8192p'])('refuses "%s"', (text) => {
  expect(parseBytes(text)).toBeUndefined()
})
