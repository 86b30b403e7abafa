import { describe, expect, it } from 'vitest'
import { createFindings } from '../context.ts'
import { createSource } from '../source.ts'
import { dataOf } from '../testing/phase.ts'
import { parseYaml } from './yaml.ts'

function parse(text: string) {
  const findings = createFindings()
  const documents = parseYaml(createSource('compose.yaml', text), findings)
  const reported = findings
    .sorted(['compose.yaml'])
    .map(({ code, range }) => `${code} ${range?.line}:${range?.column}`)
  return { documents, data: documents.map(dataOf), reported }
}

describe('parseYaml', () => {
  it('gives one tree for each document, and none for an empty one, which it reports', () => {
    const { data, reported } = parse('a: 1\n---\n# nothing\n---\nb: 2\n...\n')
    expect(data).toEqual([{ a: 1 }, { b: 2 }])
    expect(reported).toEqual(['COMPOSE_EMPTY_DOCUMENT 2:1'])
    expect(parse('# nothing\n')).toMatchObject({ data: [], reported: [] })
  })

  it('keeps the place of every value', () => {
    const [document] = parse('a:\n  b: [1, "two"]\n').documents
    const list = document?.kind === 'mapping' ? document.entries.get('a')?.value : undefined
    const two = list?.kind === 'mapping' ? list.entries.get('b')?.value : undefined
    expect(two?.kind === 'sequence' && two.items[1]?.origin).toMatchObject({ start: 12, end: 17 })
  })

  it('keeps quoted texts as texts and follows explicit tags', () => {
    expect(parse('{a: "1", b: \'true\', c: !!str 1, d: !!int "1", e: ""}').data).toEqual([
      { a: '1', b: 'true', c: '1', d: 1, e: '' },
    ])
  })

  it('writes out aliases and merge keys; own keys win, and of several the first', () => {
    const { data } = parse('x: &x {a: 1, b: 1}\ny: &y {b: 2, c: 2}\nz: {<<: [*x, *y], a: own}\nw: *x\n')
    expect(data).toMatchObject([{ z: { a: 'own', b: 1, c: 2 }, w: { a: 1, b: 1 } }])
  })

  it('remembers merge tags', () => {
    const [document] = parse('{a: !reset null, b: !override [1], c: !other 1}').documents
    const tags =
      document?.kind === 'mapping' ? [...document.entries.values()].map(({ value }) => value.tag) : []
    expect(tags).toEqual(['reset', 'override', undefined])
  })

  it.each([
    ['a duplicate key', 'a: 1\nb: 2\na: 3\n', 'COMPOSE_DUPLICATE_KEY 3:1'],
    ['a key that is no text', 'a: {5: x}\n', 'COMPOSE_KEY_NOT_STRING 1:5'],
    ['a key that is a collection', '? [a]\n: b\n', 'COMPOSE_KEY_NOT_STRING 1:3'],
    ['an alias without an anchor', 'a: *b\n', 'COMPOSE_YAML_INVALID 1:4'],
    ['an alias inside its own anchor', 'a: &b {c: *b}\n', 'COMPOSE_YAML_INVALID 1:11'],
    ['a merge key with a text', 'a: {<<: b}\n', 'COMPOSE_YAML_INVALID 1:9'],
    ['an open quote', 'a: "b\n', 'COMPOSE_YAML_INVALID 1:4'],
    ['an open bracket', 'a: [b\n', 'COMPOSE_YAML_INVALID 1:4'],
    ['an open bracket above other keys', 'a: [b,\nc: d\n', 'COMPOSE_YAML_INVALID 1:4'],
    ['a missing comma', 'a: ["b" "c"]\n', 'COMPOSE_YAML_INVALID 1:9'],
    ['a closing bracket alone', 'a: ]\n', 'COMPOSE_YAML_INVALID 1:4'],
    ['a tab as indentation', 'a:\n\tb: 1\n', 'COMPOSE_YAML_INVALID 2:1'],
    ['two values', 'a: "b" c\n', 'COMPOSE_YAML_INVALID 1:8'],
    ['a key without colon', 'a: 1\nb\nc: 1\n', 'COMPOSE_YAML_INVALID 2:1'],
    ['two keys on a line', 'a: b: c\n', 'COMPOSE_YAML_INVALID 1:5'],
    ['a list behind its key', 'a: - b\n', 'COMPOSE_YAML_INVALID 1:4'],
    ['a sign that begins no value', 'a: @b\n', 'COMPOSE_YAML_INVALID 1:4'],
    ['an unknown escape', 'a: "b\\q"\n', 'COMPOSE_YAML_INVALID 1:6'],
    ['a block text with its first line', 'a: |b\n', 'COMPOSE_YAML_INVALID 1:5'],
    ['a control character', 'a: \u0001\n', 'COMPOSE_YAML_INVALID 1:4'],
    ['a key without its colon', 'a:\n  b\n    c: d\n', 'COMPOSE_YAML_INVALID 2:3'],
    ['a colon without its space', 'a:\n  b:c\n  d: e\n', 'COMPOSE_YAML_INVALID 2:3'],
    ['a colon in a text', 'a: b c: d\n', 'COMPOSE_YAML_INVALID 1:7'],
    ['a merge key without its anchor, once', 'a:\n  <<: *b\n', 'COMPOSE_YAML_INVALID 2:7'],
    ['a key that is a date', 'a: {2020-01-02: x}\n', 'COMPOSE_KEY_NOT_STRING 1:5'],
  ])('reports %s', (_what, text, expected) => {
    expect(parse(text).reported).toEqual([expected])
  })

  it.each([
    ['x: &common {}\na: *comon\n', 'No anchor &comon is above. Did you mean *common?', 'Write *common.'],
    ['a:\n  b:c\n  d: e\n', 'There is no space behind the colon of `b:c`.', 'Write `b: c`.'],
  ])('says what was meant in %j', (text, message, fix) => {
    const findings = createFindings()
    parseYaml(createSource('compose.yaml', text), findings)
    expect(findings.sorted([])).toMatchObject([{ message, fix }])
  })

  it('refuses aliases that expand without bound', () => {
    const lines = ['a0: &a0 [x, x, x, x, x, x, x, x, x, x]']
    for (let level = 1; level < 10; level++) {
      const aliases = Array.from({ length: 10 }, () => `*a${level - 1}`).join(', ')
      lines.push(`a${level}: &a${level} [${aliases}]`)
    }
    expect(parse(lines.join('\n'))).toMatchObject({ documents: [], reported: ['COMPOSE_TOO_LARGE 6:10'] })
  })

  it('reports what else is wrong below, as far as lines can be read alone', () => {
    const text = `a:
  b: "x
c:
  d: [1
     2, 3]
  e: f: g
 h: 1
i: 1
j
`
    expect(parse(text).reported).toEqual([
      'COMPOSE_YAML_INVALID 2:6',
      'COMPOSE_YAML_INVALID 6:7',
      'COMPOSE_YAML_INVALID 9:1',
    ])
  })

  it.each([
    ['brackets', '['.repeat(50_000)],
    ['dashes', '- '.repeat(50_000)],
    ['braces', '{a: '.repeat(50_000)],
  ])('refuses %s that are nested without end', (_what, text) => {
    const { documents, reported } = parse(text)
    expect(documents).toEqual([])
    expect(reported).toEqual([expect.stringContaining('COMPOSE_TOO_LARGE')])
  })

  it('refuses a text that is too long', () => {
    expect(parse(`a: ${'x'.repeat(2_000_001)}`).reported).toEqual(['COMPOSE_TOO_LARGE 1:1'])
  })
})
