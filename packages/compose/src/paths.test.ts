import { describe, expect, it } from 'vitest'
import { baseName, isAbsolutePath, resolvePath } from './paths.ts'

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
