import { describe, expect, it } from 'vitest'
import { createDetachFilter, parseDetachKeys } from './detach-keys.ts'

describe('detach keys', () => {
  it.each([
    { text: 'ctrl-p,ctrl-q', codes: [16, 17] },
    { text: 'a', codes: [97] },
    { text: 'ctrl-@,ctrl-[,X', codes: [0, 27, 88] },
  ])('are read from $text', ({ text, codes }) => {
    expect(parseDetachKeys(text)).toEqual(Uint8Array.from(codes))
  })

  it.each(['', 'ctrl-', 'ctrl-p,', 'enter'])("are not read from '%s'", (text) => {
    expect(parseDetachKeys(text)).toMatchObject({ problem: { code: 'CLI_BAD_VALUE' } })
  })

  it.each([
    { typed: ['hello'], passed: 'hello', isDetached: false },
    { typed: ['hex'], passed: 'he', isDetached: false },
    { typed: ['hex', 'y!'], passed: 'he', isDetached: true },
    { typed: ['x', 'z'], passed: 'xz', isDetached: false },
    { typed: ['xxy'], passed: 'x', isDetached: true },
  ])('x,y in $typed pass on $passed', ({ typed, passed, isDetached }) => {
    const filter = createDetachFilter(new TextEncoder().encode('xy'))
    const results = typed.map((text) => filter(new TextEncoder().encode(text)))
    expect(results.map(({ bytes }) => new TextDecoder().decode(bytes)).join('')).toBe(passed)
    expect(results.at(-1)?.isDetached).toBe(isDetached)
  })
})
