import { below, type Place } from '../context.ts'
import type { Origin } from '../source.ts'
import { entriesOf, flatMapScalars, isNull, type Node, type Scalar, scalar, sequence } from '../tree.ts'
import { scalarText, textOf } from './number-text.ts'

/**
 * `extra_hosts`: every form becomes a list of `host=ip`.
 *
 * @see https://github.com/compose-spec/compose-spec/blob/main/05-services.md#extra_hosts
 */
export function expandExtraHosts(node: Node, place: Place): Node {
  if (node.kind === 'mapping') {
    const items = entriesOf(node).flatMap(([host, { key, value }]) => {
      const at = below(place, host)
      if (!isHostName(host) || isNull(value)) return reportHost(host, key, at)
      const addresses = value.kind === 'sequence' ? value.items : [value]
      return addresses.map((item) => toHost(host, textOf(item), item))
    })
    return sequence(items, node.origin)
  }
  return flatMapScalars(node, (item, index) => expandShortHost(item, below(place, index)))
}

/** One entry for each address, which commas separate. */
function expandShortHost(item: Scalar, place: Place): Scalar[] {
  const text = scalarText(item.value)
  const at = text.indexOf(text.includes('=') ? '=' : ':')
  const host = text.slice(0, Math.max(at, 0))
  if (!isHostName(host)) return reportHost(text, item.origin, place)
  return text
    .slice(at + 1)
    .split(',')
    .map((address) => toHost(host, address, item))
}

const isHostName = (host: string) => host !== '' && !/[:=]/.test(host)

function reportHost(text: string, origin: Origin, { path, findings }: Place): [] {
  findings.report({
    code: 'COMPOSE_INVALID_VALUE',
    message: `"${text}" is not an additional host.`,
    fix: 'Write it as "name=ip", for example "db.local=10.0.0.5".',
    origin,
    path,
  })
  return []
}

/** IPv6 loses its brackets. */
const toHost = (host: string, address: string, { origin }: Node): Scalar =>
  scalar(`${host}=${address.replace(/^\[(.+)\]$/s, '$1')}`, origin)
