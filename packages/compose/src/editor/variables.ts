import { parseDotenv } from '../parse/dotenv.ts'
import { type EditorRequest, outlinedFiles } from './editor-request.ts'
import type { Stretch } from './outline.ts'

/** A variable of the project, and what it is where the files are loaded. */
export interface Variable {
  readonly name: string
  /** Absent when it is not set anywhere. */
  readonly source?: 'environment' | '.env'
  readonly value?: string
}

/** A variable in a text: `$NAME`, or `${NAME…}` up to its name. */
export interface VariableMention extends Stretch {
  readonly name: string
}

const mentionPattern = /\$\$|\$\{?([A-Za-z_][A-Za-z0-9_]*)/g

/** The variables that a text mentions, in order. */
export function mentionsIn(text: string): readonly VariableMention[] {
  return [...text.matchAll(mentionPattern)].flatMap(({ 0: whole, 1: name, index }) =>
    name === undefined ? [] : [{ name, start: index, end: index + whole.length }],
  )
}

/** Where the variables of the project are written. */
export const envFileOf = ({ workingDir }: EditorRequest): string => `${workingDir.replace(/\/$/, '')}/.env`

/** A variable as the files see it: what the environment says wins over `.env`. */
export function variableOf(request: EditorRequest, name: string): Variable {
  const { environment } = request
  if (Object.hasOwn(environment, name)) return { name, source: 'environment', value: environment[name] ?? '' }
  const values = envValues(request)
  return Object.hasOwn(values, name) ? { name, source: '.env', value: values[name] ?? '' } : { name }
}

/** Every variable that is set or mentioned, by name. */
export function knownVariables(request: EditorRequest, offset: number): readonly Variable[] {
  const names = new Set([...Object.keys(request.environment), ...Object.keys(envValues(request))])
  for (const { file } of outlinedFiles(request)) {
    for (const { name, start, end } of mentionsIn(request.sources.get(file) ?? '')) {
      const isTyped = file === request.file && start < offset && offset <= end
      if (!isTyped) names.add(name)
    }
  }
  return [...names].toSorted().map((name) => variableOf(request, name))
}

function envValues(request: EditorRequest): Readonly<Record<string, string>> {
  const text = request.sources.get(envFileOf(request))
  if (text === undefined) return {}
  const lookup = (name: string) =>
    Object.hasOwn(request.environment, name) ? request.environment[name] : undefined
  return parseDotenv(text, lookup).values
}

/** Where `.env` sets a variable; of several lines the last counts. */
export function findInEnvFile(text: string, name: string): Stretch | undefined {
  const pattern = new RegExp(`^[ \\t]*(?:export[ \\t]+)?(?=${name}[ \\t]*(?:[=:]|$))`, 'gm')
  const found = [...text.matchAll(pattern)].at(-1)
  if (found === undefined) return undefined
  const start = found.index + found[0].length
  return { start, end: start + name.length }
}

/** Whether the value of a variable should not be seen over somebody's shoulder. */
export const isSecretName = (name: string): boolean =>
  /pass|pwd|secret|token|credential|private|auth|api_?key|(^|_)key(_|$)/i.test(name)
