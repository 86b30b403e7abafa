import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { formatDuration, parseDuration } from './duration.ts'

describe('durations', () => {
  it.each([
    ['0', 0, '0s'],
    ['10s', 1e10, '10s'],
    ['1m30s', 9e10, '1m30s'],
    ['1.5h', 5.4e12, '1h30m0s'],
    ['1w1d', 691_200e9, '192h0m0s'],
    ['500ms', 5e8, '500ms'],
    ['1500us', 1.5e6, '1.5ms'],
    ['1µs', 1000, '1µs'],
    ['7ns', 7, '7ns'],
    ['0.1s', 1e8, '100ms'],
    ['26h3m4.005s', 93_784_005_000_000, '26h3m4.005s'],
    ['-5s', -5e9, '-5s'],
  ])('reads %s and writes it as Go does', (text, nanoseconds, written) => {
    expect(parseDuration(text)).toBe(nanoseconds)
    expect(formatDuration(nanoseconds)).toBe(written)
  })

  it.each(['', '10', '10x', 's', '1s2', '1 s', '99999999w'])('refuses "%s"', (text) => {
    expect(parseDuration(text)).toBeUndefined()
  })

  it('reads back what it wrote', () => {
    fc.assert(
      fc.property(fc.maxSafeNat(), (nanoseconds) => {
        expect(parseDuration(formatDuration(nanoseconds))).toBe(nanoseconds)
      }),
    )
  })
})
