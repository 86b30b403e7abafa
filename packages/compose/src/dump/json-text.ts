import { isBoxed, type JsonObject, type JsonValue } from './json.ts'
import { isIndex, jsonEntries } from './key-order.ts'

/** JSON as Go's encoder writes it: two spaces, `<`, `>` and `&` escaped, empty collections on one line. */
export const printJson = (tree: JsonObject): string =>
  isAsBuiltIn(tree) ? escapeSigns(JSON.stringify(tree, undefined, 2)) : print(tree, '')

/**
 * Whether `JSON.stringify` writes it the same but for the signs: it knows no big integers and no minus zero, and takes
 * whole numbers as keys first. It is far faster, which counts for a service that publishes every port.
 */
function isAsBuiltIn(value: JsonValue): boolean {
  if (typeof value !== 'object' || value === null) return typeof value !== 'bigint' && !Object.is(value, -0)
  if (isBoxed(value)) return true
  if (isList(value)) return value.every(isAsBuiltIn)
  for (const key in value) if (isIndex(key) || !isAsBuiltIn(value[key] ?? null)) return false
  return true
}

function print(value: JsonValue, indent: string): string {
  if (typeof value === 'string') return printString(value)
  if (typeof value !== 'object' || value === null) return printScalar(value)
  if (isBoxed(value)) return JSON.stringify(value)
  const inner = `${indent}  `
  const lines = isList(value)
    ? value.map((item) => inner + print(item, inner))
    : jsonEntries(value).map(([key, item]) => `${inner}${printString(key)}: ${print(item, inner)}`)
  const [open, close] = isList(value) ? ['[', ']'] : ['{', '}']
  return lines.length === 0 ? open + close : `${open}\n${lines.join(',\n')}\n${indent}${close}`
}

const isList = (value: JsonValue): value is readonly JsonValue[] => Array.isArray(value)

function printScalar(value: number | bigint | boolean | null): string {
  if (typeof value !== 'number') return String(value)
  return Object.is(value, -0) ? '-0' : JSON.stringify(value)
}

const printString = (text: string) => escapeSigns(JSON.stringify(text))

/** Outside of texts JSON has none of these. */
const escapeSigns = (json: string) =>
  json.replace(/[<>&\u2028\u2029]/g, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`)
