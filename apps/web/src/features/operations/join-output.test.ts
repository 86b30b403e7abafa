import { describe, expect, it } from 'vitest'
import { appendOutput, joinOutput } from './join-output.ts'

describe('joinOutput', () => {
  it.each([
    ['nothing arrived', 'a\nb\n', '', 'a\nb\n'],
    ['all of it was in the log', 'a\nb\n', 'b\n', 'a\nb\n'],
    ['some of it was in the log', 'a\nb\n', 'b\nc\n', 'a\nb\nc\n'],
    ['none of it was in the log', 'a\n', 'b\n', 'a\nb\n'],
  ])('keeps each line once when %s', (_when, log, arrived, joined) => {
    expect(joinOutput(log, arrived)).toBe(joined)
  })
})

it('forgets whole lines from the beginning when there is too much', () => {
  const line = `${'x'.repeat(999)}\n`
  const joined = appendOutput(line.repeat(2000), 'last\n')
  expect(joined.length).toBeLessThanOrEqual(2_000_000)
  expect(joined.endsWith(`${line}last\n`)).toBe(true)
  expect(joined.startsWith('x'.repeat(999))).toBe(true)
})
