import { type Origin, rangeOf } from '../source.ts'
import type { Entry, Node } from '../tree.ts'
import { mergedSize, mergeKeyEntries } from './merge-key.ts'
import type { Token } from './token.ts'
import { spend, type YamlReading } from './yaml-reading.ts'

/** The keys of a mapping so far, and what they hold. */
export interface Pairs {
  readonly entries: Map<string, Entry>
  /** What stands behind merge keys, in order. */
  readonly merged: Node[]
  /** Where each key was written first; aliases count as what they are called. */
  readonly written: Map<string, Origin>
}

export const createPairs = (): Pairs => ({ entries: new Map(), merged: [], written: new Map() })

interface Pair {
  /** The first token of the key. */
  readonly keyToken: Token
  readonly key: Node
  readonly value: Node
}

/** Adds a key and what it holds; reports a key that is there already, or that is no text. */
export function addPair(pairs: Pairs, { keyToken, key, value }: Pair, reading: YamlReading): void {
  if (key.kind !== 'scalar' || typeof key.value !== 'string' || key.isDate) {
    reportKey(key, reading)
    return
  }
  const name = key.value
  const { origin } = key
  const identity = keyToken.kind === 'alias' ? `*${keyToken.text}` : `=${name}`
  const first = pairs.written.get(identity)
  if (first !== undefined) {
    reportDuplicate(name, first, { origin, reading })
    return
  }
  pairs.written.set(identity, origin)
  if (key === reading.mergeKey && keyToken.kind !== 'alias') pairs.merged.push(placed(value, origin))
  else pairs.entries.set(name, { key: origin, value: placed(value, origin) })
}

/** An empty value has no text of its own to point at: its key stands in. */
const placed = (value: Node, origin: Origin): Node =>
  value.origin.end > value.origin.start ? value : { ...value, origin }

/** All entries: what merge keys bring stands behind a mapping's own, which win. */
export function entriesOf({ entries, merged }: Pairs, reading: YamlReading): Map<string, Entry> {
  for (const value of merged) {
    spend(reading, mergedSize(value), value.origin.start)
    for (const [name, entry] of mergeKeyEntries(value, reading.findings)) {
      if (!entries.has(name)) entries.set(name, entry)
    }
  }
  return entries
}

function reportDuplicate(
  name: string,
  first: Origin,
  { origin, reading: { findings, path } }: { origin: Origin; reading: YamlReading },
): void {
  findings.report({
    code: 'COMPOSE_DUPLICATE_KEY',
    message: `The key \`${name}\` is already defined at line ${rangeOf(first).line}.`,
    origin,
    path: [...path, name],
  })
}

function reportKey(key: Node, { findings, path }: YamlReading): void {
  const shown =
    key.kind === 'scalar'
      ? `\`${key.value}\` is ${key.isDate ? 'a date' : articleFor(key.value)}`
      : 'A key is a collection'
  const place = path.length === 0 ? 'at top level' : `in ${path.join('.')}`
  findings.report({
    code: 'COMPOSE_KEY_NOT_STRING',
    message: `${shown}, but keys must be text (${place}).`,
    origin: key.origin,
    path: [...path],
  })
}

const articleFor = (value: unknown) =>
  value === null ? 'an empty key' : typeof value === 'boolean' ? 'a boolean' : 'a number'
