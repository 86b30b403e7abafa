import type { Findings } from '../context.ts'
import { type Entry, isNull, type Node } from '../tree.ts'

/**
 * What `<<: *base` or `<<: [*a, *b]` brings into a mapping. Shallow; of several, the first wins.
 *
 * @see https://yaml.org/type/merge.html
 */
export function mergeKeyEntries(value: Node, findings: Findings): [string, Entry][] {
  const sources = value.kind === 'sequence' ? value.items : [value]
  const entries = new Map<string, Entry>()
  for (const source of sources) {
    if (isBrokenAlias(source)) continue
    if (source.kind !== 'mapping') {
      findings.report({
        code: 'COMPOSE_YAML_INVALID',
        message: 'A merge key << takes a mapping or a list of mappings.',
        fix: 'Point << at an anchor of a mapping: <<: *name.',
        origin: value.origin,
      })
      continue
    }
    for (const [name, entry] of source.entries) {
      if (!entries.has(name)) entries.set(name, entry)
    }
  }
  return [...entries]
}

/** An alias without an anchor, which was told of, stands for nothing. */
const isBrokenAlias = (source: Node): boolean =>
  isNull(source) && source.origin.source.text[source.origin.start] === '*'

/** How many entries a merge key brings, counting those that will not be used. */
export const mergedSize = (value: Node): number =>
  (value.kind === 'sequence' ? value.items : [value]).reduce(
    (size, source) => size + (source.kind === 'mapping' ? source.entries.size : 1),
    0,
  )
