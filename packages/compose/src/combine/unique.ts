import { type Mapping, mapEntries, type Node, nodeAt, type Sequence } from '../tree.ts'
import { belowKey, type PatternTable, patternTable } from './pattern.ts'

/** What makes two items of a list the same. */
type KeyOf = (item: Node) => string | undefined

const textOf = (item: Node | undefined): string | undefined =>
  item?.kind === 'scalar' && item.value !== null ? String(item.value) : undefined

/** Texts such as `/run:size=64m` are the same when they agree before the equals sign. */
const byKey: KeyOf = (item) => textOf(item)?.split('=', 1)[0]

const byField =
  (field: string): KeyOf =>
  (item) =>
    textOf(nodeAt(item, field))

const byBinding: KeyOf = (port) => {
  if (port.kind === 'scalar') return textOf(port)
  const part = (field: string, fallback = '') => textOf(nodeAt(port, field)) ?? fallback
  return `${part('host_ip', '0.0.0.0')}:${part('published')}:${part('target')}/${part('protocol', 'tcp')}`
}

/**
 * Whether all publish another port, and so differ. For a long list only, which there is when ranges are published:
 * keys of all 65,535 ports take much longer to make and to look up.
 */
function publishesDiffer({ items }: Sequence): boolean {
  if (items.length < 1_000) return false
  const isTaken = new Uint8Array(65_536)
  return items.every((port) => {
    const number = Number(textOf(nodeAt(port, 'published')))
    if (isTaken[number] !== 0) return false
    isTaken[number] = 1
    return true
  })
}

const byConfigTarget: KeyOf = (reference) =>
  textOf(nodeAt(reference, 'target')) ?? `/${textOf(nodeAt(reference, 'source'))}`

const keys = patternTable<KeyOf>([
  ['networks.*.labels', byKey],
  ['services.*.annotations', byKey],
  ['services.*.build.additional_contexts', byKey],
  ['services.*.build.args', byKey],
  ['services.*.build.labels', byKey],
  ['services.*.build.extra_hosts', textOf],
  ['services.*.build.tags', byKey],
  ['services.*.cap_add', byKey],
  ['services.*.cap_drop', byKey],
  ['services.*.configs', byConfigTarget],
  ['services.*.devices', byField('target')],
  ['services.*.deploy.labels', byKey],
  ['services.*.dns', byKey],
  ['services.*.dns_opt', byKey],
  ['services.*.dns_search', byKey],
  ['services.*.env_file', byField('path')],
  ['services.*.environment', byKey],
  ['services.*.expose', textOf],
  ['services.*.extra_hosts', textOf],
  ['services.*.labels', byKey],
  ['services.*.links', byKey],
  ['services.*.networks.*.aliases', byKey],
  ['services.*.networks.*.link_local_ips', byKey],
  ['services.*.ports', byBinding],
  ['services.*.profiles', byKey],
  ['services.*.secrets', byField('target')],
  ['services.*.sysctls', byKey],
  ['services.*.tmpfs', byKey],
  ['services.*.volumes', byField('target')],
])

/**
 * Phase 9: an item that says again what an earlier one said takes the earlier one's place.
 *
 * @see https://github.com/compose-spec/compose-spec/blob/main/13-merge.md#unique-resources
 */
function unique(node: Node, table: PatternTable<KeyOf>): Node {
  if (node.kind === 'mapping') return uniqueDocument(node, table)
  return node.kind === 'sequence' && table.value ? uniqueItems(node, table.value) : node
}

/** The same for a whole document, which stays a mapping. */
export const uniqueDocument = (document: Mapping, table: PatternTable<KeyOf> = keys): Mapping =>
  mapEntries(document, (value, key) => {
    const below = belowKey(table, key)
    return below === undefined ? value : unique(value, below)
  })

function uniqueItems(list: Sequence, keyOf: KeyOf): Sequence {
  if (keyOf === byBinding && publishesDiffer(list)) return list
  const items: Node[] = []
  const places = new Map<string, number>()
  for (const item of list.items) {
    const key = keyOf(item)
    const place = key === undefined ? undefined : places.get(key)
    if (place === undefined) {
      if (key !== undefined) places.set(key, items.length)
      items.push(item)
    } else items[place] = item
  }
  return items.length === list.items.length ? list : { ...list, items }
}
