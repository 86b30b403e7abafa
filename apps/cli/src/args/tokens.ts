import type { Flags } from './flag.ts'

/** A word of a command line, or a flag with what was given for it. */
export type Token =
  | {
      readonly kind: 'option'
      readonly index: number
      /** The long name, or the letter of a flag that is not known. */
      readonly name: string
      /** As typed: `-f` or `--file`. */
      readonly rawName: string
      readonly value?: string
    }
  | { readonly kind: 'positional'; readonly index: number; readonly value: string }

/**
 * Takes a command line apart: `--name value`, `--name=value`, `-n value`, `-nvalue`, letters together, and words only
 * behind `--`. Flags that are not known come through, without a value of their own. `index` counts words as typed. Pure.
 *
 * As `parseArgs` of Node does, which takes longer to be loaded than a project does to be printed.
 */
export function tokensOf(argv: readonly string[], flags: Flags): Token[] {
  const tokens: Token[] = []
  for (let index = 0; index < argv.length; index += 1) {
    const word = spelledOut(argv[index] ?? '', flags)
    if (word === '--') {
      const words = argv.slice(index + 1)
      return [...tokens, ...words.map((value, at) => positional(value, index + 1 + at))]
    }
    const found = optionsIn(word, flags).map((option) => ({ kind: 'option' as const, index, ...option }))
    const last = found.pop()
    if (last === undefined) {
      tokens.push(positional(word, index))
      continue
    }
    const next = argv[index + 1]
    const takesNext = last.value === undefined && next !== undefined && takesValue(last.name, flags)
    tokens.push(...found, takesNext ? { ...last, value: next } : last)
    if (takesNext) index += 1
  }
  return tokens
}

const positional = (value: string, index: number): Token => ({ kind: 'positional', index, value })

type Option = Omit<Extract<Token, { kind: 'option' }>, 'kind' | 'index'>

/** The flags of one word, of which only the last can have a value; none for a word that is no flag. */
function optionsIn(word: string, flags: Flags): Option[] {
  if (word.length < 2 || !word.startsWith('-')) return []
  return word.startsWith('--') ? [longOption(word)] : lettersIn(word.slice(1), flags)
}

function longOption(word: string): Option {
  const at = word.indexOf('=', 3)
  if (at < 0) return { name: word.slice(2), rawName: word }
  return { name: word.slice(2, at), rawName: word.slice(0, at), value: word.slice(at + 1) }
}

function lettersIn(letters: string, flags: Flags): Option[] {
  const options: Option[] = []
  for (let at = 0; at < letters.length; at += 1) {
    const letter = letters.charAt(at)
    const name = longNameOf(letter, flags)
    const value = takesValue(name, flags) ? letters.slice(at + 1) : ''
    options.push({ name, rawName: `-${letter}`, ...(value && { value }) })
    if (value) break
  }
  return options
}

const longNameOf = (letter: string, flags: Flags) =>
  Object.entries(flags).find(([, { short }]) => short === letter)?.[0] ?? letter

function takesValue(given: string, flags: Flags): boolean {
  const name = nameOf(given, flags)
  return name !== undefined && flags[name]?.kind !== 'switch'
}

/** The name of a flag that is called so, or has this as another spelling. */
export function nameOf(given: string, flags: Flags): string | undefined {
  if (Object.hasOwn(flags, given)) return given
  return Object.keys(flags).find((name) => flags[name]?.also?.includes(given))
}

/** `-i=false`, which would read as several letters. */
function spelledOut(word: string, flags: Flags): string {
  const [, letter, value] = /^-([a-zA-Z])=(true|false|1|0)$/.exec(word) ?? []
  const [name] =
    Object.entries(flags).find(([, { kind, short }]) => kind === 'switch' && short === letter) ?? []
  return letter === undefined || name === undefined ? word : `--${name}=${value}`
}
