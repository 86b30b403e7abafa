import { describe, expect, it } from 'vitest'
import { printYaml } from './yaml-text.ts'

const print = (value: Parameters<typeof printYaml>[0][string]) => printYaml({ a: value }).slice(3, -1)

describe('printYaml', () => {
  it('indents mappings and lists, and keeps empty ones on the line', () => {
    expect(printYaml({ a: { b: [1, { c: null, d: [[2], []] }] }, e: {}, f: [] })).toBe(
      'a:\n  b:\n    - 1\n    - c: null\n      d:\n        - - 2\n        - []\ne: {}\nf: []\n',
    )
  })

  it.each([
    ['plain', 'plain'],
    ['two words', 'two words'],
    ['', '""'],
    ['yes', '"yes"'],
    ['null', '"null"'],
    ['12', '"12"'],
    ['1e3', '"1e3"'],
    ['12:30', '"12:30"'],
    ['2020-01-02', '"2020-01-02"'],
    ['a: b', "'a: b'"],
    ["it's: x", "'it''s: x'"],
    [' x', "' x'"],
    ['#x', "'#x'"],
    ['-x', '-x'],
    ['a\tb', '"a\\tb"'],
    ['a\u0001', '"a\\x01"'],
    ['😀', '"\\U0001F600"'],
    ['é', 'é'],
    ['a\nb', '|-\n  a\n  b'],
    ['a\nb\n', '|\n  a\n  b'],
    ['a\n\n', '|+\n  a\n'],
    [' a\nb', '|2-\n   a\n  b'],
    ['a \nb', '"a \\nb"'],
    ['a\u0085b', '"a\\Nb"'],
    ['a\u00a0b', 'a\u00a0b'],
    ['a\u2028b', "'a\u2028  b'"],
    ['a\nb\u2028', '|\n  a\n  b\u2028'],
    ['\ufeffab', '"\\uFEFF\\x61\\x62"'],
    ['a\u2028b\n', '|\n  a\u2028  b'],
  ])('writes the text %j', (text, written) => {
    expect(print(text)).toBe(written)
  })

  it.each([
    [1, '1'],
    [1.5, '1.5'],
    [0.00001, '1e-05'],
    [1234567.5, '1.2345675e+06'],
    [12345678901234567890n, '12345678901234567890'],
    [Number.POSITIVE_INFINITY, '.inf'],
    [true, 'true'],
    [null, 'null'],
  ])('writes %s', (value, written) => {
    expect(print(value)).toBe(written)
  })

  it('quotes keys as it quotes values', () => {
    expect(printYaml({ y: 1, 'a: b': 2, 'c\nd': 3 })).toBe('"y": 1\n\'a: b\': 2\n? |-\n  c\n  d\n: 3\n')
  })

  it('puts long keys behind a question mark', () => {
    const key = 'k'.repeat(129)
    expect(printYaml({ a: { [key]: 1, [key.slice(1)]: 2 } })).toBe(
      `a:\n  ? ${key}\n  : 1\n  ${key.slice(1)}: 2\n`,
    )
    expect(printYaml({ [key]: { b: [1], c: 2 } })).toBe(`? ${key}\n: b:\n    - 1\n  c: 2\n`)
  })
})
