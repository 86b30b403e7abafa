import { describe, expect, it } from 'vitest'
import { landingPath } from './landing-path.ts'
import { checkSetUp, tokenOf } from './set-up-form.ts'

describe('landingPath', () => {
  it.each([
    ['/projects/shop?plan=up', '/projects/shop?plan=up'],
    [undefined, '/projects'],
    ['https://evil.example', '/projects'],
    ['//evil.example', '/projects'],
    ['/\\evil.example', '/projects'],
    [['/a', '/b'], '/projects'],
  ])('%j leads to %s', (next, path) => {
    expect(landingPath(next)).toBe(path)
  })
})

describe('set-up', () => {
  it('takes the token of the link', () => {
    expect(tokenOf('#token=abc-123')).toBe('abc-123')
    expect(tokenOf('')).toBe('')
  })

  it('accepts a whole form', () => {
    expect(checkSetUp({ token: 't', name: 'ada', password: 'long enough' })).toEqual({})
  })

  it('says what is wrong with each field', () => {
    const faults = checkSetUp({ token: ' ', name: 'Ada Lovelace', password: 'short' })
    expect(Object.keys(faults)).toEqual(['token', 'name', 'password'])
    expect(faults.password).toContain('5 more to go')
  })
})
