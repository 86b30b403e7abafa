import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { plain } from '../src/bind/read.ts'
import { createFindings } from '../src/context.ts'
import { attributeUses } from '../src/editor.ts'
import { parseYaml } from '../src/parse/yaml.ts'
import { createSource } from '../src/source.ts'
import { type FixtureCase, listCases, readOracle } from './fixture-cases.ts'

/** A fixture that sets an attribute. */
export interface Showing {
  /** The name of the case. */
  readonly name: string
  /** Everything that it sets the attribute to, as text: what two cases that show the same have in common. */
  readonly values: string
  /** Whether two of its documents set it at the same place, so that they are merged. */
  readonly isMerged: boolean
}

/**
 * The recorded cases that load, agree with the reference and set an attribute, by the attribute's path. A case
 * that sets it to the same values as one before it shows nothing new, and is left out. Reads the fixtures.
 */
export function showingsByAttribute(): ReadonlyMap<string, readonly Showing[]> {
  const showings = new Map<string, Map<string, Showing>>()
  for (const fixture of listCases().filter(isFaithful)) {
    for (const [attribute, showing] of showingsIn(fixture)) {
      const known = showings.get(attribute) ?? new Map<string, Showing>()
      if (!known.has(showing.values)) known.set(showing.values, showing)
      showings.set(attribute, known)
    }
  }
  return new Map([...showings].map(([attribute, known]) => [attribute, [...known.values()]]))
}

const isFaithful = (fixture: FixtureCase) =>
  !fixture.name.startsWith('deviations/') && readOracle(fixture).status === 0

function showingsIn({ name, folder }: FixtureCase): [attribute: string, showing: Showing][] {
  const byAttribute = new Map<string, { values: unknown[]; places: string[] }>()
  for (const document of documentsIn(folder)) {
    const places = new Map<string, string>()
    for (const { path, at, value } of attributeUses(document)) {
      const found = byAttribute.get(path) ?? { values: [], places: [] }
      byAttribute.set(path, found)
      found.values.push(value)
      places.set(at, path)
    }
    for (const [at, path] of places) byAttribute.get(path)?.places.push(at)
  }
  return [...byAttribute].map(([attribute, { values, places }]) => [
    attribute,
    { name, values: textOf(values), isMerged: new Set(places).size < places.length },
  ])
}

/** Whole numbers may be beyond what JSON has. */
const textOf = (values: readonly unknown[]) =>
  JSON.stringify(values, (_key, value) => (typeof value === 'bigint' ? `${value}` : value))

function documentsIn(folder: string): unknown[] {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) =>
    /\.ya?ml$/.test(file),
  )
  return files.sort().flatMap((file) => {
    const source = createSource(file, readFileSync(join(folder, file), 'utf8'))
    return parseYaml(source, createFindings()).map(plain)
  })
}
