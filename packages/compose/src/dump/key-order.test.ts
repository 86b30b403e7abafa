import { describe, expect, it } from 'vitest'
import { compareNaturally, jsonEntries, yamlEntries } from './key-order.ts'

describe('compareNaturally', () => {
  it.each([
    [
      ['a10', 'a9', 'a'],
      ['a', 'a9', 'a10'],
    ],
    [
      ['ab', 'a1', 'a_', 'a-'],
      ['a-', 'a_', 'a1', 'ab'],
    ],
    [
      ['B', 'a', '_', '~'],
      ['_', '~', 'B', 'a'],
    ],
    [
      ['V1_A', 'V1A', 'V10', 'V2'],
      ['V1A', 'V1_A', 'V2', 'V10'],
    ],
    [
      ['a007', 'a7', 'a07'],
      ['a7', 'a07', 'a007'],
    ],
    [
      ['a100', 'a1001', 'a10'],
      ['a10', 'a100', 'a1001'],
    ],
  ])('sorts %j as go-yaml does', (keys, sorted) => {
    expect([...keys].sort(compareNaturally)).toEqual(sorted)
  })
})

it('keeps the order of a structure, whose keys are not sorted', () => {
  expect(yamlEntries({ type: 1, source: 2 })).toEqual([
    ['type', 1],
    ['source', 2],
  ])
})

it('brings whole numbers back to where their text belongs', () => {
  expect(jsonEntries({ '9': 1, '10': 2, '#': 3 }).map(([key]) => key)).toEqual(['#', '10', '9'])
})
