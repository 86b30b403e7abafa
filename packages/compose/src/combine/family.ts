import type { Origin } from '../source.ts'
import {
  type Entry,
  entriesOf,
  entryOf,
  isNull,
  type Mapping,
  mapping,
  mappingOf,
  type Node,
  nodeAt,
  type Path,
} from '../tree.ts'
import { validate } from '../validate/validate.ts'
import { deletePaths, takeResets } from './resets.ts'
import type { Scope } from './scope.ts'

/** Services that see each other: those of a document, or of a whole file that another one extends. */
export interface Family {
  readonly file: string
  /** Relative paths of its services mean this folder. */
  readonly folder: string
  readonly names: readonly string[]
  readonly own: (name: string) => Own | undefined
  /** Those that have been extended already. */
  readonly extended: Map<string, Mapping>
}

/** A service as its own file has it. */
export interface Own {
  readonly service: Mapping
  readonly key: Origin
  /** What it takes away from the one it extends: paths below the service. */
  readonly resets: readonly Path[]
}

/** The services of a document, which is validated and expanded. */
export function familyOfDocument(services: Mapping, resets: readonly Path[], { workingDir }: Scope): Family {
  return {
    file: services.origin.source.file,
    folder: workingDir,
    names: [...services.entries.keys()],
    own: (name) => {
      const entry = services.entries.get(name)
      if (entry === undefined) return undefined
      const service = contentOf(entry)
      return service.kind === 'mapping'
        ? { service, key: entry.key, resets: resetsOf(name, resets) }
        : undefined
    },
    extended: new Map(),
  }
}

/** The services of another file, whose documents are as they were parsed. */
export function familyOfFile(path: string, documents: readonly Node[], scope: Scope): Family {
  const reading = scope.readingWith(scope)
  const sections = documents.map((document) => nodeAt(reading.fill(document), 'services'))
  return {
    file: path,
    folder: path.replace(/\/[^/]*$/, '') || '/',
    names: sections.flatMap((section) => entriesOf(section).map(([name]) => name)),
    own: (name) =>
      sections.reduce<Own | undefined>(
        (found, section) => addDocument(found, name, { section, scope }),
        undefined,
      ),
    extended: new Map(),
  }
}

interface Document {
  readonly section: Node | undefined
  readonly scope: Scope
}

/** What one more document says of a service. The others are not looked at, as they take no part. */
function addDocument(found: Own | undefined, name: string, { section, scope }: Document): Own | undefined {
  const entry = entryOf(section, name)
  if (entry === undefined) return found
  const place = { path: [], findings: scope.findings }
  const reading = scope.readingWith(scope)
  const { document, paths } = takeResets(alone(name, contentOf(entry), entry.key))
  const valid = document && validate(document, reading.shape, place)
  if (valid?.kind !== 'mapping') return found
  const base = found ? deletePaths(alone(name, found.service, found.key), paths) : mappingOf({}, entry.key)
  const whole = reading.settle(reading.merge(base, reading.expand(valid, place), place), place)
  const merged = nodeAt(whole, 'services', name)
  const resets = [...(found?.resets ?? []), ...resetsOf(name, paths)]
  return merged?.kind === 'mapping' ? { service: merged, key: entry.key, resets } : found
}

/** What a service says; a name alone says nothing, and is there. */
const contentOf = ({ key, value }: Entry): Node => (isNull(value) ? mappingOf({}, key) : value)

/** A document with one service. */
export const alone = (name: string, service: Node, key: Origin): Mapping =>
  mappingOf({ services: mapping(new Map([[name, { key, value: service }]]), key) }, key)

/** The paths below one service. */
const resetsOf = (name: string, paths: readonly Path[]): Path[] =>
  paths
    .filter((path) => path[0] === 'services' && path[1] === name && path.length > 2)
    .map((path) => path.slice(2))
