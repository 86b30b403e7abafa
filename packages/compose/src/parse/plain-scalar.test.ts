import { describe, expect, it } from 'vitest'
import { looksLikeDate, readPlainScalar } from './plain-scalar.ts'

describe('readPlainScalar', () => {
  it.each<[string, unknown]>([
    ['', null],
    ['~', null],
    ['Null', null],
    ['true', true],
    ['FALSE', false],
    ['yes', 'yes'],
    ['off', 'off'],
    ['12', 12n],
    ['-12', -12n],
    ['+12', 12n],
    ['0777', 511n],
    ['0o17', 15n],
    ['0x1F', 31n],
    ['-0x1f', -31n],
    ['0b101', 5n],
    ['1_000', 1000n],
    ['08', 8],
    ['12345678901234567890', 12345678901234567890n],
    ['123456789012345678901234567890', 1.2345678901234568e29],
    ['1.10', 1.1],
    ['.5', 0.5],
    ['1e3', 1000],
    ['.inf', Number.POSITIVE_INFINITY],
    ['-.INF', Number.NEGATIVE_INFINITY],
    ['12:30', '12:30'],
    ['1.2.3', '1.2.3'],
    ['-', '-'],
    ['0x', '0x'],
    ['nginx', 'nginx'],
  ])('reads %s', (text, value) => {
    expect(readPlainScalar(text)).toEqual(value)
  })
})

describe('looksLikeDate', () => {
  it.each(['2020-01-02', '2020-1-2', '2020-01-02T03:04:05Z', '2020-01-02 03:04:05.5'])('knows %s', (text) => {
    expect(looksLikeDate(text)).toBe(true)
  })

  it.each(['2020', '20-01-02', '2020-01-02x', '10.0.0.1'])('leaves %s alone', (text) => {
    expect(looksLikeDate(text)).toBe(false)
  })
})
