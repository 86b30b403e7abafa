import { parseDotenv } from '@berth/compose'
import { ProblemError } from '../http/problem.ts'

/** What one line of an env file sets. */
export interface EnvEntry {
  readonly value: string
  /** 1-based. */
  readonly line: number
}

type Lookup = (name: string) => string | undefined

const unset: Lookup = () => undefined

/**
 * What the text of an env file sets, by name. A name without a value, which passes a variable on, sets
 * nothing. Pure. Of a text with a fault, what stands before it.
 *
 * @param lookup Asked when a value uses another variable.
 */
export function readEnvText(text: string, lookup: Lookup = unset): ReadonlyMap<string, EnvEntry> {
  const { values, places } = parseDotenv(text, lookup)
  const set = [...places].filter(([, { isInherited }]) => !isInherited)
  return new Map(
    set.map(([name, { start }]) => [name, { value: values[name] ?? '', line: lineAt(text, start) }]),
  )
}

/** What stands between the paths in `COMPOSE_FILE` of the text of an env file. Pure. */
export const separatorIn = (text: string): string =>
  readEnvText(text).get('COMPOSE_PATH_SEPARATOR')?.value || ':'

const lineAt = (text: string, offset: number) => text.slice(0, offset).split('\n').length

/** @throws a problem, VARIABLES_INVALID, when the text is not that of an env file. */
export function requireEnvText(text: string, file: string): void {
  const { problem } = parseDotenv(text)
  if (problem === undefined) return
  const before = text.slice(0, problem.offset).split('\n')
  const place = { file, line: before.length, column: (before.at(-1)?.length ?? 0) + 1 }
  throw new ProblemError('VARIABLES_INVALID', `${file}:${place.line}: ${problem.message}`, {
    errors: [{ message: problem.message, ...place }],
  })
}

/**
 * The text with a variable set: in its place where it is set already, at the end otherwise. Everything else,
 * comments included, stays as it is. Pure.
 *
 * @throws a problem, VARIABLES_INVALID, when the text is no env file or cannot hold the value.
 */
export function setInEnvText(text: string, name: string, value: string): string {
  requireEnvText(text, '.env')
  const place = parseDotenv(text, () => '').places.get(name)
  for (const literal of literalsOf(value)) {
    const changed =
      place === undefined
        ? `${text}${text === '' || text.endsWith('\n') ? '' : '\n'}${name}=${literal}\n`
        : `${text.slice(0, place.start)}${place.isInherited ? `${name}=` : ''}${literal}${text.slice(endOfValue(text, place))}`
    if (isAsWanted(changed, { before: text, name, value })) return changed
  }
  throw new ProblemError('VARIABLES_INVALID', `The value of ${name} cannot be written into an env file.`)
}

/** The text with these variables at its end, where they win over what stands above. Pure. */
export function addToEnvText(
  text: string,
  variables: ReadonlyMap<string, { readonly value: string }>,
): string {
  const lines = [...variables].map(([name, { value }]) => setInEnvText('', name, value))
  return [text, text === '' || text.endsWith('\n') ? '' : '\n', ...lines].join('')
}

/** Of a value without quotes, the comment behind it is no part. */
function endOfValue(text: string, { start, end }: { readonly start: number; readonly end: number }): number {
  const written = text.slice(start, end)
  const comment = /^["']/.test(written) ? -1 : written.search(/\s+#/)
  return comment < 0 ? end : start + comment
}

/** The ways to write a value, the plainest first. Not each of them holds every value. */
function literalsOf(value: string): string[] {
  const escaped = value
    .replaceAll(/[\\"$]/g, '\\$&')
    .replaceAll('\n', '\\n')
    .replaceAll('\r', '\\r')
  return [value, `'${value}'`, `"${escaped}"`, `'${value.replaceAll("'", "\\'")}'`]
}

interface Wanted {
  readonly before: string
  readonly name: string
  readonly value: string | undefined
}

/** Whether the change made what was wanted, and nothing else. */
function isAsWanted(text: string, { before, name, value }: Wanted): boolean {
  // Asked with what no file would say, so that what is passed on or filled in is told from what is written.
  const { values, problem } = parseDotenv(text, lookUpMark)
  const old = parseDotenv(before, lookUpMark).values
  if (problem !== undefined || values[name] !== value) return false
  const others = new Set([...Object.keys(values), ...Object.keys(old)].filter((other) => other !== name))
  const isUnchanged = (other: string) =>
    Object.hasOwn(values, other) === Object.hasOwn(old, other) &&
    // What is made of the variable changes with it.
    (values[other] === old[other] || before.includes(name))
  return [...others].every(isUnchanged)
}

const lookUpMark: Lookup = (name) => `\u0000${name}`

/**
 * The text without a variable: every line that sets it or passes it on. Pure.
 *
 * @throws a problem, VARIABLES_INVALID, when the text is no env file, or another variable shares the line.
 */
export function removeFromEnvText(text: string, name: string): string {
  requireEnvText(text, '.env')
  let left = text
  for (let place = placeOf(left, name); place !== undefined; place = placeOf(left, name)) {
    const start = left.lastIndexOf('\n', place.start - 1) + 1
    const lineEnd = left.indexOf('\n', place.end)
    left = left.slice(0, start) + (lineEnd < 0 ? '' : left.slice(lineEnd + 1))
  }
  if (isAsWanted(left, { before: text, name, value: undefined })) return left
  throw new ProblemError('VARIABLES_INVALID', `${name} shares its line with another variable.`)
}

const placeOf = (text: string, name: string) => parseDotenv(text, () => '').places.get(name)
