import { type Entry, mapping, mappingOf, type Node, type Scalar, scalar } from '../tree.ts'

/**
 * `depends_on`: a list means "started, and required".
 *
 * @see https://github.com/compose-spec/compose-spec/blob/main/05-services.md#depends_on
 */
export function expandDependsOn(node: Node): Node {
  return listToMapping(node, ({ origin }) =>
    mappingOf({ condition: scalar('service_started', origin), required: scalar(true, origin) }, origin),
  )
}

/** `networks` of a service: a list means "with no settings". */
export function expandServiceNetworks(node: Node): Node {
  return listToMapping(node, ({ origin }) => scalar(null, origin))
}

function listToMapping(node: Node, toValue: (item: Scalar) => Node): Node {
  if (node.kind !== 'sequence') return node
  const entries = new Map<string, Entry>()
  for (const item of node.items) {
    if (item.kind === 'scalar') entries.set(String(item.value), { key: item.origin, value: toValue(item) })
  }
  return mapping(entries, node.origin)
}
