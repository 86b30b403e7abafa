import type { Findings } from './context.ts'
import { parseDotenv } from './parse/dotenv.ts'
import { createSource } from './source.ts'

export interface EnvironmentRequest {
  readonly workingDir: string
  readonly sources: ReadonlyMap<string, string>
  readonly absent: ReadonlySet<string>
  readonly environment: Readonly<Record<string, string>>
  /** Explicit files, later ones win; undefined means the folder's own `.env`, if it is there. */
  readonly envFiles: readonly string[] | undefined
}

export interface ProjectEnvironment {
  readonly values: Readonly<Record<string, string>>
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
  const values: Record<string, string> = {}
  for (const path of envFiles ?? [`${request.workingDir.replace(/\/$/, '')}/.env`]) {
    const text = sources.get(path)
    if (text !== undefined) Object.assign(values, readEnvFile(path, text, { request, values, findings }))
    else if (!absent.has(path)) missing.push(path)
    else if (envFiles !== undefined) {
      findings.report({ code: 'COMPOSE_ENV_FILE_NOT_FOUND', message: `The env file ${path} does not exist.` })
    }
  }
  return { values: { ...values, ...environment }, missing }
}

interface Reading {
  readonly request: EnvironmentRequest
  /** From the files before this one. */
  readonly values: Readonly<Record<string, string>>
  readonly findings: Findings
}

function readEnvFile(path: string, text: string, { request, values, findings }: Reading) {
  const lookup = (name: string) =>
    [request.environment, values].find((layer) => Object.hasOwn(layer, name))?.[name]
  const { values: read, problem, unset } = parseDotenv(text, lookup)
  const source = createSource(path, text.replaceAll('\r\n', '\n'))
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
  return read
}
