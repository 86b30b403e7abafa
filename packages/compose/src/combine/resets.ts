import type { Origin } from '../source.ts'
import type { Mapping, Node, Path } from '../tree.ts'

/** A document without its merge tags, and what they take away from the files before it. */
export interface Resets {
  /** Undefined when the whole document is reset. */
  readonly document: Node | undefined
  readonly paths: readonly Path[]
}

/**
 * Phase 3: `!reset` drops a value here and in the files before; `!override` drops it in the files before only.
 *
 * @see https://github.com/compose-spec/compose-spec/blob/main/13-merge.md#reset-value
 */
export function takeResets(document: Node): Resets {
  if (!hasTags(document)) return { document, paths: [] }
  const run: Run = { paths: [], done: new Set() }
  return { document: withoutTags(document, [], run), paths: run.paths }
}

/** Few documents have any, and then nothing is to be copied. */
function hasTags(node: Node): boolean {
  if (node.tag !== undefined) return true
  if (node.kind === 'sequence') return node.items.some(hasTags)
  if (node.kind === 'mapping') for (const { value } of node.entries.values()) if (hasTags(value)) return true
  return false
}

interface Run {
  readonly paths: Path[]
  /** Keys of resets: an alias or a merge key that repeats their mapping does not repeat the reset. */
  readonly done: Set<Origin>
}

function withoutTags(node: Node, path: Path, run: Run): Node | undefined {
  const { tag, ...untagged } = node
  if (tag !== undefined) run.paths.push(path)
  if (tag === 'reset') return undefined
  if (untagged.kind === 'sequence') {
    const items = untagged.items.flatMap((item, index) => withoutTags(item, [...path, index], run) ?? [])
    return { ...untagged, items }
  }
  if (untagged.kind === 'scalar') return untagged
  const entries = new Map(untagged.entries)
  for (const [key, entry] of untagged.entries) {
    const isDone = entry.value.tag === 'reset' && run.done.has(entry.key)
    if (entry.value.tag === 'reset') run.done.add(entry.key)
    const value = isDone ? undefined : withoutTags(entry.value, [...path, key], run)
    if (value === undefined) entries.delete(key)
    else entries.set(key, { key: entry.key, value })
  }
  return { ...untagged, entries }
}

/** Deletes what stands at the paths; ways that end early or lead into a list are left alone. */
export function deletePaths(tree: Mapping, paths: readonly Path[]): Mapping {
  return paths.reduce((current, path) => deletePath(current, path), tree)
}

function deletePath(node: Mapping, [head, ...rest]: Path): Mapping {
  const entry = typeof head === 'string' ? node.entries.get(head) : undefined
  if (typeof head !== 'string' || entry === undefined) return node
  const entries = new Map(node.entries)
  if (rest.length === 0) entries.delete(head)
  else if (entry.value.kind === 'mapping') {
    entries.set(head, { key: entry.key, value: deletePath(entry.value, rest) })
  }
  return { ...node, entries }
}
