import { flatMapScalars, mappingOf, type Node, scalar, sequence } from '../tree.ts'
import { scalarText } from './number-text.ts'

/** `tmpfs` and the like: one text means a list of one. */
export function expandToList(node: Node): Node {
  return node.kind === 'scalar' && node.value !== null ? sequence([node], node.origin) : node
}

/** `dns`: the same, without texts that are empty. */
export function expandDns(node: Node): Node {
  return flatMapScalars(expandToList(node), (item) => (item.value === '' ? [] : [item]))
}

/** `expose`: numbers become texts. */
export function expandTexts(node: Node): Node {
  return flatMapScalars(node, ({ value, origin }) => [scalar(scalarText(value), origin)])
}

/**
 * `env_file`: a path, or a list of paths and long forms.
 *
 * @see https://github.com/compose-spec/compose-spec/blob/main/05-services.md#env_file
 */
export function expandEnvFiles(node: Node): Node {
  return flatMapScalars(expandToList(node), (item) => [
    mappingOf({ path: item, required: scalar(true, item.origin) }, item.origin),
  ])
}
