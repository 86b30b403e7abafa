import { formatFloat } from '../canonical/number-text.ts'
import { isBoxed, type JsonObject, type JsonValue } from './json.ts'
import { yamlEntries } from './key-order.ts'
import { isSimpleKey, printText } from './yaml-scalar-text.ts'

/** YAML as go-yaml v3 writes it with two spaces: same quotes, same block texts, lists indented. */
export function printYaml(tree: JsonObject): string {
  const page: Page = { done: [], lines: [], names: new Map() }
  printEntries(tree, { indent: '', first: '', page })
  return `${[...page.done, ...page.lines].join('\n')}\n`
}

/** What is written so far, in one place: lists of lines that are copied into each other take longer than all the rest. */
interface Page {
  /** Many lines each. A million lines by themselves keep the garbage collector busy. */
  readonly done: string[]
  readonly lines: string[]
  /** How keys of one line are written, which most have in common. */
  readonly names: Map<string, string>
}

function write({ done, lines }: Page, line: string) {
  if (lines.push(line) === 1_000) done.push(lines.splice(0).join('\n'))
}

/** Where a collection is written. */
interface Block {
  readonly indent: string
  /** What its first line begins with: the indent, or the sign that the collection stands behind. */
  readonly first: string
  readonly page: Page
}

function printEntries(tree: JsonObject, { indent, first, page }: Block) {
  let begin = first
  for (const [key, value] of yamlEntries(tree)) {
    const name = nameOf(key, page)
    if (name === undefined) {
      write(page, `${begin}? ${printText(key, { indent, isKey: true })}`)
      printBehind(':', value, { indent, first: indent, page })
    } else if (isInline(value)) write(page, `${begin}${name}: ${printInline(value, indent)}`)
    else {
      write(page, `${begin}${name}:`)
      printBlock(value, { indent: `${indent}  `, first: `${indent}  `, page })
    }
    begin = indent
  }
}

/** A key as it is written before its colon; undefined for one that needs lines of its own. */
function nameOf(key: string, { names }: Page): string | undefined {
  const known = names.get(key)
  if (known !== undefined || !isSimpleKey(key)) return known
  const name = printText(key, { indent: '', isKey: true })
  names.set(key, name)
  return name
}

function printBlock(value: Collection, block: Block) {
  if (!isList(value)) return printEntries(value, block)
  const { indent, page } = block
  let { first } = block
  for (const item of value) {
    printBehind('-', item, { indent, first, page })
    first = indent
  }
}

/** A value that begins on the line of its sign. */
function printBehind(sign: '-' | ':', value: JsonValue, { indent, first, page }: Block) {
  if (isInline(value)) write(page, `${first}${sign} ${printInline(value, indent)}`)
  else printBlock(value, { indent: `${indent}  `, first: `${first}${sign} `, page })
}

type Collection = readonly JsonValue[] | JsonObject

const isList = (value: JsonValue): value is readonly JsonValue[] => Array.isArray(value)

/** Scalars and empty collections stand behind their key. */
const isInline = (value: JsonValue): value is Exclude<JsonValue, Collection> =>
  typeof value !== 'object' ||
  value === null ||
  isBoxed(value) ||
  (isList(value) ? value : Object.keys(value)).length === 0

function printInline(value: JsonValue, indent: string): string {
  if (typeof value === 'string') return printText(value, { indent, isKey: false })
  if (typeof value === 'number') return printNumber(value)
  if (isBoxed(value)) return value instanceof String ? String(value) : formatFloat(Number(value), 6)
  if (typeof value === 'object' && value !== null) return isList(value) ? '[]' : '{}'
  return String(value)
}

function printNumber(value: number): string {
  if (Object.is(value, -0)) return '-0'
  if (Number.isInteger(value)) return String(BigInt(value))
  if (Number.isNaN(value)) return '.nan'
  if (!Number.isFinite(value)) return value > 0 ? '.inf' : '-.inf'
  return formatFloat(value, 6)
}
