import type { Place } from '../context.ts'
import { type Entry, mapEntries, mapping, mapValues, type Node, type Scalar, scalar } from '../tree.ts'
import { scalarText, textOf } from './number-text.ts'

/**
 * `environment`, `labels`, `args`: a list of `K=V` and a mapping are two spellings of the same. The result
 * is a mapping of texts; a key without a value is null (for `environment`: take it from outside).
 *
 * @see https://github.com/compose-spec/compose-spec/blob/main/05-services.md#environment
 */
export const expandKeyValues = (node: Node, place: Place): Node =>
  expandPairs(node, (key, item, index) => {
    if (!/[\t-\r \x85\xa0]$/.test(key)) return
    place.findings.report({
      code: 'COMPOSE_INVALID_VALUE',
      message: `The variable "${key}" is declared with a trailing space.`,
      fix: 'Remove the space before the equals sign.',
      origin: item.origin,
      path: [...place.path, index],
    })
  })

type CheckKey = (key: string, item: Scalar, index: number) => void

function expandPairs(node: Node, check: CheckKey): Node {
  if (node.kind === 'mapping') return mapEntries(node, toText)
  if (node.kind !== 'sequence') return node
  const entries = new Map<string, Entry>()
  for (const [index, item] of node.items.entries()) {
    if (item.kind !== 'scalar') continue
    const [key, value] = splitOnce(scalarText(item.value), '=')
    check(key, item, index)
    entries.set(key, { key: item.origin, value: scalar(value ?? null, item.origin) })
  }
  return mapping(entries, node.origin)
}

/** Labels and options have no "outside": a key without a value is empty. Their keys may end in a space. */
export function expandLabels(node: Node): Node {
  return mapValues(
    expandPairs(node, () => undefined),
    (value) => scalar(textOf(value), value.origin),
  )
}

/** Options of drivers: numbers become texts; a key without a value stays so, because in an override it means "as before". */
export const expandOptions = (node: Node): Node => mapValues(node, toText)

const toText = (value: Node): Node =>
  value.kind === 'scalar' && value.value !== null ? { ...value, value: scalarText(value.value) } : value

/** What is before and after the first separator; no second part when there is none. */
function splitOnce(text: string, separator: string): [string, string | undefined] {
  const at = text.indexOf(separator)
  return at < 0 ? [text, undefined] : [text.slice(0, at), text.slice(at + separator.length)]
}
