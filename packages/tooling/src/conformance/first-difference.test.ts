import { describe, expect, it } from 'vitest'
import { firstDifference } from './first-difference.ts'

describe('firstDifference', () => {
  it.each([
    [{ a: [1, { b: null }] }, { a: [1, { b: null }] }, undefined],
    [{ a: 1 }, { a: '1' }, 'a: ours 1, theirs "1"'],
    [{ a: [{ b: 1 }] }, { a: [{ b: 1, c: 2 }] }, 'a[0].c: ours absent, theirs 2'],
    [{ a: [1, 2] }, { a: [1] }, 'a[1]: ours 2, theirs absent'],
    [{}, [], '(top): ours {}, theirs []'],
  ])('of %j and %j is %s', (ours, theirs, expected) => {
    expect(firstDifference(ours, theirs)).toBe(expected)
  })
})
