import {
  type Lookup,
  type SubstitutionListener,
  type SubstitutionUse,
  substitute,
} from '../interpolate/substitute.ts'

/** What is wrong with an env file. `offset` is in UTF-16 units from its start. */
export interface DotenvProblem {
  readonly message: string
  readonly offset: number
}

export interface Dotenv {
  /** In the order of the file; of several with one name the last counts. */
  readonly values: Readonly<Record<string, string>>
  /** Where each value of them is written; a name without a value stands for itself. */
  readonly places: ReadonlyMap<string, DotenvPlace>
  /** Parsing stops at the first. */
  readonly problem?: DotenvProblem
  /** Variables that are used in values but not set. */
  readonly unset: readonly { readonly name: string; readonly offset: number }[]
  /** Every variable that was asked for. */
  readonly uses: readonly SubstitutionUse[]
}

/** Offsets from the start of the text; `end` is exclusive. */
export interface DotenvPlace {
  readonly start: number
  readonly end: number
  /** The value is that of the variable of the same name outside. */
  readonly isInherited: boolean
}

interface Scanner {
  readonly text: string
  at: number
  readonly lookup: Lookup
  readonly earlier: Lookup
  readonly values: Map<string, string>
  readonly places: Map<string, DotenvPlace>
  readonly unset: { name: string; offset: number }[]
  readonly uses: SubstitutionUse[]
}

/** Thrown and caught in this file only. */
class Fault extends Error {
  readonly offset: number
  constructor(message: string, offset: number) {
    super(message)
    this.offset = offset
  }
}

/**
 * Parses `.env` and `env_file` text: `KEY=value`, quotes, `export`, comments, and `$NAME` inside values that
 * are not in single quotes.
 *
 * Pure; faults are returned, never thrown. A `KEY` alone takes its value from the lookup, or is left out.
 *
 * @param lookup Asked first when a value uses a variable; then the values above it in the file are.
 * @param earlier Asked last: what the files before this one set.
 * @see https://github.com/compose-spec/compose-spec/blob/main/05-services.md#env_file-format
 */
export function parseDotenv(text: string, lookup: Lookup = unset, earlier: Lookup = unset): Dotenv {
  const scanner: Scanner = {
    text,
    at: 0,
    lookup,
    earlier,
    values: new Map(),
    places: new Map(),
    unset: [],
    uses: [],
  }
  if (scanner.text.startsWith('\uFEFF')) scanner.at = 1
  try {
    while (skipToStatement(scanner)) readStatement(scanner)
    return result(scanner)
  } catch (error) {
    if (!(error instanceof Fault)) throw error
    return { ...result(scanner), problem: { message: error.message, offset: error.offset } }
  }
}

const unset: Lookup = () => undefined

/** The `raw` format: `KEY=VALUE` up to the end of the line, with no quotes, comments or variables inside. */
export function parseRawEnv(text: string, lookup: Lookup = unset): Dotenv {
  const values = new Map<string, string>()
  const places = new Map<string, DotenvPlace>()
  const uses: SubstitutionUse[] = []
  let next = 0
  for (const wholeLine of text.split('\n')) {
    const line = wholeLine.replace(/\r$/, '')
    const end = next + line.length
    const statement = line.replace(/^\uFEFF/, '').trimStart()
    next += wholeLine.length + 1
    if (statement === '' || statement.startsWith('#')) continue
    const at = statement.indexOf('=')
    const key = at < 0 ? statement : statement.slice(0, at)
    const value = at < 0 ? lookup(key) : statement.slice(at + 1)
    const start = end - statement.length
    const fault = faultOfName(key)
    if (fault !== undefined) {
      const problem = { message: fault, offset: start }
      return { values: Object.fromEntries(values), places, unset: [], uses, problem }
    }
    if (at < 0) uses.push({ name: key, offset: start })
    if (value === undefined) continue
    values.set(key, value)
    places.set(key, { start: start + at + 1, end, isInherited: at < 0 })
  }
  return { values: Object.fromEntries(values), places, unset: [], uses }
}

function faultOfName(name: string): string | undefined {
  if (name === '') return 'A line starts with `=`: the name of the variable is missing.'
  return /[ \t]/.test(name) ? `The name of a variable cannot have a space ("${name}").` : undefined
}

const result = ({ values, places, unset, uses }: Scanner): Dotenv => ({
  values: Object.fromEntries(values),
  places,
  unset,
  uses,
})

/** Moves over white space and comments; false at the end. */
function skipToStatement(scanner: Scanner): boolean {
  const { text } = scanner
  for (;;) {
    while (/\s/.test(text[scanner.at] ?? '')) scanner.at++
    if (text[scanner.at] !== '#') return scanner.at < text.length
    const end = text.indexOf('\n', scanner.at)
    scanner.at = end < 0 ? text.length : end
  }
}

