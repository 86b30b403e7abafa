import { describe, expect, it } from 'vitest'
import { type Showing, showingsByAttribute } from '../scripts/fixture-attributes.ts'
import { listAttributes } from './editor.ts'

const showings = showingsByAttribute()
const attributes = listAttributes().map(({ path }) => path)
const lacking = (isEnough: (shown: readonly Showing[]) => boolean) =>
  attributes.filter((path) => !isEnough(showings.get(path) ?? []))

/** Only cases that load, agree with the reference and set the attribute otherwise than the others are counted. */
describe('the fixtures', () => {
  it('show every attribute in at least three cases', () => {
    expect(lacking((shown) => shown.length >= 3)).toEqual([])
  })

  it('show every attribute in a case where two documents set it at the same place', () => {
    expect(lacking((shown) => shown.some(({ isMerged }) => isMerged))).toEqual([])
  })
})
