import { parseArgs } from 'node:util'
import type { Problem } from '../problem.ts'
import type { Flag, Flags } from './flag.ts'
import { suggest } from './suggest.ts'

/** Flags as given, by long name: `true`, texts and numbers already checked. */
export type RawValues = Readonly<Record<string, boolean | string | number | readonly string[] | undefined>>

export interface Parsed {
  readonly values: RawValues
  readonly rest: readonly string[]
  readonly help: boolean
}

/** Where flags are read, to word what is wrong with them. */
export interface ParseContext {
  /** As typed: `berth` or `berth up`. */
  readonly command: string
  readonly flags: Flags
  /** Long and short flags of Docker Compose that this command does not have, without dashes, and why. */
  readonly leftOut: Readonly<Record<string, string>>
  /** Only words follow the first word. */
  readonly stopsAtFirstWord?: boolean
  /** Flags that belong before the command; naming one after it is a common slip. */
  readonly before?: Flags
}

/**
 * Splits a command line at its first word that is neither a flag nor the value of one, as Docker Compose
 * does: flags before the command are global, flags after it are the command's.
 */
export function splitAtCommand(argv: readonly string[], globals: Flags): [string[], string[]] {
  const first = tokensOf(argv, globals).find(({ kind }) => kind === 'positional')
  const at = first?.index ?? argv.length
  return [argv.slice(0, at), argv.slice(at)]
}

/** Reads flags and words, which may be mixed. Pure. */
export function parseFlags(argv: readonly string[], context: ParseContext): Parsed | { problem: Problem } {
  const values: Record<string, RawValues[string]> = defaultsOf(context.flags)
  const [own, words] = context.stopsAtFirstWord ? splitAtCommand(argv, context.flags) : [argv, []]
  const tokens = tokensOf(own, context.flags)
  const isHelp = (token: Token) =>
    token.kind === 'option' && (token.rawName === '--help' || token.rawName === '-h')
  for (const token of tokens) {
    if (token.kind !== 'option' || isHelp(token)) continue
    const name = nameOf(token.name, context.flags)
    const flag = name === undefined ? undefined : context.flags[name]
    if (name === undefined || flag === undefined)
      return { problem: unknownFlag(token.rawName, token.name, context) }
    const read = readValue(token.rawName, flag, token.value)
    if (typeof read === 'object') return read
    values[name] = flag.kind === 'list' ? [...listOf(values[name]), String(read)] : read
  }
  const rest = tokens.flatMap((token) => (token.kind === 'positional' ? [token.value] : []))
  return { values, rest: [...rest, ...words], help: tokens.some(isHelp) }
}

/** A flag by its name or by another spelling of it. */
function nameOf(given: string, flags: Flags): string | undefined {
  if (Object.hasOwn(flags, given)) return given
  return Object.keys(flags).find((name) => flags[name]?.also?.includes(given))
}

type Token =
  | { kind: 'option'; index: number; name: string; rawName: string; value?: string }
  | { kind: 'positional'; index: number; value: string }
  | { kind: 'option-terminator'; index: number }

function tokensOf(argv: readonly string[], flags: Flags): Token[] {
  const options = Object.fromEntries(
    Object.entries(flags).flatMap(([name, { kind, short, also = [] }]) => {
      const type = kind === 'switch' ? ('boolean' as const) : ('string' as const)
      return [[name, { type, ...(short && { short }) }], ...also.map((other) => [other, { type }])]
    }),
  )
  // Not strict: unknown flags come through as tokens, and get a better message than parseArgs has.
  const { tokens } = parseArgs({
    args: argv.map((word) => spelledOut(word, flags)),
    options,
    strict: false,
    tokens: true,
  })
  // Safe: the types of parseArgs only add fields that are not read here.
  return tokens as Token[]
}

/** `-i=false`, which would read as several letters. */
function spelledOut(word: string, flags: Flags): string {
  const [, letter, value] = /^-([a-zA-Z])=(true|false|1|0)$/.exec(word) ?? []
  const [name] =
    Object.entries(flags).find(([, { kind, short }]) => kind === 'switch' && short === letter) ?? []
  return letter === undefined || name === undefined ? word : `--${name}=${value}`
}

const defaultsOf = (flags: Flags) =>
  Object.fromEntries(
    Object.entries(flags).map(([name, flag]) => [
      name,
      flag.kind === 'switch' ? flag.isOn === true : emptyValue[flag.kind],
    ]),
  )

const emptyValue: { readonly [K in Exclude<Flag['kind'], 'switch'>]: RawValues[string] } = {
  text: undefined,
  list: [],
  integer: undefined,
}

const listOf = (value: RawValues[string]): readonly string[] => (Array.isArray(value) ? value : [])

function readValue(
  rawName: string,
  flag: Flag,
  given: string | undefined,
): string | number | boolean | { problem: Problem } {
  if (flag.kind === 'switch') return readSwitch(rawName, given)
  if (given === undefined) return bad(`${rawName} needs a value`, `Write ${rawName} ${flag.placeholder}.`)
  // `-t=5` and `-t5` mean the same to Docker Compose.
  const value = rawName.startsWith('--') ? given : given.replace(/^=/, '')
  if (flag.kind === 'integer') {
    if (/^[+-]?\d+$/.test(value)) return Number(value)
    return bad(`${rawName} needs a whole number, not '${value}'`)
  }
  if (flag.choices === undefined || flag.choices.includes(value)) return value
  const near = suggest(value, flag.choices)
  return bad(
    `${rawName} does not know '${value}'`,
    `${near === undefined ? '' : `Did you mean ${near}? `}It takes ${listed(flag.choices)}.`,
  )
}

function readSwitch(rawName: string, given: string | undefined): boolean | { problem: Problem } {
  if (given === undefined || given === 'true' || given === '1') return true
  if (given === 'false' || given === '0') return false
  return bad(`${rawName} takes no value`, `Write ${rawName}, or ${rawName}=false.`)
}

const listed = (words: readonly string[]) =>
  words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} or ${words.at(-1)}`

const bad = (message: string, fix?: string): { problem: Problem } => ({
  problem: { code: 'CLI_BAD_VALUE', message, ...(fix && { fix }) },
})

function unknownFlag(rawName: string, name: string, context: ParseContext): Problem {
  const { command, flags, leftOut, before = {} } = context
  if (Object.hasOwn(leftOut, name)) {
    return {
      code: 'CLI_NOT_YET',
      message: `Berth does not have the flag ${rawName} of Docker Compose's \`${command.replace('berth', 'compose')}\`: ${leftOut[name]}`,
      fix: `Leave it out, or see \`${command} --help\` for what is there.`,
    }
  }
  const isGlobal = Object.hasOwn(before, name) || Object.values(before).some(({ short }) => short === name)
  const near = suggest(name, [...Object.keys(flags), 'help'])
  const fix = isGlobal
    ? `${rawName} belongs before the command: \`berth ${rawName} … ${command.replace('berth ', '')}\`.`
    : near === undefined
      ? `See \`${command} --help\`.`
      : `Did you mean --${near}?`
  return { code: 'CLI_UNKNOWN_FLAG', message: `\`${command}\` has no flag ${rawName}`, fix }
}
