import { below, type Place } from '../context.ts'
import { isNull, mappingOf, mapScalar, mapValues, type Node } from '../tree.ts'
import { expandKeyValues } from './key-values.ts'
import { scalarText, textOf } from './number-text.ts'

/** `build`: a text is the context. */
export function expandBuild(node: Node): Node {
  return node.kind === 'scalar' && node.value !== null ? mappingOf({ context: node }, node.origin) : node
}

/**
 * `build.additional_contexts`: every context has a name and says where it is.
 *
 * @see https://github.com/compose-spec/compose-spec/blob/main/build.md#additional_contexts
 */
export function expandContexts(node: Node, place: Place): Node {
  return mapValues(expandKeyValues(node, place), (value, key) => {
    if (value.kind !== 'scalar' || value.value !== null) return value
    const { path, findings } = below(place, key)
    findings.report({
      code: 'COMPOSE_INVALID_VALUE',
      message: `The additional context "${key}" does not say where it is.`,
      fix: `Write it as "${key}=path".`,
      origin: value.origin,
      path,
    })
    return undefined
  })
}

/** `build.provenance` and `build.sbom`: a boolean is a text too. */
export const expandAttestation = (node: Node): Node =>
  isNull(node) ? node : mapScalar(node, (scalar) => ({ ...scalar, value: scalarText(scalar.value) }))

/**
 * `build.ssh`: a list of `default` and `id=path` becomes a mapping.
 *
 * @see https://github.com/compose-spec/compose-spec/blob/main/build.md#ssh
 */
export function expandSsh(node: Node, place: Place): Node {
  if (node.kind !== 'sequence') return expandKeyValues(node, place)
  const items = node.items.filter((item, index) => {
    const id = textOf(item)
    if (id === 'default' || id.includes('=')) return true
    reportKey(id, item, below(place, index))
    return false
  })
  return expandKeyValues({ ...node, items }, place)
}

function reportKey(id: string, { origin }: Node, { path, findings }: Place) {
  findings.report({
    code: 'COMPOSE_INVALID_VALUE',
    message: `The SSH key "${id}" does not say where it is.`,
    fix: `Write it as "${id}=path", or write "default" for the agent.`,
    origin,
    path,
  })
}
