import type { Findings } from './context.ts'
import { describeUse, type VariableUse } from './interpolate/interpolate.ts'
import { type Dotenv, type DotenvPlace, parseDotenv } from './parse/dotenv.ts'
import { createSource, type Origin, rangeOf, type Source } from './source.ts'

export interface EnvironmentRequest {
  readonly workingDir: string
  readonly sources: ReadonlyMap<string, string>
  readonly absent: ReadonlySet<string>
  readonly environment: Readonly<Record<string, string>>
  /** Explicit files, later ones win; undefined means the folder's own `.env`, if it is there. */
  readonly envFiles: readonly string[] | undefined
  /** Another `.env`, which wins over the folder's own. */
  readonly firstEnvFile?: string | undefined
}

export interface ProjectEnvironment {
  readonly values: Readonly<Record<string, string>>
  /** Where env files set variables, also those that the environment given overrides. */
  readonly origins: ReadonlyMap<string, Origin>
  /** The variables that the env files consult themselves. */
  readonly uses: readonly VariableUse[]
  readonly missing: readonly string[]
}

/**
 * Phase 0: the variables of the project: the environment given, and what `.env` (or `--env-file`) adds to it.
 *
 * @see https://github.com/compose-spec/compose-spec/blob/main/12-interpolation.md
 */
export function readProjectEnvironment(request: EnvironmentRequest, findings: Findings): ProjectEnvironment {
  const { sources, absent, environment, envFiles } = request
  const missing: string[] = []
  const files: ReadFile[] = []
  for (const path of envFiles ?? defaultFiles(request)) {
    const text = sources.get(path)
    if (text !== undefined) files.push(readEnvFile(path, text, { request, files, findings }))
    else if (!absent.has(path)) missing.push(path)
    else if (envFiles !== undefined) {
      findings.report({
        code: 'COMPOSE_ENV_FILE_NOT_FOUND',
        message: `The env file ${path} does not exist.`,
        missingFile: path,
      })
    }
  }
  const ranked = byRank(files, request)
  return {
    values: { ...valuesOf(ranked), ...environment },
    origins: new Map(ranked.flatMap(({ origins }) => [...origins])),
    uses: files.flatMap(({ uses }) => uses),
    missing,
  }
}

/** In the order in which they are read. */
function defaultFiles({ workingDir, firstEnvFile }: EnvironmentRequest): readonly string[] {
  const own = `${workingDir.replace(/\/$/, '')}/.env`
  return firstEnvFile === undefined || firstEnvFile === own ? [own] : [firstEnvFile, own]
}

interface ReadFile {
  readonly values: Dotenv['values']
  readonly origins: ReadonlyMap<string, Origin>
  readonly uses: readonly VariableUse[]
}

const valuesOf = (files: readonly ReadFile[]): Dotenv['values'] =>
  // Not with Object.assign, which takes `__proto__` for what it is to JavaScript.
  Object.fromEntries(files.flatMap(({ values }) => Object.entries(values)))

/** The files that win come last: of those named the later, of the two that are found the first. */
const byRank = (files: readonly ReadFile[], { envFiles }: EnvironmentRequest) =>
  envFiles === undefined ? files.toReversed() : files

interface Reading {
  readonly request: EnvironmentRequest
  /** Those before this one. */
  readonly files: readonly ReadFile[]
  readonly findings: Findings
}

function readEnvFile(path: string, text: string, { request, files, findings }: Reading): ReadFile {
  const others = valuesOf(byRank(files, request))
  // A `.env` that wins is part of the environment already when the folder's own one is read.
  const isFound = request.envFiles === undefined
  const lookup = lookupIn(request.environment, isFound ? others : {})
  const earlier = lookupIn(others)
  const { values, places, problem, unset, uses } = parseDotenv(text, lookup, earlier)
  const source = createSource(path, text)
  if (problem) {
    findings.report({
      code: 'COMPOSE_ENV_FILE_INVALID',
      message: problem.message,
      origin: { source, start: problem.offset, end: problem.offset + 1 },
    })
  }
  for (const { name, offset } of unset) {
    findings.report({
      code: 'COMPOSE_VARIABLE_UNSET',
      message: `The "${name}" variable is not set. Defaulting to a blank string.`,
      origin: { source, start: offset, end: offset + name.length + 1 },
    })
  }
  return { values, origins: originsIn(source, places), uses: usesIn(source, uses) }
}

type Values = Readonly<Record<string, string>>

/** Asks each layer in turn; what a plain object inherits is nobody's variable. */
export const lookupIn =
  (...layers: readonly Values[]) =>
  (name: string): string | undefined =>
    layers.find((layer) => Object.hasOwn(layer, name))?.[name]

/** Where the variables of an env file are set. */
export function originsIn(
  source: Source,
  places: ReadonlyMap<string, DotenvPlace>,
): ReadonlyMap<string, Origin> {
  const locate = ({ start, end, isInherited }: DotenvPlace): Origin => {
    const text = source.text.slice(start, end)
    const written = isInherited ? null : text.includes('$') ? text : undefined
    return { source, start, end, ...(written !== undefined && { written }) }
  }
  return new Map([...places].map(([name, place]) => [name, locate(place)]))
}

/** Where an env file consults variables. */
export const usesIn = (source: Source, uses: Dotenv['uses']): readonly VariableUse[] =>
  uses.map((use) => {
    const end = use.offset + use.name.length + 1
    return describeUse(use, rangeOf({ source, start: use.offset, end }))
  })
