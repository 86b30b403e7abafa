import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { dataOf, phaseTest } from '../testing/phase.ts'
import { mergeDocuments } from './merge.ts'

function merge(base: string, over: string) {
  const { document, place, reported } = phaseTest(over)
  const merged = mergeDocuments(phaseTest(base).document, document, place)
  return { data: dataOf(merged), reported: reported() }
}

const service = (attributes: string) => `{services: {a: {${attributes}}}}`

describe('merge', () => {
  it.each<[string, string, string, object]>([
    ['replaces scalars', 'image: x, user: u', 'image: y', { image: 'y', user: 'u' }],
    ['joins mappings', 'labels: {a: 1, b: 2}', 'labels: {b: 3, c: 4}', { labels: { a: 1, b: 3, c: 4 } }],
    ['appends lists', 'ports: [1]', 'ports: [2]', { ports: [1, 2] }],
    [
      'leaves things as they were for an empty value',
      'ports: [1], user: u',
      'ports: , user: ',
      { ports: [1], user: 'u' },
    ],
    ['replaces a command', 'command: [a, b]', 'command: [c]', { command: ['c'] }],
    [
      'clears a command',
      'command: [a], entrypoint: [b]',
      'command: , entrypoint: ',
      { command: null, entrypoint: null },
    ],
    [
      'replaces a test',
      'healthcheck: {test: [a], retries: 1}',
      'healthcheck: {test: [b]}',
      { healthcheck: { test: ['b'], retries: 1 } },
    ],
    [
      'takes a variable back to its outside value',
      'environment: {A: 1}',
      'environment: {A: }',
      { environment: { A: null } },
    ],
    [
      'keeps settings of a network',
      'networks: {n: {aliases: [a]}}',
      'networks: {n: , m: }',
      { networks: { n: { aliases: ['a'] }, m: null } },
    ],
  ])('%s', (_behaviour, base, over, expected) => {
    expect(merge(service(base), service(over))).toEqual({ data: { services: { a: expected } }, reported: [] })
  })

  it('joins address pools by subnet', () => {
    const network = (pools: string) => `{networks: {n: {ipam: {config: ${pools}}}}}`
    const { data } = merge(
      network('[{subnet: a, gateway: 1}, {subnet: b}]'),
      network('[{subnet: a, gateway: 2}, {subnet: c}]'),
    )
    expect(data).toEqual({
      networks: { n: { ipam: { config: [{ subnet: 'a', gateway: 2 }, { subnet: 'b' }, { subnet: 'c' }] } } },
    })
  })

  it('reports forms that do not go together, at the later file', () => {
    expect(merge('{x-a: [1]}', '{x-a: {b: 1}}')).toEqual({
      data: { 'x-a': [1] },
      reported: ['COMPOSE_WRONG_TYPE 1:7'],
    })
  })

  it('changes nothing when the later file is empty', () => {
    const tree = fc.letrec((tie) => ({
      node: fc.oneof(
        { depthSize: 'small' },
        fc.string(),
        fc.integer(),
        fc.boolean(),
        fc.array(tie('node')),
        fc.dictionary(fc.string(), tie('node')),
      ),
    })).node
    fc.assert(
      fc.property(fc.dictionary(fc.string({ minLength: 1 }), tree), (value) => {
        const { document, place } = phaseTest(JSON.stringify(value))
        expect(mergeDocuments(document, phaseTest('{x-nothing: 1}').document, place).entries).toEqual(
          new Map([...document.entries, ['x-nothing', expect.anything()]]),
        )
      }),
      { numRuns: 50 },
    )
  })
})
