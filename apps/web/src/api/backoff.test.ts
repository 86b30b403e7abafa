import { expect, it } from 'vitest'
import { backoffMs } from './backoff.ts'

it.each([
  { attempt: 0, random: 0, ms: 250 },
  { attempt: 0, random: 1, ms: 500 },
  { attempt: 3, random: 1, ms: 4000 },
  { attempt: 30, random: 0, ms: 7500 },
  { attempt: 30, random: 1, ms: 15_000 },
])('waits $ms ms before attempt $attempt at random $random', ({ attempt, random, ms }) => {
  expect(backoffMs(attempt, random)).toBe(ms)
})
