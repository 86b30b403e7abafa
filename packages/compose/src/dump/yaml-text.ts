import { formatFloat } from '../canonical/number-text.ts'
import { isBoxed, type JsonObject, type JsonValue } from './json.ts'
import { yamlEntries } from './key-order.ts'
import { isSimpleKey, printText } from './yaml-scalar-text.ts'

/** YAML as go-yaml v3 writes it with two spaces: same quotes, same block texts, lists indented. */
export const printYaml = (tree: JsonObject): string => `${printEntries(tree, '').join('\n')}\n`

function printEntries(tree: JsonObject, indent: string): string[] {
  return yamlEntries(tree).flatMap(([key, value]) => {
    const name = printText(key, { indent, isKey: true })
    if (!isSimpleKey(key)) return [`${indent}? ${name}`, ...printBehind(':', value, indent)]
    if (isInline(value)) return [`${indent}${name}: ${printInline(value, indent)}`]
    return [`${indent}${name}:`, ...printBlock(value, `${indent}  `)]
  })
}

function printBlock(value: Collection, indent: string): string[] {
  return isList(value) ? value.flatMap((item) => printItem(item, indent)) : printEntries(value, indent)
}

const printItem = (item: JsonValue, indent: string): string[] => printBehind('-', item, indent)

/** A value that begins on the line of its sign. */
function printBehind(sign: '-' | ':', value: JsonValue, indent: string): string[] {
  if (isInline(value)) return [`${indent}${sign} ${printInline(value, indent)}`]
  const [first = '', ...rest] = printBlock(value, `${indent}  `)
  return [`${indent}${sign} ${first.trimStart()}`, ...rest]
}

type Collection = readonly JsonValue[] | JsonObject

const isList = (value: JsonValue): value is readonly JsonValue[] => Array.isArray(value)

/** Scalars and empty collections stand behind their key. */
const isInline = (value: JsonValue): value is Exclude<JsonValue, Collection> =>
  typeof value !== 'object' || value === null || Object.keys(value).length === 0

function printInline(value: JsonValue, indent: string): string {
  if (typeof value === 'string') return printText(value, { indent, isKey: false })
  if (typeof value === 'number') return printNumber(value)
  if (isBoxed(value)) return formatFloat(Number(value), 6)
  if (typeof value === 'object' && value !== null) return isList(value) ? '[]' : '{}'
  return String(value)
}

function printNumber(value: number): string {
  if (Object.is(value, -0)) return '-0'
  if (Number.isSafeInteger(value)) return String(value)
  if (Number.isNaN(value)) return '.nan'
  if (!Number.isFinite(value)) return value > 0 ? '.inf' : '-.inf'
  return formatFloat(value, 6)
}
