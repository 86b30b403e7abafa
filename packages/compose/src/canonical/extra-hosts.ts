import { below, type Place } from '../context.ts'
import { entriesOf, itemsOf, type Node, type Scalar, scalar, sequence } from '../tree.ts'
import { scalarText } from './number-text.ts'

/**
 * `extra_hosts`: every form becomes a list of `host=ip`.
 *
 * @see https://github.com/compose-spec/compose-spec/blob/main/05-services.md#extra_hosts
 */
export function expandExtraHosts(node: Node, place: Place): Node {
  if (node.kind === 'mapping') {
    const items = entriesOf(node).flatMap(([host, { value }]) =>
      (value.kind === 'sequence' ? itemsOf(value) : [value]).flatMap((item) =>
        item.kind === 'scalar' ? expandHost(host, scalarText(item.value), item) : [],
      ),
    )
    return sequence(items, node.origin)
  }
  if (node.kind !== 'sequence') return node
  const items = node.items.flatMap((item, index) =>
    item.kind === 'scalar' ? expandShortHost(item, below(place, index)) : [],
  )
  return { ...node, items }
}

function expandShortHost(item: Scalar, { path, findings }: Place): Scalar[] {
  const text = scalarText(item.value)
  const separator = text.includes('=') ? '=' : ':'
  const at = text.indexOf(separator)
  const host = text.slice(0, at)
  if (at > 0 && text.length > at + 1 && !/[\s:]/.test(host)) return expandHost(host, text.slice(at + 1), item)
  findings.report({
    code: 'COMPOSE_INVALID_VALUE',
    message: `"${text}" is not an additional host.`,
    fix: 'Write it as "name=ip", for example "db.local=10.0.0.5".',
    origin: item.origin,
    path,
  })
  return []
}

/** One entry for each address; IPv6 loses its brackets. */
const expandHost = (host: string, addresses: string, { origin }: Scalar): Scalar[] =>
  addresses.split(',').map((address) => scalar(`${host}=${address.replace(/^\[(.*)\]$/, '$1')}`, origin))
