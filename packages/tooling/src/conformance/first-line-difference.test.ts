import { describe, expect, it } from 'vitest'
import { firstLineDifference } from './first-line-difference.ts'

describe('firstLineDifference', () => {
  it.each([
    ['a\nb\n', 'a\nb\n', false, undefined],
    ['a\nb\n', 'a\nc\n', false, 'line 2: ours "b", theirs "c"'],
    ['a\n', 'a\nb\n', false, 'line 2: ours "", theirs "b"'],
    ['a', 'a\nb', false, 'line 2: ours absent, theirs "b"'],
    ['b\na', 'a\nb', false, 'line 1: ours "b", theirs "a"'],
    ['b\na', 'a\nb', true, undefined],
  ])('of %j and %j (any order: %s) is %s', (ours, theirs, isUnordered, expected) => {
    expect(firstLineDifference(ours, theirs, { isUnordered })).toBe(expected)
  })
})
