import { isBoxed, type JsonObject, type JsonValue } from './json.ts'
import { jsonEntries } from './key-order.ts'

/** JSON as Go's encoder writes it: two spaces, `<`, `>` and `&` escaped, empty collections on one line. */
export const printJson = (tree: JsonObject): string => print(tree, '')

function print(value: JsonValue, indent: string): string {
  if (typeof value === 'string') return printString(value)
  if (typeof value !== 'object' || value === null) return printScalar(value)
  if (isBoxed(value)) return String(value)
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

function printString(text: string): string {
  return JSON.stringify(text).replace(
    /[<>&\u2028\u2029]/g,
    (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
}
