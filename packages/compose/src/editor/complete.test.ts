import { describe, expect, it } from 'vitest'
import { editorRequest, markedText } from '../testing/editor-text.ts'
import { type Completion, completeAt } from './complete.ts'
import { applyEdits } from './text-edit.ts'

const complete = (marked: string, others?: Record<string, string>) => {
  const { request, position } = markedText(marked, others)
  const list = completeAt(request, position)
  const text = request.sources.get(request.file) ?? ''
  const choose = (label: string) => {
    const item = list.items.find((each) => each.label === label)
    if (item === undefined) throw new Error(`${label} is not offered: ${labelsOf(list.items)}`)
    return applyEdits(text, [{ file: request.file, start: list.start, end: list.end, text: item.text }])
  }
  return { ...list, labels: labelsOf(list.items), choose }
}

const labelsOf = (items: readonly Completion[]) => items.map(({ label }) => label)

const services = `services:
  db:
    image: redis
  web:
    image: nginx
`
const resources = `
networks:
  front:
volumes:
  data:
secrets:
  key: {file: ./key}
configs:
  conf: {content: x}
models:
  llm: {model: ai/x}
`

describe('completeAt', () => {
  it('offers the sections of an empty file, the usual ones first', () => {
    expect(complete('|').labels.slice(0, 4)).toEqual(['services', 'volumes', 'networks', 'secrets'])
  })

  it('offers the attributes of a service, without those it has', () => {
    const { labels } = complete(`${services}    |`)
    expect(labels.slice(0, 3)).toEqual(['build', 'ports', 'volumes'])
    expect(labels).not.toContain('image')
  })

  it('leaves out what stands below the cursor too', () => {
    expect(complete('services:\n  web:\n    |\n    ports: []\n').labels).not.toContain('ports')
  })

  it('sorts what is used less by name', () => {
    const { labels } = complete('services:\n  web:\n    |')
    const rest = labels.slice(17)
    expect(rest).toEqual(rest.toSorted())
  })

  it.each([
    ['a text', '    im|', 'image', '    image: '],
    ['a list', '    por|', 'ports', '    ports:\n      - '],
    ['a mapping', '    healthc|', 'healthcheck', '    healthcheck:\n      '],
    ['variables', '    envir|', 'environment', '    environment:\n      '],
    ['names', '    depends|', 'depends_on', '    depends_on:\n      - '],
    ['several kinds', '    bu|', 'build', '    build: '],
    ['a key that is changed', '    po|rts: []', 'ports', '    ports: []'],
  ])('opens %s behind a new key', (_what, line, label, result) => {
    const head = 'services:\n  web:\n    tty: true\n'
    expect(complete(head + line).choose(label)).toBe(head + result)
  })

  it('indents as the file does', () => {
    const text = 'services:\n    web:\n        por|'
    expect(complete(text).choose('ports')).toBe('services:\n    web:\n        ports:\n            - ')
  })

  it.each([
    ['true and false', 'init: |', ['true', 'false']],
    ['words', 'pull_policy: |', ['missing', 'always', 'never', 'build', 'daily', 'weekly']],
    ['words, typed in part', 'restart: unl|', ['unless-stopped', 'always', 'on-failure', 'no']],
    ['services to depend on', 'depends_on:\n      - |', ['db']],
    ['services in brackets', 'depends_on: [|]', ['db']],
    ['services in brackets still open', 'depends_on: [d|', ['db']],
    ['services behind a dash', 'depends_on:\n      -|', ['db']],
    ['services in quotes', 'depends_on:\n      - "|"', ['db']],
    ['services to link', 'links:\n      - |', ['db']],
    ['services to mount from', 'volumes_from:\n      - |', ['db']],
    ['services to extend, not itself', 'extends:\n      service: |', ['db']],
    ['services to extend by their name alone', 'extends: |', ['db']],
    ['namespaces', 'network_mode: |', ['host', 'none', 'bridge', 'service:db']],
    ['networks', 'networks:\n      - |', ['front', 'default']],
    ['volumes', 'volumes:\n      - |', ['data', 'type', 'source']],
    ['the source of a mount', 'volumes:\n      - type: volume\n        source: |', ['data']],
    ['secrets', 'secrets: [|]', ['key']],
    ['configs', 'configs: [|]', ['conf']],
    ['models', 'models: [|]', ['llm']],
    [
      'conditions',
      'depends_on:\n      db:\n        condition: |',
      ['service_started', 'service_healthy', 'service_completed_successfully'],
    ],
    ['items that have no dash yet', 'depends_on:\n      |', ['- db', 'db']],
    ['further items', 'networks:\n      - default\n      |', ['- front']],
    ['names as keys', 'networks:\n      front:\n      |', ['default']],
    ['nothing for free text', 'image: |', []],
    ['nothing below a text', 'image: x\n      |', []],
    ['nothing in a comment', 'init: # |', []],
    ['nothing in block text', 'command: >\n      ab\n      |', []],
  ])('offers %s', (_what, line, labels) => {
    const found = complete(`${services}    ${line}${resources}`).labels
    expect(found.slice(0, Math.max(labels.length, 1))).toEqual(labels)
  })

  it('offers only what fits behind the dash of a reference', () => {
    expect(complete(`${services}    depends_on:\n      - |`).labels).toEqual(['db'])
  })

  it('offers profiles that other services have', () => {
    const text = 'services:\n  a:\n    profiles: [debug, test]\n  b:\n    profiles: [|]\n'
    expect(complete(text).labels).toEqual(['debug', 'test'])
  })

  it('writes a word that means false in quotes', () => {
    expect(complete('services:\n  a:\n    restart: |').choose('no')).toBe(
      'services:\n  a:\n    restart: "no"',
    )
  })

  it('writes the missing space behind a colon', () => {
    expect(complete('services:\n  a:\n    init:|').choose('true')).toBe('services:\n  a:\n    init: true')
  })

  it('asks for the condition of a dependency that is written as a key', () => {
    expect(complete(`${services}    depends_on:\n      |`).choose('db')).toBe(
      `${services}    depends_on:\n      db:\n        `,
    )
  })

  it('offers what fits in braces where nothing is typed yet', () => {
    expect(complete('services: {web: {|}}').labels).toContain('image')
    expect(complete('services: {web: {restart: |}}').labels).toContain('always')
  })

  it('keeps the colon of a name that is written as a key', () => {
    const found = complete(`${services}    depends_on:\n      d|:\n        condition: service_started\n`)
    expect(found.choose('db')).toContain('      db:\n        condition')
  })

  it('offers a name once that two files declare, and those of every file of an include', () => {
    const text = `include:\n  - path: [a.yaml, b.yaml]\n${services}    depends_on: [|]\n`
    const { labels } = complete(text, {
      'a.yaml': 'services:\n  cache: {image: x}\n  db: {image: x}\n',
      'b.yaml': 'services:\n  queue: {image: x}\n',
    })
    expect(labels).toEqual(['db', 'cache', 'queue'])
  })

  it('offers no profile where no service has one', () => {
    expect(complete('services: {web: {profiles: [|]}}').labels).toEqual([])
  })

  it('completes keys in braces', () => {
    const text = 'services: {web: {im|}}'
    expect(complete(text).choose('image')).toBe('services: {web: {image: }}')
  })

  it.each([
    ['${|', '${TAG}'],
    ['${T|', '${TAG}'],
    ['${T|}', '${TAG}'],
    ['${T|:-1}', '${TAG:-1}'],
    ['$T|', '$TAG'],
  ])('completes a variable in %s', (typed, result) => {
    const env = { '.env': 'TAG=1.28\nDB_PASSWORD=x\n' }
    const head = 'services:\n  a:\n    image: nginx:'
    const found = complete(head + typed, env)
    expect(found.choose('TAG')).toBe(head + result)
    expect(found.items).toMatchObject([
      { label: 'DB_PASSWORD', detail: '.env: hidden' },
      { label: 'TAG', detail: '.env: 1.28' },
    ])
  })

  it('offers variables that are used elsewhere, and says that they are not set', () => {
    const text = 'services:\n  a:\n    image: "$' + '{A}"\n    user: $' + '{|'
    expect(complete(text).items).toMatchObject([{ label: 'A', detail: 'not set' }])
  })

  it('knows the names of included files', () => {
    const others = { 'sub/x.yaml': 'services:\n  cache:\n    image: redis\n' }
    const text = 'include: [sub/x.yaml]\nservices:\n  a:\n    depends_on: [|]\n'
    expect(complete(text, others).items).toMatchObject([{ label: 'cache', detail: 'redis' }])
  })

  it('offers the services of the file that is extended', () => {
    const text = 'services:\n  a:\n    extends:\n      file: base.yaml\n      service: |\n'
    expect(complete(text, { 'base.yaml': 'services:\n  a: {}\n  b: {}\n' }).labels).toEqual(['a', 'b'])
  })

  it('offers all of a thousand services, before and after a letter is typed', () => {
    const many = Array.from(
      { length: 1000 },
      (_, n) =>
        `  s${n}:\n    image: x\n    depends_on:\n      - s0\n    environment:\n      A: b\n    ports: ["80"]\n`,
    )
    const text = `services:\n${many.join('')}  last:\n    depends_on:\n      - `
    const request = editorRequest({ 'compose.yaml': text })
    expect(completeAt(request, text.length).items).toHaveLength(1000)
    const typed = editorRequest({ 'compose.yaml': `${text}s` })
    expect(completeAt(typed, text.length + 1).items).toHaveLength(1000)
  })

  it('never throws, wherever the cursor stands', () => {
    const text = `${services}    depends_on: [db, {a: b}]\n    environment: {A: "$` + `{B:-c}"}\n${resources}`
    const request = editorRequest({ 'compose.yaml': text })
    for (let at = 0; at <= text.length; at++) {
      const { start, end } = completeAt(request, at)
      expect(start).toBeLessThanOrEqual(at)
      expect(end).toBeGreaterThanOrEqual(at)
    }
  })
})
