import { formatFloat } from '../canonical/number-text.ts'
import { looksLikeDate, readPlainScalar } from '../parse/plain-scalar.ts'
import type { JsonObject, JsonValue } from './json.ts'
import { yamlEntries } from './key-order.ts'

/** YAML as go-yaml v3 writes it with two spaces: same quotes, same block texts, lists indented. */
export const printYaml = (tree: JsonObject): string => `${printEntries(tree, '').join('\n')}\n`

function printEntries(tree: JsonObject, indent: string): string[] {
  return yamlEntries(tree).flatMap(([key, value]) => {
    const label = `${indent}${printText(key, { indent, isKey: true })}:`
    if (isInline(value)) return [`${label} ${printInline(value, indent)}`]
    return [label, ...printBlock(value, `${indent}  `)]
  })
}

function printBlock(value: Collection, indent: string): string[] {
  return isList(value) ? value.flatMap((item) => printItem(item, indent)) : printEntries(value, indent)
}

function printItem(item: JsonValue, indent: string): string[] {
  if (isInline(item)) return [`${indent}- ${printInline(item, indent)}`]
  const [first = '', ...rest] = printBlock(item, `${indent}  `)
  return [`${indent}- ${first.trimStart()}`, ...rest]
}

type Collection = readonly JsonValue[] | JsonObject

const isList = (value: JsonValue): value is readonly JsonValue[] => Array.isArray(value)

/** Scalars and empty collections stand behind their key. */
const isInline = (value: JsonValue): value is Exclude<JsonValue, Collection> =>
  typeof value !== 'object' || value === null || Object.keys(value).length === 0

function printInline(value: JsonValue, indent: string): string {
  if (typeof value === 'string') return printText(value, { indent, isKey: false })
  if (typeof value === 'number') return printNumber(value)
  if (typeof value === 'object' && value !== null) return isList(value) ? '[]' : '{}'
  return String(value)
}

function printNumber(value: number): string {
  if (Number.isInteger(value) && Number.isSafeInteger(value)) return String(value)
  if (Number.isNaN(value)) return '.nan'
  if (!Number.isFinite(value)) return value > 0 ? '.inf' : '-.inf'
  return formatFloat(value, 6)
}

interface TextPlace {
  readonly indent: string
  readonly isKey: boolean
}

function printText(text: string, { indent, isKey }: TextPlace): string {
  if (text.includes('\n'))
    return !isKey && canBeBlock(text) ? printBlockText(text, indent) : doubleQuoted(text)
  if (!isReadAsText(text)) return doubleQuoted(text)
  if (hasSpecialCharacter(text)) return doubleQuoted(text)
  if (canBePlain(text)) return text
  return `'${text.replaceAll("'", "''")}'`
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

const canBePlain = (text: string) =>
  !/^[ \t#,[\]{}&*!|>'"%@`]|^[-?:]([ \t]|$)|: |:$| #|[ \t]$|^(---|\.\.\.)/.test(text)

/**
 * What go-yaml does not print as it is; a tab counts, as plain and single-quoted texts cannot hold it, and so
 * does everything beyond the basic plane.
 */
const hasSpecialCharacter = (text: string) =>
  /[^\x20-\x7e\x85\u00a0-\ud7ff\ue000-\ufefe\uff00-\ufffd]/u.test(text)

/** A line that ends in a space, or that begins with one after a break, would not survive. */
const canBeBlock = (text: string) =>
  !/ \n| $/.test(text) && !hasSpecialCharacter(text.replaceAll('\n', '').replaceAll('\t', ''))

function printBlockText(text: string, indent: string): string {
  const hint = /^[ \n]/.test(text) ? '2' : ''
  const chomp = !text.endsWith('\n') ? '-' : text.endsWith('\n\n') || text === '\n' ? '+' : ''
  const lines = text.replace(/\n$/, '').split('\n')
  const body = lines.map((line) => (line === '' ? '' : `${indent}  ${line}`))
  return [`|${hint}${chomp}`, ...body].join('\n')
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
  '\u00a0': '\\_',
  '\u2028': '\\L',
  '\u2029': '\\P',
}

function doubleQuoted(text: string): string {
  const escaped = [...text].map((char) => {
    const known = escapes[char]
    if (known !== undefined) return known
    return hasSpecialCharacter(char) ? escapeCode(char.codePointAt(0) ?? 0) : char
  })
  return `"${escaped.join('')}"`
}

function escapeCode(code: number): string {
  const hex = code.toString(16).toUpperCase()
  if (code <= 0xff) return `\\x${hex.padStart(2, '0')}`
  return code <= 0xffff ? `\\u${hex.padStart(4, '0')}` : `\\U${hex.padStart(8, '0')}`
}
