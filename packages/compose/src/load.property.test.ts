import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { listCases } from '../scripts/fixture-cases.ts'
import { formatProject, loadProject } from './index.ts'
import { loadProjectFromDisk } from './node.ts'

const load = (text: string) =>
  loadProject({
    files: ['/app/compose.yaml'],
    sources: new Map([['/app/compose.yaml', text]]),
    absent: new Set(['/app/.env', '/app/profile.json']),
    workingDir: '/app',
    environment: {},
  })

const seed = `name: shop
x-base: &base {image: "nginx:\${TAG:-1}", environment: [A=1, B]}
services:
  web:
    <<: *base
    ports: ["8080:80", {target: 81}]
    volumes: ["data:/data:ro", ./a:/b]
    depends_on: {db: {condition: service_healthy}}
    healthcheck: {test: [CMD, "true"], interval: 1m30s}
  db: {build: ./db, command: run "a b", networks: [back]}
networks: {back: {ipam: {config: [{subnet: 10.0.0.0/24}]}}}
volumes: {data: }
`

/** Pieces that mean something to YAML or Compose, for mutations that get past the parser. */
const piece = fc.constantFrom(
  'null',
  '{',
  '}',
  '[',
  ']',
  ': ',
  '- ',
  '\n  ',
  '"',
  '&a ',
  '*a',
  '!reset ',
  '${',
  '$',
  '5',
  'x-',
  '\t',
  '<<: ',
)

const mutation = fc.record({ at: fc.nat({ max: seed.length }), remove: fc.nat({ max: 12 }), insert: piece })

const mutate = (text: string, { at, remove, insert }: { at: number; remove: number; insert: string }) =>
  text.slice(0, at) + insert + text.slice(at + remove)

/** Any UTF-16 unit, also half a pair; the common ones often. */
const character = fc.oneof(
  piece,
  fc.nat({ max: 0xff_ff }).map((code) => String.fromCharCode(code)),
)

describe('loadProject, for any text', () => {
  it('answers mutated files with a project or with errors that have a place, never with an exception', () => {
    fc.assert(
      fc.property(fc.array(mutation, { minLength: 1, maxLength: 4 }), (mutations) => {
        const { project, diagnostics } = load(mutations.reduce(mutate, seed))
        const errors = diagnostics.filter(({ severity }) => severity === 'error')
        expect(project === undefined).toBe(errors.length > 0)
        for (const { code, range } of errors) if (code !== 'COMPOSE_EMPTY') expect(range).toBeDefined()
      }),
      { numRuns: 150 },
    )
  })

  it('answers texts of any characters', () => {
    fc.assert(
      fc.property(fc.string({ unit: character, maxLength: 200 }), (text) => {
        expect(load(text)).toHaveProperty('diagnostics')
      }),
    )
  })
})

const override = '/app/compose.override.yaml'

const loadWith = (text: string, over: string) =>
  loadProject({
    files: ['/app/compose.yaml', override],
    sources: new Map([
      ['/app/compose.yaml', text],
      [override, over],
    ]),
    absent: new Set(['/app/.env']),
    workingDir: '/app',
    environment: {},
  })

describe('an override file', () => {
  it.each([
    'services: {}',
    'services:\n  web: {}\n  db: {}',
    'x-note: "1"\nservices: {web: {environment: {}}}',
  ])('that says nothing changes nothing: %j', (over) => {
    const alone = load(seed).project
    const together = loadWith(seed, over).project
    expect(together?.services).toEqual(alone?.services)
    expect(alone).toBeDefined()
  })
})

describe('interpolation', () => {
  it('leaves text without a dollar sign as it is', () => {
    const plain = fc.string({ unit: 'grapheme-ascii', maxLength: 60 }).filter((text) => !text.includes('$'))
    fc.assert(
      fc.property(plain, (text) => {
        const { project } = load(JSON.stringify({ services: { a: { image: 'x', labels: { note: text } } } }))
        expect(project?.services.a?.labels).toEqual({ note: text })
      }),
    )
  })
})

describe('a project that was printed', () => {
  /** What the reference prints of these it cannot load again itself. */
  const notRepeatable = [
    // Doubled dollars in keys stay doubled, as keys are not interpolated.
    'interpolation/keys-are-left-alone',
    // A config that is empty, or only said not to be external, is printed without a source.
    'configs/empty-content',
    'configs/external-forms',
    // Minus zero is printed as a whole number, which has none.
    'yaml/numbers-at-the-edge',
    // So is a hook without its empty command, and a key with a colon where an equals sign is read.
    'develop/exec',
    'deviations/ssh-key-with-path',
    'services/hooks-without-words',
    // Minus one is printed as a text that is then no size, and a number like a text, twice the same.
    'merge/memory',
    'services/memory-numbers',
    'services/size-forms',
    'build/shm-size-below-zero',
    'services/blkio-config-sparse',
    'services/group-add',
    // An empty context is printed as none, a variable without a name as a key, and two addresses of a host as one.
    'build/empty-context',
    'labels/list-without-key',
    'services/extra-hosts-odd-texts',
  ]

  const projects = listCases().flatMap(({ name, folder, request }) => {
    const { project } = loadProjectFromDisk({ cwd: folder, environment: {}, ...request })
    // Which services there are depends on the profiles, which a printed file does not keep.
    const hasProfiles = Object.values(project?.services ?? {}).some(
      ({ profiles = [] }) => profiles.length > 0,
    )
    // A project that steps were left out of is for reading only.
    if (request.options !== undefined) return []
    const isWhole = Object.keys(project?.disabledServices ?? {}).length === 0 && !hasProfiles
    return project && isWhole && !notRepeatable.includes(name) ? [{ name, project }] : []
  })

  it.each(projects)('$name loads again and prints the same', ({ project }) => {
    const printed = formatProject(project, 'yaml')
    const again = load(printed).project
    expect(again && formatProject(again, 'yaml')).toBe(printed)
  })
})
