import type { Origin } from './source.ts'

/**
 * The one tree of the loader: YAML values that remember where they were written. Nodes are never changed,
 * so an anchor's node may stand in many places.
 */
export type Node = Scalar | Sequence | Mapping

/** Whole numbers are `bigint`, numbers written with a point or exponent are `number`. */
export type ScalarValue = string | number | bigint | boolean | null

/** `!reset` takes away what earlier files said, `!override` replaces it. */
export type MergeTag = 'reset' | 'override'

interface Base {
  readonly origin: Origin
  readonly tag?: MergeTag
}

export interface Scalar extends Base {
  readonly kind: 'scalar'
  readonly value: ScalarValue
  /** An unquoted date, whose value is its text; only in an `x-*` value does it stay one. */
  readonly isDate?: true
}

export interface Sequence extends Base {
  readonly kind: 'sequence'
  readonly items: readonly Node[]
}

export interface Mapping extends Base {
  readonly kind: 'mapping'
  readonly entries: ReadonlyMap<string, Entry>
}

/** A key's own place and what it holds. */
export interface Entry {
  readonly key: Origin
  readonly value: Node
}

/** Where a node stands. An array, because keys may hold dots. */
export type Path = readonly (string | number)[]

export const scalar = (value: ScalarValue, origin: Origin): Scalar => ({ kind: 'scalar', value, origin })

export const sequence = (items: readonly Node[], origin: Origin): Sequence => ({
  kind: 'sequence',
  items,
  origin,
})

export const mapping = (entries: ReadonlyMap<string, Entry>, origin: Origin): Mapping => ({
  kind: 'mapping',
  entries,
  origin,
})

/** A mapping of values that share one origin, for what is expanded from a short form. */
export function mappingOf(values: Readonly<Record<string, Node | undefined>>, origin: Origin): Mapping {
  const entries = new Map<string, Entry>()
  for (const [key, value] of Object.entries(values)) {
    if (value !== undefined) entries.set(key, { key: origin, value })
  }
  return mapping(entries, origin)
}

/** The node under a path of keys, or undefined where the way ends early. */
export function nodeAt(node: Node | undefined, ...keys: readonly string[]): Node | undefined {
  let current = node
  // By index, here and in `mapEntries`: an iterator for each node was a tenth of what a load allocates.
  for (let index = 0; index < keys.length && current !== undefined; index++) {
    current = entryOf(current, keys[index] ?? '')?.value
  }
  return current
}

/** The entry of one key, when the node is a mapping that has it. */
export const entryOf = (node: Node | undefined, key: string): Entry | undefined =>
  node?.kind === 'mapping' ? node.entries.get(key) : undefined

/** The entries of a node that may be absent or null, in order. */
export const entriesOf = (node: Node | undefined): [string, Entry][] =>
  node?.kind === 'mapping' ? [...node.entries] : []

export const itemsOf = (node: Node | undefined): readonly Node[] =>
  node?.kind === 'sequence' ? node.items : []

/** The string under a key, when there is one. */
export function textAt(node: Node | undefined, ...keys: readonly string[]): string | undefined {
  const found = nodeAt(node, ...keys)
  return found?.kind === 'scalar' && typeof found.value === 'string' ? found.value : undefined
}

export const isNull = (node: Node | undefined): boolean => node?.kind === 'scalar' && node.value === null

/** A copy with one key set; it keeps its place when it was there. Nodes that would be the same are the same. */
export function withEntry(node: Mapping, key: string, value: Node): Mapping {
  const known = node.entries.get(key)
  if (known?.value === value) return node
  const entries = new Map(node.entries)
  entries.set(key, { key: known?.key ?? value.origin, value })
  return { ...node, entries }
}

export function withoutEntry(node: Mapping, key: string): Mapping {
  if (!node.entries.has(key)) return node
  const entries = new Map(node.entries)
  entries.delete(key)
  return { ...node, entries }
}

/** A copy with one key's value changed, when the key is there. */
export function updateEntry(node: Mapping, key: string, change: (value: Node) => Node): Mapping {
  const entry = node.entries.get(key)
  return entry === undefined ? node : withEntry(node, key, change(entry.value))
}

/**
 * A copy with every value changed; a value that becomes undefined is dropped. The mapping itself, when none changes:
 * most phases leave most of a document alone, and copying all of it each time took longer than their work.
 */
export function mapEntries(node: Mapping, change: (value: Node, key: string) => Node | undefined): Mapping {
  let entries: Map<string, Entry> | undefined
  node.entries.forEach((entry, key) => {
    const value = change(entry.value, key)
    if (value === entry.value) return
    entries ??= new Map(node.entries)
    if (value === undefined) entries.delete(key)
    else entries.set(key, { key: entry.key, value })
  })
  return entries === undefined ? node : { ...node, entries }
}

/** {@link mapEntries} of a mapping, and any other node. */
export const mapValues = (node: Node, change: (value: Node, key: string) => Node | undefined): Node =>
  node.kind === 'mapping' ? mapEntries(node, change) : node

/** A copy with every scalar of a list changed into any number of nodes, and any other node. */
export function flatMapScalars(node: Node, change: (item: Scalar, index: number) => readonly Node[]): Node {
  if (node.kind !== 'sequence') return node
  const items = node.items.flatMap((item, index) => (item.kind === 'scalar' ? change(item, index) : [item]))
  return { ...node, items }
}

/** A scalar changed, and any other node. */
export const mapScalar = (node: Node, change: (scalar: Scalar) => Node): Node =>
  node.kind === 'scalar' ? change(node) : node

/** A copy with every item of a list changed; the list itself when none does, and any other node. */
export function mapItems(node: Node, change: (item: Node, index: number) => Node): Node {
  if (node.kind !== 'sequence') return node
  const items = node.items.map(change)
  return items.every((item, index) => item === node.items[index]) ? node : { ...node, items }
}
