import { describe, expect, it } from 'vitest'
import { createBookmark } from './bookmark.ts'

const after = (since: number | undefined, ...times: number[]) => {
  const bookmark = createBookmark(since)
  for (const time of times) bookmark.note({ time })
  return bookmark.place()
}

describe('a bookmark', () => {
  it.each([
    { what: 'the beginning, where nothing was read', since: undefined, times: [], place: { skip: 0 } },
    { what: 'what was given, where nothing was read', since: 5, times: [], place: { since: 5, skip: 0 } },
    {
      what: 'the last millisecond, less what was read of it',
      since: 5,
      times: [7, 8, 8],
      place: { since: 8, skip: 2 },
    },
    {
      what: 'what was given, less what was read of it',
      since: 5,
      times: [5, 5],
      place: { since: 5, skip: 2 },
    },
    {
      what: 'the latest time, where a line is older than the one before',
      since: undefined,
      times: [7, 8, 7],
      place: { since: 8, skip: 1 },
    },
  ])('is at $what', ({ since, times, place }) => {
    expect(after(since, ...times)).toEqual(place)
  })
})
