import { mappingOf, type Node, scalar, sequence } from '../tree.ts'
import { scalarText } from './number-text.ts'

/** `tmpfs` and the like: one text means a list of one. */
export function expandToList(node: Node): Node {
  return node.kind === 'scalar' && node.value !== null ? sequence([node], node.origin) : node
}

/** `dns`: the same, without texts that are empty. */
export function expandDns(node: Node): Node {
  const list = expandToList(node)
  if (list.kind !== 'sequence') return list
  return { ...list, items: list.items.filter((item) => item.kind !== 'scalar' || item.value !== '') }
}

/** `expose`: numbers become texts. */
export function expandTexts(node: Node): Node {
  if (node.kind !== 'sequence') return node
  const items = node.items.map((item) =>
    item.kind === 'scalar' ? scalar(scalarText(item.value), item.origin) : item,
  )
  return { ...node, items }
}

/**
 * `env_file`: a path, or a list of paths and long forms.
 *
 * @see https://github.com/compose-spec/compose-spec/blob/main/05-services.md#env_file
 */
export function expandEnvFiles(node: Node): Node {
  const list = expandToList(node)
  if (list.kind !== 'sequence') return list
  const items = list.items.map((item) =>
    item.kind === 'scalar'
      ? mappingOf({ path: item, required: scalar(true, item.origin) }, item.origin)
      : item,
  )
  return { ...list, items }
}
