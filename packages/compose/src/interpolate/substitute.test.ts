import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { substitute } from './substitute.ts'

const values: Readonly<Record<string, string>> = { SET: 'value', EMPTY: '', a_1: 'x' }
const lookup = (name: string) => values[name]

describe('substitute', () => {
  it.each([
    ['$SET', 'value'],
    ['${SET}', 'value'],
    ['[$SET.${SET}]', '[value.value]'],
    ['$a_1-', 'x-'],
    ['$UNSET|${UNSET}', '|'],
    ['${EMPTY:-d}|${EMPTY-d}|${UNSET-d}', 'd||d'],
    ['${SET:+r}|${EMPTY:+r}|${EMPTY+r}|${UNSET+r}', 'r||r|'],
    ['${SET:?e}|${EMPTY?e}', 'value|'],
    ['$$SET|$${SET}|$$$SET', '$SET|${SET}|$value'],
    ['a$|$5|$(x)|$-', 'a$|$5|$(x)|$-'],
    ['${UNSET:-{"a":"${SET}"}}', '{"a":"value"}'],
    ['${UNSET:-${EMPTY:-${SET}}}', 'value'],
    ['${UNSET-a:-b}|${UNSET:-a?b}', 'a:-b|a?b'],
    ['${UNSET:-{}x', '{x'],
  ])('turns %s into %s', (template, text) => {
    expect(substitute(template, lookup)).toBe(text)
  })

  it('looks at an operand only when it is needed', () => {
    const required: string[] = []
    const onRequired = (name: string) => required.push(name)
    expect(substitute('${SET:-${MISSING:?boom}}', lookup, { onRequired })).toBe('value')
    expect(required).toEqual([])
  })

  it('says which required variable is missing, why and where', () => {
    const required: unknown[] = []
    substitute('x ${UNSET:?set $SET}', lookup, { onRequired: (...call) => required.push(call) })
    expect(required).toEqual([['UNSET', 'set value', 2]])
  })

  it.each(['${1A}', '${A', '${A:x}', '${}', '${A-\n}'])('says that %s is malformed', (template) => {
    const offsets: number[] = []
    substitute(`..${template}`, lookup, { onInvalid: (offset) => offsets.push(offset) })
    expect(offsets).toEqual([2])
  })

  it('gives the place of a variable inside an operand', () => {
    const unset: unknown[] = []
    substitute('ab${UNSET:-c$OTHER}', lookup, { onUnset: (...call) => unset.push(call) })
    expect(unset).toEqual([['OTHER', 12]])
  })

  it('leaves every text without a dollar sign as it is', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        fc.pre(!text.includes('$'))
        expect(substitute(text, lookup)).toBe(text)
      }),
    )
  })

  it('gives back every text whose dollar signs are doubled', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom('$', '{', '}', 'A', ':', '-') }), (text) => {
        expect(substitute(text.replaceAll('$', '$$$$'), lookup)).toBe(text)
      }),
    )
  })

  it('never throws, however deep expressions are nested', () => {
    expect(substitute('${A:-'.repeat(10_000) + '}'.repeat(10_000), lookup)).toContain('${A:-')
  })
})
