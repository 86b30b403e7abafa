import { describe, expect, it } from 'vitest'
import { dataOf, phaseTest } from '../testing/phase.ts'
import { itemsOf, nodeAt } from '../tree.ts'
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

describe('unique, of so many ports that a range was published', () => {
  const range = Array.from(
    { length: 2000 },
    (_, index) => `{target: ${index + 1}, published: "${index + 1}"}`,
  )
  const portsOf = (...more: readonly string[]) => {
    const { document } = phaseTest(`{services: {a: {ports: [${[...range, ...more].join(', ')}]}}}`)
    return itemsOf(nodeAt(uniqueDocument(document), 'services', 'a', 'ports'))
  }

  it.each([
    ['none are the same', [], 2000],
    ['one is there again', ['{target: 5, published: "5"}'], 2000],
    ['one is there again with other words', ['{target: 5, published: "5", protocol: tcp}'], 2000],
    ['one is there with another protocol', ['{target: 5, published: "5", protocol: udp}'], 2001],
    [
      'two publish a choice of ports',
      ['{target: 5, published: "5-9"}', '{target: 5, published: "5-9"}'],
      2001,
    ],
    ['two publish nothing', ['{target: 5}', '{target: 6}', '{target: 5}'], 2002],
    [
      'two publish what is no port',
      ['{target: 5, published: "70000"}', '{target: 5, published: "70000"}'],
      2001,
    ],
  ])('where %s', (_what, more, count) => {
    expect(portsOf(...more)).toHaveLength(count)
  })
})
