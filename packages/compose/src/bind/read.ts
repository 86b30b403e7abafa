import { parseBytes } from '../canonical/bytes.ts'
import { parseDuration } from '../canonical/duration.ts'
import { roundToFloat32 } from '../canonical/float32.ts'
import { compareText } from '../context.ts'
import { readTimestamp } from '../parse/timestamp.ts'
import type { WholeNumber } from '../project.ts'
import { entriesOf, entryOf, isNull, itemsOf, type Mapping, type Node, type ScalarValue } from '../tree.ts'

/**
 * Reads typed values out of a validated mapping. A key that is absent or empty is undefined; a value of
 * another type cannot occur, as validation left it out.
 */
export interface Reader {
  readonly text: (key: string) => string | undefined
  readonly boolean: (key: string) => boolean | undefined
  readonly number: (key: string) => number | undefined
  /** Rounded to 32 bits, as the reference keeps numbers that need not be whole. */
  readonly float32: (key: string) => number | undefined
  /** Nanoseconds. */
  readonly duration: (key: string) => number | undefined
  /** Without what is behind the point. */
  readonly whole: (key: string) => WholeNumber | undefined
  /** Bytes, of a number or a text such as `64m`. */
  readonly bytes: (key: string) => WholeNumber | undefined
  readonly texts: (key: string) => readonly string[] | undefined
  /** Sorted by key. */
  readonly textMap: (key: string) => Readonly<Record<string, string>> | undefined
  /** The same, where a key without a value is `null`. */
  readonly nullableTextMap: (key: string) => Readonly<Record<string, string | null>> | undefined
  readonly items: <T>(key: string, read: (item: Node) => T) => readonly T[] | undefined
  /** Sorted by key. */
  readonly map: <T>(
    key: string,
    read: (value: Node, name: string) => T,
  ) => Readonly<Record<string, T>> | undefined
  readonly object: <T>(key: string, read: (value: Node) => T) => T | undefined
  /** `x-*` keys as written; undefined when there are none. */
  readonly extensions: () => Readonly<Record<string, unknown>> | undefined
}

export function readerOf(node: Node): Reader {
  const at = (key: string) => entryOf(node, key)?.value
  const scalarAt = (key: string) => scalarIn(node, key)
  return {
    text: (key) => readText(node, key),
    boolean: (key) => mapDefined(scalarAt(key), (value) => value === true),
    number: (key) => readNumber(node, key),
    float32: (key) => mapDefined(scalarAt(key), (value) => roundToFloat32(Number(value))),
    duration: (key) => mapDefined(scalarAt(key), (value) => parseDuration(String(value))),
    whole: (key) => mapDefined(scalarAt(key), toWhole),
    bytes: (key) => mapDefined(scalarAt(key), toBytes),
    texts: (key) => mapDefined(sequenceAt(at(key)), (list) => itemsOf(list).map(textOf)),
    textMap: (key) => mapDefined(mappingAt(at(key)), (map) => sortedRecord(map, textOf)),
    nullableTextMap: (key) => mapDefined(mappingAt(at(key)), (map) => sortedRecord(map, textOrNull)),
    items: (key, read) => mapDefined(sequenceAt(at(key)), (list) => itemsOf(list).map(read)),
    map: (key, read) => mapDefined(mappingAt(at(key)), (map) => sortedRecord(map, read)),
    object: (key, read) => mapDefined(mappingAt(at(key)), read),
    extensions: () => readExtensions(node),
  }
}

// A reader costs more than what is read of a port, of which there may be 65,535.

/** {@link Reader.text} without a reader. */
export const readText = (node: Node, key: string) => mapDefined(scalarIn(node, key), String)

/** {@link Reader.number} without a reader: no zero has a sign. */
export const readNumber = (node: Node, key: string) =>
  mapDefined(scalarIn(node, key), (value) => Number(value) + 0)

function scalarIn(node: Node, key: string) {
  const found = entryOf(node, key)?.value
  return found?.kind === 'scalar' && found.value !== null ? found.value : undefined
}

/** A number of the tree without what is behind its point; a text, which validation let through, as well. */
export function toWhole(value: Exclude<ScalarValue, null>): WholeNumber {
  const whole = typeof value === 'number' ? BigInt(Math.trunc(value)) : BigInt(value)
  const number = Number(whole)
  return Number.isSafeInteger(number) ? number : whole
}

function toBytes(value: Exclude<ScalarValue, null>): WholeNumber {
  return typeof value === 'string' ? (parseBytes(value) ?? 0) : toWhole(value)
}

const mapDefined = <T, U>(value: T | undefined, change: (value: T) => U): U | undefined =>
  value === undefined ? undefined : change(value)

const sequenceAt = (node: Node | undefined) => (node?.kind === 'sequence' ? node : undefined)
const mappingAt = (node: Node | undefined) => (node?.kind === 'mapping' ? node : undefined)
const textOf = (node: Node): string => (node.kind === 'scalar' ? String(node.value ?? '') : '')

const textOrNull = (node: Node) => (isNull(node) ? null : textOf(node))

/** A record in the order of its keys. */
export function sortedRecord<T>(
  node: Mapping | Node | undefined,
  read: (value: Node, name: string) => T,
): Record<string, T> {
  const entries = entriesOf(node).map(([name, { value }]): [string, T] => [name, read(value, name)])
  return Object.fromEntries(entries.sort(([a], [b]) => compareText(a, b)))
}

/** {@link Reader.extensions} without a reader. */
export function readExtensions(node: Node): Readonly<Record<string, unknown>> | undefined {
  if (!hasExtensions(node)) return undefined
  const entries = entriesOf(node).filter(([key]) => key.startsWith('x-'))
  return Object.fromEntries(
    entries
      .map(([key, { value }]): [string, unknown] => [key, plain(value)])
      .sort(([a], [b]) => compareText(a, b)),
  )
}

function hasExtensions(node: Node): boolean {
  if (node.kind === 'mapping') for (const key of node.entries.keys()) if (key.startsWith('x-')) return true
  return false
}

/**
 * A tree as plain data, mappings sorted by key. Dates are boxed texts, as they are printed without quotes. Whole numbers beyond 2^53 stay `bigint`, and floats such as 1e6, which
 * are printed otherwise than whole numbers, are boxed.
 */
export function plain(node: Node): unknown {
  if (node.kind === 'sequence') return node.items.map(plain)
  if (node.kind === 'mapping') return sortedRecord(node, plain)
  const { value } = node
  if (node.isDate) return Object(readTimestamp(String(value)))
  if (typeof value === 'number' && Number.isInteger(value) && Math.abs(value) >= 1e6) return Object(value)
  return typeof value === 'bigint' && Number.isSafeInteger(Number(value)) ? Number(value) : value
}

/** A copy without the keys that are undefined. */
export function compact<T extends object>(value: { readonly [K in keyof T]: T[K] | undefined }): T {
  const kept: Partial<T> = {}
  for (const key in value) if (value[key] !== undefined) kept[key] = value[key]
  // Holds because only keys whose type allows undefined can be dropped: the required ones are never undefined.
  return kept as T
}
