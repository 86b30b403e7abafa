import { below, type Findings, type Place } from '../context.ts'
import { lookupIn, originsIn, usesIn } from '../environment.ts'
import type { VariableUse } from '../interpolate/interpolate.ts'
import { type Dotenv, parseDotenv, parseRawEnv } from '../parse/dotenv.ts'
import { createSource, type Origin, type Source } from '../source.ts'
import {
  type Entry,
  entriesOf,
  itemsOf,
  type Mapping,
  mapEntries,
  mapping,
  type Node,
  nodeAt,
  type Scalar,
  scalar,
  textAt,
  withEntry,
} from '../tree.ts'

/** What reading env files needs: the texts, and where to ask for those that are not there. */
export interface EnvFileAccess {
  readonly sources: ReadonlyMap<string, string>
  readonly absent: ReadonlySet<string>
  readonly environment: Readonly<Record<string, string>>
  readonly findings: Findings
  readonly onMissing: (path: string) => void
  /** Told of every variable that an env file consults. */
  readonly onUse?: (use: VariableUse) => void
}

/**
 * Phase 15: folds the values of each service's `env_file` into its `environment`, which wins.
 *
 * @see https://github.com/compose-spec/compose-spec/blob/main/05-services.md#env_file
 */
export function foldEnvFiles(
  services: Mapping,
  access: EnvFileAccess,
  isActive: (name: string) => boolean,
): Mapping {
  return mapEntries(services, (service, name) => {
    const files = nodeAt(service, 'env_file')
    if (service.kind !== 'mapping' || files === undefined || !isActive(name)) return service
    const place = below(below({ path: ['services', name], findings: access.findings }, 'env_file'), 0)
    return foldService(service, files, { access, place })
  })
}

export interface Folding {
  readonly access: EnvFileAccess
  readonly place: Place
  /** What to do about a variable that is not set, where it is not what one does elsewhere. */
  readonly adviceOnUnset?: string
}

function foldService(service: Mapping, files: Node, { access, place }: Folding): Mapping {
  const own = nodeAt(service, 'environment')
  const values: Record<string, string> = {}
  const nodes = new Map<string, Scalar>()
  for (const [index, file] of itemsOf(files).entries()) {
    const at: Place = { ...place, path: [...place.path.slice(0, -1), index] }
    const known = lookupIn(access.environment, ownTexts(own))
    for (const [key, node] of readEnvFile(file, [known, lookupIn(values)], { access, place: at })) {
      values[key] = String(node.value)
      nodes.set(key, node)
    }
  }
  const fromFiles = [...nodes].map(([key, value]): [string, Entry] => [key, { key: value.origin, value }])
  const environment = mapping(new Map([...fromFiles, ...entriesOf(own)]), own?.origin ?? files.origin)
  return withEntry(service, 'environment', environment)
}

type Values = Readonly<Record<string, string>>

const ownTexts = (environment: Node | undefined): Values =>
  Object.fromEntries(
    entriesOf(environment).flatMap(([key, { value }]) =>
      value.kind === 'scalar' && typeof value.value === 'string' ? [[key, value.value]] : [],
    ),
  )

type Lookup = (name: string) => string | undefined

/** What is asked before the values of the file itself, and what after them. */
type Lookups = readonly [before: Lookup, after: Lookup]

/** The values of one file, each with its place in it. */
function readEnvFile(file: Node, [before, after]: Lookups, folding: Folding): ReadonlyMap<string, Scalar> {
  const { access } = folding
  const path = textAt(file, 'path') ?? ''
  // No path is no file, and not the folder that a relative path starts from.
  const text = path === '' ? undefined : access.sources.get(path)
  if (text === undefined) {
    reportAbsent(path, file, folding)
    return new Map()
  }
  const isRaw = textAt(file, 'format') === 'raw'
  const parsed = isRaw ? parseRawEnv(text, before) : parseDotenv(text, before, after)
  return placeValues(parsed, createSource(path, text), folding)
}

/** Reports what is wrong in a file of variables or labels; gives its values, each with its place in it. */
export function placeValues(
  { values, places, problem, unset, uses }: Dotenv,
  source: Source,
  { access, place, adviceOnUnset }: Folding,
): ReadonlyMap<string, Scalar> {
  const originAt = (offset: number): Origin => ({ source, start: offset, end: offset + 1 })
  if (problem) {
    access.findings.report({
      code: 'COMPOSE_ENV_FILE_INVALID',
      message: problem.message,
      origin: originAt(problem.offset),
      path: place.path,
    })
  }
  for (const { name, offset } of unset) {
    access.findings.report({
      code: 'COMPOSE_VARIABLE_UNSET',
      message: `The "${name}" variable is not set. Defaulting to a blank string.`,
      ...(adviceOnUnset !== undefined && { fix: adviceOnUnset }),
      origin: { source, start: offset, end: offset + name.length + 1 },
    })
  }
  for (const use of usesIn(source, uses)) access.onUse?.(use)
  const origins = originsIn(source, places)
  return new Map(
    Object.entries(values).map(([key, value]) => [key, scalar(value, origins.get(key) ?? originAt(0))]),
  )
}

function reportAbsent(path: string, file: Node, { access, place }: Folding) {
  const required = nodeAt(file, 'required')
  const isRequired = !(required?.kind === 'scalar' && required.value === false)
  if (path !== '' && !access.absent.has(path)) {
    access.onMissing(path)
    return
  }
  if (!isRequired) return
  access.findings.report({
    code: 'COMPOSE_ENV_FILE_NOT_FOUND',
    message: path === '' ? 'The path of an env file is empty.' : `The env file ${path} does not exist.`,
    ...(path !== '' && { missingFile: path }),
    origin: nodeAt(file, 'path')?.origin,
    path: place.path,
  })
}
