import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import {
  baseEnvironment,
  type FixtureCase,
  hideFolder,
  listCases,
  readOracle,
} from '../scripts/fixture-cases.ts'
import { formatDiagnostic, formatModel, formatProject } from './index.ts'
import { type DiskRequest, loadModelFromDisk, loadProjectFromDisk } from './node.ts'

/** Where we differ from the reference on purpose; each has its folder in fixtures/deviations. */
const deviations = {
  'address-pools-of-two-files': 'The reference loses pools of the first file; we join them by subnet.',
  'duplicate-port-as-number':
    'The reference publishes a port twice when one of the two is written as a number.',
  'include-variable-in-map':
    'In an included project the reference gives `- VAR` the value of its own .env, but not `VAR:`; we do both.',
  'include-with-unknown-key':
    'The reference includes nothing, without a word, when `path` is spelt otherwise.',
  'numbers-beyond-64-bits': 'The reference keeps other numbers than the file has.',
  'one-letter-volume':
    'The reference mounts an anonymous volume at "v:/data", which the Engine then refuses.',
  'operands-not-needed':
    'The reference fails for a variable in a default that is not used; its next version does not.',
  'relative-mount-target': 'The reference leaves it to the Engine to refuse the target.',
  'reset-by-name-in-a-list':
    'The reference keeps a variable or label that is reset by name where the file before wrote a list.',
  'same-host-in-two-spellings': 'The reference keeps h:1.1.1.1 and h=1.1.1.1 as two equal entries.',
  'size-with-fraction': 'The reference drops the size without a word.',
  'ssh-key-with-path': 'The reference cannot print the JSON of an SSH key that has a path.',
  'unknown-restart-policy': 'The reference leaves it to the Engine to refuse the policy.',
  'unquoted-date': 'The reference refuses unquoted dates; we read them as text and warn.',
  'yaml-directive': 'The reference refuses `%YAML 1.2`, the version that compose files are written in.',
} as const

const isDeviation = ({ name }: FixtureCase) => name.startsWith('deviations/')

function load({ folder, request }: FixtureCase) {
  const environment = { ...baseEnvironment, ...request.environment }
  const disk = { cwd: folder, ...request, environment, roots: [folder] }
  const hide = (text: string) => hideFolder(text, { folder })
  const result = request.options?.interpolate === false ? printableModel(disk) : printableProject(disk)
  const print = (format: 'json' | 'yaml') => result.text && hide(result.text(format))
  const diagnostics = result.diagnostics
    .map((each) => hide(formatDiagnostic(each, result.sources)))
    .join('\n\n')
  return { print, diagnostics }
}

function printableProject(request: DiskRequest) {
  const { project, diagnostics, sources } = loadProjectFromDisk(request)
  const text = project && ((format: 'json' | 'yaml') => formatProject(project, format))
  return { text, diagnostics, sources }
}

function printableModel(request: DiskRequest) {
  const { model, diagnostics, sources } = loadModelFromDisk(request)
  const text = model && ((format: 'json' | 'yaml') => formatModel(model, format))
  return { text, diagnostics, sources }
}

const cases = listCases()
const faithful = cases.filter((fixture) => !isDeviation(fixture))
const loadable = faithful.filter((fixture) => readOracle(fixture).status === 0)
const faulty = faithful.filter((fixture) => readOracle(fixture).status !== 0)

describe('the fixtures', () => {
  it.each(loadable)('$name prints what docker compose config prints', (fixture) => {
    const { json, yaml } = readOracle(fixture)
    const { print } = load(fixture)
    expect(print('json')).toBe(json?.join('\n'))
    expect(print('yaml')).toBe(yaml?.join('\n'))
  })

  it.each(faulty)('$name is refused, as docker compose refuses it', (fixture) => {
    expect(load(fixture).print('json')).toBeUndefined()
  })

  it.each(cases.filter(isDeviation))('$name differs from docker compose, on purpose', (fixture) => {
    expect(load(fixture).print('json')).not.toBe(readOracle(fixture).json?.join('\n'))
  })

  it.each(cases)('$name says what its diagnostics.txt holds', async (fixture) => {
    const golden = join(fixture.folder, 'diagnostics.txt')
    const { diagnostics } = load(fixture)
    if (diagnostics !== '') await expect(`${diagnostics}\n`).toMatchFileSnapshot(golden)
    expect(existsSync(golden)).toBe(diagnostics !== '')
  })

  it('gives the reason for every deviation', () => {
    const names = cases.filter(isDeviation).map(({ name }) => name.replace('deviations/', ''))
    expect(Object.keys(deviations)).toEqual(names)
  })
})
