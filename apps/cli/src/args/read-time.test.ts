import { expect, it } from 'vitest'
import { readTime } from './read-time.ts'

const now = Date.UTC(2026, 0, 2, 3, 4, 5)

it.each([
  { text: '42m', time: now - 42 * 60_000 },
  { text: '1h30m', time: now - 90 * 60_000 },
  { text: '0s', time: now },
  { text: '1.5s', time: now - 1500 },
  { text: '1700000000.25', time: 1_700_000_000_250 },
  { text: '2013-01-02T13:23:37Z', time: Date.UTC(2013, 0, 2, 13, 23, 37) },
  { text: '2013-01-02T13:23:37.123456789+02:00', time: Date.UTC(2013, 0, 2, 11, 23, 37, 123) },
  { text: '2013-01-02', time: new Date(2013, 0, 2).getTime() },
])('reads $text', ({ text, time }) => {
  expect(readTime('since', text, now)).toBe(time)
})

it.each(['yesterday', '', '12 o clock', '2013-99-99T00:00'])(
  "does not understand '%s', and says what it takes",
  (text) => {
    expect(readTime('since', text, now)).toMatchObject({
      problem: { message: `--since does not understand '${text}'`, fix: expect.stringContaining('42m') },
    })
  },
)
