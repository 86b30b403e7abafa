import { isNull, type Mapping, mapEntries, type Node, nodeAt, sequence } from '../tree.ts'
import { belowKey, type PatternTable, patternTable } from './pattern.ts'

/** Lists that no file may write as a text alone, though a text can be added to them. Others may be a text everywhere, or nowhere. */
export const textlessLists = [
  'networks.*.labels',
  'services.*.annotations',
  'services.*.build.additional_contexts',
  'services.*.build.args',
  'services.*.build.extra_hosts',
  'services.*.build.labels',
  'services.*.deploy.labels',
  'services.*.dns_opt',
  'services.*.environment',
  'services.*.extra_hosts',
  'services.*.labels',
  'services.*.sysctls',
  'volumes.*.labels',
] as const

const lists: PatternTable<true> = patternTable(textlessLists.map((pattern) => [pattern, true]))

/**
 * `environment: B=2`, which no file may say by itself, is one more item where an earlier document has a list: a text
 * that meets a list becomes a list of one. Needs a document that was not validated yet.
 *
 * @see https://github.com/compose-spec/compose-spec/blob/main/13-merge.md
 */
export const textsAsLists = (document: Node, base: Mapping): Node => inPlace(document, base, lists)

function inPlace(node: Node, base: Node, table: PatternTable<true>): Node {
  if (node.kind === 'scalar') {
    const isText = table.value === true && typeof node.value === 'string' && !isNull(base)
    return isText ? sequence([node], node.origin) : node
  }
  if (node.kind !== 'mapping') return node
  return mapEntries(node, (value, key) => {
    const [found, below] = [nodeAt(base, key), belowKey(table, key)]
    return found === undefined || below === undefined ? value : inPlace(value, found, below)
  })
}
