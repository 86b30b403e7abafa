import { describe, expect, it } from 'vitest'
import { dataOf, phaseTest } from '../testing/phase.ts'
import { uniqueDocument } from './unique.ts'

describe('unique', () => {
  it.each([
    [
      'volumes',
      '[{target: /a, source: x}, {target: /b}, {target: /a, source: y}]',
      [{ target: '/a', source: 'y' }, { target: '/b' }],
    ],
    [
      'ports',
      '[{target: 80, published: "1"}, {target: 80, published: "2"}]',
      [
        { target: 80, published: '1' },
        { target: 80, published: '2' },
      ],
    ],
    [
      'ports',
      '[{target: 80, published: "1", protocol: tcp}, {target: 80, published: "1"}]',
      [{ target: 80, published: '1' }],
    ],
    [
      'ports',
      '[{target: 80, host_ip: 0.0.0.0}, {target: 80, host_ip: 127.0.0.1}, {target: 80}]',
      [{ target: 80 }, { target: 80, host_ip: '127.0.0.1' }],
    ],
    ['cap_add', '[A, B, A]', ['A', 'B']],
    ['tmpfs', '["/a", "/b", "/a"]', ['/a', '/b']],
    ['expose', '["1", "2", "1"]', ['1', '2']],
    [
      'env_file',
      '[{path: a}, {path: b}, {path: a, required: false}]',
      [{ path: 'a', required: false }, { path: 'b' }],
    ],
    ['command', '[a, a]', ['a', 'a']],
  ])('keeps the last of equal items of %s in the place of the first: %s', (attribute, list, expected) => {
    const { document } = phaseTest(`{services: {a: {${attribute}: ${list}}}}`)
    expect(dataOf(uniqueDocument(document))).toEqual({ services: { a: { [attribute]: expected } } })
  })
})
