import { describe, expect, it } from 'vitest'
import { dataOf, phaseTest } from '../testing/phase.ts'
import { deletePaths, takeResets } from './resets.ts'

describe('takeResets', () => {
  it('drops what is reset and keeps what overrides, and names the places of both', () => {
    const { document, paths } = takeResets(phaseTest('{a: !reset null, b: {c: !override [1], d: 2}}').node)
    expect(dataOf(document)).toEqual({ b: { c: [1], d: 2 } })
    expect(paths).toEqual([['a'], ['b', 'c']])
  })

  it('drops a reset item of a list', () => {
    expect(dataOf(takeResets(phaseTest('{a: [1, !reset 2, 3]}').node).document)).toEqual({ a: [1, 3] })
  })

  it('drops a whole document', () => {
    expect(takeResets(phaseTest('!reset {a: 1}').node).document).toBeUndefined()
  })
})

describe('deletePaths', () => {
  it('deletes at any depth and minds no path that leads nowhere', () => {
    const { document } = phaseTest('{a: {b: {c: 1, d: 2}}, e: [1], f: 1}')
    const paths = [['a', 'b', 'c'], ['e', 0], ['f'], ['g', 'h'], ['f', 'i']]
    expect(dataOf(deletePaths(document, paths))).toEqual({ a: { b: { d: 2 } }, e: [1] })
  })
})
