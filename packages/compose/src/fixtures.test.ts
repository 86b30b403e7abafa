import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
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

const isDeviation = ({ name }: FixtureCase) => name.startsWith('deviations/')

function load({ folder, request }: FixtureCase) {
  const environment = { ...baseEnvironment, ...request.environment }
  // A few cases name files beside their folder, or at home, that are not there: to be told so they lie within the roots.
  const disk = { cwd: folder, ...request, environment, roots: [dirname(folder), baseEnvironment.HOME] }
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
  const text = model && ((format: 'json' | 'yaml') => formatModel(model, format, request.options))
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

  it('has its deviations explained in docs/compose-differences.md', () => {
    const document = readFileSync(new URL('../../../docs/compose-differences.md', import.meta.url), 'utf8')
    const explained = /^## Cases$(.*?)^## /ms.exec(`${document}\n## `)?.[1] ?? ''
    const names = cases.filter(isDeviation).map(({ name }) => name.replace('deviations/', ''))
    expect([...explained.matchAll(/^\| `([a-z0-9-]+)` \| .{20,} \|$/gm)].map(([, name]) => name)).toEqual(
      names,
    )
  })
})
