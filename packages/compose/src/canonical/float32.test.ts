import { expect, it } from 'vitest'
import { roundToFloat32 } from './float32.ts'

it.each([
  [0.1, 0.1],
  [0.333_333_333_333, 0.33333334],
  [16_777_217, 16_777_216],
  [0, 0],
])('keeps of %s what 32 bits hold', (value, kept) => {
  expect(roundToFloat32(value)).toBe(kept)
})
