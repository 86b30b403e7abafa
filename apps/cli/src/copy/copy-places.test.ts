import { describe, expect, it } from 'vitest'
import { readPlace, wayOf } from './copy-places.ts'

describe('a place of a copy', () => {
  it.each([
    { text: 'web:/etc/hosts', is: { kind: 'service', service: 'web', path: '/etc/hosts' } },
    { text: 'web:a:b', is: { kind: 'service', service: 'web', path: 'a:b' } },
    { text: './web:x', is: { kind: 'local', path: './web:x' } },
    { text: '/a:b', is: { kind: 'local', path: '/a:b' } },
    { text: 'file', is: { kind: 'local', path: 'file' } },
    { text: '-', is: { kind: 'local', path: '-' } },
  ])('reads $text', ({ text, is }) => {
    expect(readPlace(text)).toEqual(is)
  })
})

const file = (path: string) => ({ path, kind: 'file' as const })
const folder = (path: string) => ({ path, kind: 'folder' as const })
const nothing = (path: string) => ({ path, kind: undefined })

describe('the way of a copy', () => {
  it.each([
    { source: file('/a/f'), target: folder('/b'), is: { folder: '/b', name: 'f' } },
    { source: file('/a/f'), target: file('/b/g'), is: { folder: '/b', name: 'g' } },
    { source: file('/a/f'), target: nothing('/b/g'), is: { folder: '/b', name: 'g' } },
    { source: file('/a/f'), target: nothing('/g'), is: { folder: '/', name: 'g' } },
    { source: folder('/a/d'), target: folder('/b/'), is: { folder: '/b/', name: 'd' } },
    { source: folder('/a/d/'), target: folder('/b'), is: { folder: '/b', name: 'd' } },
    { source: folder('/a/d/.'), target: folder('/b'), is: { folder: '/b', name: '' } },
    { source: folder('/a/d'), target: nothing('/b/e'), is: { folder: '/b', name: 'e' } },
    { source: folder('/a/d/.'), target: nothing('/b/e/'), is: { folder: '/b', name: 'e' } },
    { source: folder('/'), target: folder('/b'), is: { folder: '/b', name: '' } },
    {
      source: folder('/a/d'),
      target: file('/b/g'),
      is: { wrong: 'a folder cannot take the place of the file /b/g' },
    },
    { source: file('/a/f'), target: nothing('/b/e/'), is: { wrong: 'there is no folder /b/e/' } },
    { source: file('/a/f/'), target: folder('/b'), is: { wrong: '/a/f/ is not a folder' } },
  ])('from $source.path to $target.path', ({ source, target, is }) => {
    expect(wayOf({ source, target })).toEqual(is)
  })
})
