import { describe, expect, it } from 'vitest'
import { createSource, rangeOf } from './source.ts'

const source = createSource('/app/compose.yaml', 'one\ntwo three\n\nfour')

describe('rangeOf', () => {
  it.each([
    { start: 0, end: 3, line: 1, column: 1, length: 3 },
    { start: 4, end: 7, line: 2, column: 1, length: 3 },
    { start: 8, end: 13, line: 2, column: 5, length: 5 },
    { start: 15, end: 19, line: 4, column: 1, length: 4 },
  ])('counts lines and columns from 1 ($start)', ({ start, end, ...place }) => {
    expect(rangeOf({ source, start, end })).toEqual({ file: '/app/compose.yaml', ...place })
  })

  it('keeps the first line of a stretch over several', () => {
    expect(rangeOf({ source, start: 4, end: 19 })).toMatchObject({ line: 2, column: 1, length: 9 })
  })

  it('is at least one character long, even at the end of the text', () => {
    expect(rangeOf({ source, start: 19, end: 19 })).toMatchObject({ line: 4, column: 5, length: 1 })
  })
})
