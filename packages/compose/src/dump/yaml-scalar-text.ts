import { looksLikeDate, readPlainScalar } from '../parse/plain-scalar.ts'
import { analyzeText, type TextTraits } from './yaml-text-traits.ts'

interface TextPlace {
  /** Of the mapping or list that it is in. */
  readonly indent: string
  readonly isKey: boolean
}

/** A text as go-yaml v3 writes it: plain if it can be, else quoted; with line ends as a block. */
export function printText(text: string, { indent, isKey }: TextPlace): string {
  if (isWord(text)) return text
  if (decimal.test(text)) return `"${text}"`
  const traits = analyzeText(text)
  const deeper = `${indent}  `
  const inner = isKey && isSimpleKey(text)
  switch (styleOf(text, traits, inner)) {
    case 'plain':
      return text
    case 'single':
      return singleQuoted(text, deeper)
    case 'double':
      return doubleQuoted(text)
    case 'block':
      return blockText(text, deeper)
  }
}

/** Longer keys, and those of several lines, stand behind a question mark. */
export const isSimpleKey = (key: string): boolean =>
  (key.length <= 42 || byteLength(key) <= 128) && !analyzeText(key).hasBreaks

// Most texts are one of these, and a service that publishes every port has a million of them.

/** Plain and never read as anything but a text. */
const isWord = (text: string) => word.test(text) && readPlainScalar(text) === text && !oldBooleans.has(text)
const word = /^[A-Za-z/][\w./=-]*$/

/** Read as a number, so it is quoted. */
const decimal = /^[1-9][0-9]{0,14}$/

const byteLength = (text: string) =>
  [...text].reduce((length, character) => length + bytesOf(character.codePointAt(0) ?? 0), 0)

const bytesOf = (code: number) => (code < 0x80 ? 1 : code < 0x8_00 ? 2 : code < 0x1_00_00 ? 3 : 4)

type Style = 'plain' | 'single' | 'double' | 'block'

function styleOf(text: string, traits: TextTraits, isSimple: boolean): Style {
  if (text.includes('\n')) return traits.canBeBlock && !isSimple ? 'block' : 'double'
  if (!isReadAsText(text)) return 'double'
  if (traits.canBePlain && !(text === '' && isSimple)) return 'plain'
  return traits.canBeSingleQuoted ? 'single' : 'double'
}

/** What other YAML readers take for a boolean or a base-60 number is quoted too. */
const oldBooleans = new Set([
  'y',
  'Y',
  'yes',
  'Yes',
  'YES',
  'on',
  'On',
  'ON',
  'n',
  'N',
  'no',
  'No',
  'NO',
  'off',
  'Off',
  'OFF',
])

const base60 = /^[-+]?[0-9][0-9_]*(?::[0-5]?[0-9])+(?:\.[0-9_]*)?$/

const isReadAsText = (text: string) =>
  typeof readPlainScalar(text) === 'string' &&
  !looksLikeDate(text) &&
  !oldBooleans.has(text) &&
  !base60.test(text)

/** Separators of Unicode end a line as they are. */
const indentLines = (text: string, indent: string) =>
  text.replaceAll(/(?<=[\n\u2028\u2029])(?=[^\n\u2028\u2029])/g, indent)

const singleQuoted = (text: string, indent: string) => `'${indentLines(text.replaceAll("'", "''"), indent)}'`

function blockText(text: string, indent: string): string {
  const hint = /^[ \n\u2028\u2029]/.test(text) ? '2' : ''
  const ends = /[\n\u2028\u2029]*$/.exec(text)?.[0].length ?? 0
  const chomp = ends === 0 ? '-' : ends > 1 || text.length === 1 ? '+' : ''
  return `|${hint}${chomp}\n${indentLines(`\n${text}`, indent).slice(1).replace(/\n$/, '')}`
}

const escapes: Readonly<Record<string, string>> = {
  '"': '\\"',
  '\\': '\\\\',
  '\0': '\\0',
  '\x07': '\\a',
  '\b': '\\b',
  '\t': '\\t',
  '\n': '\\n',
  '\v': '\\v',
  '\f': '\\f',
  '\r': '\\r',
  '\x1b': '\\e',
  '\x85': '\\N',
  '\u2028': '\\L',
  '\u2029': '\\P',
}

function doubleQuoted(text: string): string {
  // Behind a byte order mark go-yaml takes every character for one.
  const escapesAll = text.startsWith('\ufeff')
  const escaped = [...text].map((character) => {
    const known = escapes[character]
    if (known !== undefined) return known
    const isPrintable = !escapesAll && !analyzeText(character).hasSpecial
    return isPrintable ? character : escapeCode(character.codePointAt(0) ?? 0)
  })
  return `"${escaped.join('')}"`
}

function escapeCode(code: number): string {
  const hex = code.toString(16).toUpperCase()
  if (code <= 0xff) return code === 0xa0 ? '\\_' : `\\x${hex.padStart(2, '0')}`
  return code <= 0xffff ? `\\u${hex.padStart(4, '0')}` : `\\U${hex.padStart(8, '0')}`
}
