import { expect, it } from 'vitest'
import { scalarText } from './number-text.ts'

it.each<[Parameters<typeof scalarText>[0], string]>([
  [null, ''],
  ['x', 'x'],
  [true, 'true'],
  [12345678901234567890n, '12345678901234567890'],
  [1.1, '1.1'],
  [1, '1'],
  [-0.5, '-0.5'],
  [123456.5, '123456.5'],
  [1234567.5, '1.2345675e+06'],
  [1e20, '1e+20'],
  [-0, '-0'],
  [100_000, '100000'],
  [1_000_000, '1e+06'],
  [12345.5, '12345.5'],
  [123_456_789.5, '1.234567895e+08'],
  [1e21, '1e+21'],
  [0.0001, '0.0001'],
  [0.00001, '1e-05'],
  [-1.5e-7, '-1.5e-07'],
  [Number.POSITIVE_INFINITY, '+Inf'],
  [Number.NaN, 'NaN'],
])('writes %s as the reference does', (value, text) => {
  expect(scalarText(value)).toBe(text)
})
