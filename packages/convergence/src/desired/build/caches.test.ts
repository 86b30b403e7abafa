import { describe, expect, it } from 'vitest'
import { isCacheEntry, readCaches } from './caches.ts'

describe('caches of a build', () => {
  it.each([
    { entry: 'host/app:cache', is: [{ type: 'registry', attributes: { ref: 'host/app:cache' } }] },
    {
      entry: 'one,two:2',
      is: [
        { type: 'registry', attributes: { ref: 'one' } },
        { type: 'registry', attributes: { ref: 'two:2' } },
      ],
    },
    {
      entry: 'type=registry,ref=host/app:cache,mode=max',
      is: [{ type: 'registry', attributes: { ref: 'host/app:cache', mode: 'max' } }],
    },
    { entry: 'type=local,src=cache', is: [{ type: 'local', attributes: { src: '/project/cache' } }] },
    { entry: 'type=local,DEST=/cache', is: [{ type: 'local', attributes: { dest: '/cache' } }] },
    { entry: 'type=inline', is: [{ type: 'inline', attributes: {} }] },
    { entry: '"type=local","src=a,""b"""', is: [{ type: 'local', attributes: { src: '/project/a,"b"' } }] },
  ])('are read as $entry', ({ entry, is }) => {
    expect(readCaches([entry], '/project')).toEqual(is)
    expect(isCacheEntry(entry)).toBe(true)
  })

  it.each(['ref=host/app', 'type=', 'type=local,cache', 'a,,b'])('are not understood as %s', (entry) => {
    expect(isCacheEntry(entry)).toBe(false)
    expect(readCaches([entry], '/project')).toEqual([])
  })
})
