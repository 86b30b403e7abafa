import { describe, expect, it } from 'vitest'
import { ignoredFor, matches } from './filters.ts'

describe('a pattern', () => {
  it.each([
    ['main', 'main', true],
    ['main', 'main2', false],
    ['release/*', 'release/1.2', true],
    ['release/*', 'release/1/2', false],
    ['*', 'feature/x', false],
    ['**', 'feature/x', true],
    ['shop/**', 'shop/app/main.c', true],
    ['shop/**', 'shop', false],
    ['shop/**', 'blog/shop/x', false],
    ['**/compose.yaml', 'compose.yaml', true],
    ['**/compose.yaml', 'a/b/compose.yaml', true],
    ['**/compose.yaml', 'a/xcompose.yaml', false],
    ['/shop/*.yaml', 'shop/compose.yaml', true],
    ['v?', 'v1', true],
    ['v?', 'v12', false],
    ['a.c', 'abc', false],
  ])('%s matches %s: %s', (pattern, name, expected) => {
    expect(matches(pattern, name)).toBe(expected)
  })

  it('of many stars takes no time to fail', () => {
    expect(matches('*a'.repeat(90), `${'a'.repeat(500)}b`)).toBe(false)
  })
})

describe('a push', () => {
  const push = { kind: 'push', branches: ['main'], paths: ['shop/compose.yaml', 'README.md'] } as const

  it.each([
    [{}, undefined],
    [{ branch: 'main' }, undefined],
    [{ branch: 'dev' }, 'branch'],
    [{ branch: 'main', paths: ['blog/**', 'shop/**'] }, undefined],
    [{ paths: ['blog/**'] }, 'paths'],
    [{ branch: 'dev', paths: ['blog/**'] }, 'branch'],
    [{ tag: 'v1' }, undefined],
  ])('with the filters %j is ignored for: %s', (filters, expected) => {
    expect(ignoredFor(push, filters)).toBe(expected)
  })

  it('that does not say what it touches is taken', () => {
    expect(ignoredFor({ kind: 'push', branches: ['main'] }, { paths: ['blog/**'] })).toBeUndefined()
  })
})

describe('an image', () => {
  it.each([
    [{}, undefined],
    [{ tag: 'v*' }, undefined],
    [{ tag: 'latest' }, 'tag'],
    [{ branch: 'main', paths: ['shop/**'] }, undefined],
  ])('with the filters %j is ignored for: %s', (filters, expected) => {
    expect(ignoredFor({ kind: 'image', repository: 'ada/shop', tags: ['v1'] }, filters)).toBe(expected)
  })
})
