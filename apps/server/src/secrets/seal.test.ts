import { randomBytes } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { createSeal, keyIdOf, SealError } from './seal.ts'

const seal = createSeal(randomBytes(32))

describe('a seal', () => {
  it.each(['hunter2', '', 'größer 🔑\n', 'x'.repeat(100_000)])('opens to what was sealed: %#', (text) => {
    expect(seal.open(seal.seal(text, 'shop'), 'shop')).toBe(text)
  })

  it('hides the text, and even that two are the same', () => {
    const [one, other] = [seal.seal('hunter2', 'shop'), seal.seal('hunter2', 'shop')]
    expect(one).not.toContain('hunter2')
    expect(one).not.toBe(other)
    expect([keyIdOf(one), keyIdOf(other)]).toEqual([seal.keyId, seal.keyId])
  })

  it('gives equal texts a fingerprint that another key would not', () => {
    expect(seal.fingerprint('a')).toBe(seal.fingerprint('a'))
    expect(seal.fingerprint('a')).not.toBe(seal.fingerprint('b'))
    expect(createSeal(randomBytes(32)).fingerprint('a')).not.toBe(seal.fingerprint('a'))
  })

  it('does not open in another place, with another key, or after a change', () => {
    const sealed = seal.seal('hunter2', 'shop')
    const changed = sealed.slice(0, -2) + (sealed.endsWith('AA') ? 'BB' : 'AA')
    expect(() => seal.open(sealed, 'blog')).toThrow(SealError)
    expect(() => createSeal(randomBytes(32)).open(sealed, 'shop')).toThrow('another key')
    expect(() => seal.open(changed, 'shop')).toThrow(SealError)
    expect(() => seal.open(`${seal.keyId}.AAAA`, 'shop')).toThrow('cut short')
    expect(() => seal.open('', 'shop')).toThrow(SealError)
  })
})
