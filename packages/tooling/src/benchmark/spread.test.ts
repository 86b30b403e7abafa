import { expect, it } from 'vitest'
import { formatSpread, spreadOf } from './spread.ts'

it('gives the middle and the quarters, whatever the order', () => {
  expect(spreadOf([5, 1, 4, 2, 3])).toEqual({ median: 3, lower: 2, upper: 4 })
})

it('shows three digits', () => {
  expect(formatSpread({ median: 1.2345, lower: 0.5, upper: 123.4 })).toBe('1.23 (0.50–123)')
})