function readStatement(scanner: Scanner) {
  const exported = /^export\s+/.exec(scanner.text.slice(scanner.at, scanner.at + 64))
  scanner.at += exported?.[0].length ?? 0
  const keyStart = scanner.at
  const { key, hasValue } = readKey(scanner)
  if (hasValue) {
    scanner.at = skipSpaces(scanner)
    const start = scanner.at
    scanner.values.set(key, readValue(scanner))
    scanner.places.set(key, { start, end: scanner.at, isInherited: false })
    return
  }
  scanner.uses.push({ name: key, offset: keyStart })
  const inherited = scanner.lookup(key)
  if (inherited === undefined) return
  scanner.values.set(key, inherited)
  scanner.places.set(key, { start: keyStart, end: keyStart + key.length, isInherited: true })
}

function skipSpaces({ text, at }: Scanner): number {
  let next = at
  while (/[^\S\n]/.test(text.charAt(next))) next++
  return next
}

function readKey(scanner: Scanner): { key: string; hasValue: boolean } {
  const { text } = scanner
  const start = scanner.at
  let end = start
  while (end < text.length && !'=:\n'.includes(text.charAt(end))) end++
  const written = text.slice(start, end)
  const key = written.trimEnd()
  // Preparing the letters of all scripts takes longer than reading a file without them.
  const strange = /^[\w.\-[\]\s]*$/.test(key) ? null : /[^\p{L}\p{N}_.\-[\]\s]/u.exec(key)
  if (strange) {
    throw new Fault(
      `"${strange[0]}" cannot be in the name of a variable ("${firstLine(text, start)}").`,
      start + strange.index,
    )
  }
  const space = /\s/.exec(key)
  if (space) throw new Fault(`The name of a variable cannot have a space ("${key}").`, start + space.index)
  const hasValue = end < text.length && text[end] !== '\n'
  scanner.at = hasValue ? end + 1 : end
  return { key, hasValue }
}

const firstLine = (text: string, from: number) => text.slice(from).split(/\r?\n/, 1)[0] ?? ''

function readValue(scanner: Scanner): string {
  const quote = scanner.text[scanner.at]
  if (quote === '"' || quote === "'") return readQuoted(scanner, quote)
  const start = scanner.at
  const lineEnd = scanner.text.indexOf('\n', start)
  const end = lineEnd < 0 ? scanner.text.length : lineEnd
  scanner.at = end
  const line = scanner.text.slice(start, end)
  const comment = line.indexOf(' #')
  return expand((comment < 0 ? line : line.slice(0, comment)).trimEnd(), start, scanner)
}

function readQuoted(scanner: Scanner, quote: string): string {
  const start = scanner.at
  let end = start + 1
  while (scanner.text[end] !== quote) {
    if (end >= scanner.text.length) {
      throw new Fault(`A quoted value is not closed: ${firstLine(scanner.text, start)}`, start)
    }
    end += scanner.text[end] === '\\' ? 2 : 1
  }
  scanner.at = end + 1
  const written = scanner.text.slice(start + 1, end)
  if (quote === "'") return written.replaceAll("\\'", "'")
  return expand(readEscapes(written), start + 1, scanner)
}

const escapes: Readonly<Record<string, string>> = {
  a: '\x07',
  b: '\b',
  c: '\\c',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
  $: '$$',
  '"': '"',
  '\\': '\\',
}

/** `\$` becomes `$$`, which substitution then turns into a literal dollar sign. */
function readEscapes(text: string): string {
  return text.replace(/\\(0\d{1,3}|[abcfnrtv$"\\])/g, (_whole, code: string) =>
    code.startsWith('0') ? String.fromCodePoint(Number.parseInt(code, 8)) : (escapes[code] ?? code),
  )
}

function expand(text: string, start: number, scanner: Scanner): string {
  if (!text.includes('$')) return text
  const fault = (message: string) => new Fault(message, start)
  const listener: SubstitutionListener = {
    onUse: (use) => scanner.uses.push({ ...use, offset: start + use.offset }),
    onUnset: (name, offset) => scanner.unset.push({ name, offset: start + offset }),
    onRequired: (name, message) => {
      throw fault(`Required variable ${name} is missing a value${message && `: ${message}`}`)
    },
    onInvalid: () => {
      throw fault(`Invalid interpolation format: ${text}`)
    },
  }
  const { lookup, values, earlier } = scanner
  return substitute(text, (name) => lookup(name) ?? values.get(name) ?? earlier(name), listener)
}
