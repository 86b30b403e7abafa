import { describe, expect, it } from 'vitest'
import { baseName, isAbsolutePath, joinPath, relativeTo, resolvePath } from './paths.ts'

describe('resolvePath', () => {
  it.each([
    ['/app', 'data', '/app/data'],
    ['/app', './data/', '/app/data'],
    ['/app', '../data', '/data'],
    ['/app', '../../..', '/'],
    ['/', 'data', '/data'],
    ['/app', '/etc/../hosts', '/etc/../hosts'],
    ['/app', String.raw`C:\data`, String.raw`C:\data`],
  ])('puts %s and %s together', (base, path, resolved) => {
    expect(resolvePath(base, path)).toBe(resolved)
  })
})

describe('isAbsolutePath', () => {
  it.each(['/a', String.raw`\\server\share`, 'C:/a', String.raw`d:\a`])('accepts %s', (path) => {
    expect(isAbsolutePath(path)).toBe(true)
  })

  it.each(['a', './a', 'C:a', '~'])('refuses %s', (path) => {
    expect(isAbsolutePath(path)).toBe(false)
  })
})

describe('baseName', () => {
  it.each([
    ['/a/b', 'b'],
    ['/a/b/', 'b'],
    ['/', ''],
  ])('of %s is %s', (path, name) => {
    expect(baseName(path)).toBe(name)
  })
})

describe('joinPath', () => {
  it.each([
    ['a', './b', 'a/b'],
    ['a/b', '../c', 'a/c'],
    ['..', '../x', '../../x'],
    ['.', '.', '.'],
  ])('of %s and %s is %s', (base, path, joined) => {
    expect(joinPath(base, path)).toBe(joined)
  })
})

describe('relativeTo', () => {
  it.each([
    ['/p', '/p/a/b', 'a/b'],
    ['/p/a', '/p/b', '../b'],
    ['/p', '/', '..'],
    ['/p', '/p/', '.'],
  ])('from %s to %s is %s', (from, to, way) => {
    expect(relativeTo(from, to)).toBe(way)
  })
})
