import { below, type Place } from '../context.ts'
import { type Node, nodeAt, scalar, textAt, withEntry } from '../tree.ts'

/**
 * `external: {name: x}` of a network or volume: the old spelling of `external: true` and `name: x`.
 *
 * @see https://github.com/compose-spec/compose-spec/blob/main/06-networks.md#external
 */
export function expandExternal(node: Node, place: Place): Node {
  const external = nodeAt(node, 'external')
  if (node.kind !== 'mapping' || external?.kind !== 'mapping') return node
  const { path, findings } = below(place, 'external')
  const isExternal = withEntry(node, 'external', scalar(true, external.origin))
  const oldName = textAt(external, 'name')
  if (oldName === undefined) return isExternal
  const name = textAt(node, 'name')
  const differs = name !== undefined && name !== oldName
  findings.report({
    code: differs ? 'COMPOSE_EXTERNAL_CONFLICT' : 'COMPOSE_EXTERNAL_NAME_DEPRECATED',
    message: differs
      ? `\`name: ${name}\` and \`external.name: ${oldName}\` differ.`
      : '`external.name` is deprecated. Please set `name` and `external: true`.',
    fix: 'Write `external: true`, and the name under `name` only.',
    origin: external.origin,
    path,
  })
  return withEntry(isExternal, 'name', scalar(oldName, external.origin))
}
