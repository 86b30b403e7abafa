import { below, type Place } from '../context.ts'
import { dotted } from '../describe.ts'
import {
  type Mapping,
  mapItems,
  mappingOf,
  type Node,
  nodeAt,
  scalar,
  textAt,
  withEntry,
  withoutEntry,
} from '../tree.ts'

/**
 * `configs`, and `secrets` of a build: the name of one stands for a reference to it.
 *
 * @see https://github.com/compose-spec/compose-spec/blob/main/05-services.md#configs
 */
export function expandFileReferences(node: Node, place: Place): Node {
  return mapItems(node, (item, index) => expandReference(item, below(place, index)))
}

/**
 * `secrets` of a service: the same, and a secret stands below /run/secrets unless it is said where.
 *
 * @see https://github.com/compose-spec/compose-spec/blob/main/05-services.md#secrets
 */
export function expandSecrets(node: Node, place: Place): Node {
  return mapItems(expandFileReferences(node, place), (item) => {
    const source = textAt(item, 'source')
    const isPlaced = item.kind !== 'mapping' || item.entries.has('target') || source === undefined
    return isPlaced ? item : withEntry(item, 'target', scalar(`/run/secrets/${source}`, item.origin))
  })
}

function expandReference(item: Node, place: Place): Node {
  if (item.kind === 'scalar') return mappingOf({ source: item }, item.origin)
  return item.kind === 'mapping' ? readMode(item, below(place, 'mode')) : item
}

/** A text is octal, as for `chmod`; YAML has read numbers already. */
function readMode(reference: Mapping, { path, findings }: Place): Mapping {
  const mode = nodeAt(reference, 'mode')
  if (mode?.kind !== 'scalar' || typeof mode.value !== 'string') return reference
  if (/^[0-7]+$/.test(mode.value)) {
    return withEntry(reference, 'mode', { ...mode, value: BigInt(`0o${mode.value}`) })
  }
  findings.report({
    code: 'COMPOSE_INVALID_VALUE',
    message: `\`${dotted(path)}\` must be an octal file mode such as "0440", not "${mode.value}".`,
    fix: 'Write the mode with the digits 0 to 7.',
    origin: mode.origin,
    path,
  })
  return withoutEntry(reference, 'mode')
}
