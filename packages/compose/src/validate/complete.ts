import { below, type Place } from '../context.ts'
import { dotted } from '../describe.ts'
import { isNull, type Mapping, mapEntries, mapItems, type Node } from '../tree.ts'
import { describeShape, type Shape } from './shape.ts'
import { reportDuplicates } from './validate.ts'

/**
 * Phase 10: what is empty, missing or there twice after a document was merged. Only now, because an override file may
 * leave out what the first one said. Empty values that mean nothing are left out.
 */
export function complete(node: Node, shape: Shape, place: Place): Node {
  if (node.kind === 'sequence') {
    const { list } = shape
    if (list === undefined) return node
    // Again, as two files may say the same.
    if (shape.isSet) reportDuplicates(node.items, place)
    return mapItems(node, (item, index) => (isBare(item) ? item : complete(item, list, below(place, index))))
  }
  return node.kind === 'mapping' ? completeMapping(node, shape, place) : node
}

/** Of a scalar nothing is asked any more, so its place is not made up. */
const isBare = (node: Node) => node.kind === 'scalar'

function completeMapping(node: Mapping, shape: Shape, place: Place): Mapping {
  const completed = mapEntries(node, (value, key) => {
    const child = shape.fields?.[key] ?? shape.entries
    if (child === undefined) return value
    if (!isNull(value)) return isBare(value) ? value : complete(value, child, below(place, key))
    if (child.nullable) return value
    reportEmpty(value, child, below(place, key))
    return undefined
  })
  if (shape.fields) for (const key of shape.required ?? []) reportMissing(node, key, place)
  return completed
}

function reportEmpty(node: Node, shape: Shape, { path, findings }: Place) {
  if (findings.isFaulty(...path)) return
  findings.report({
    code: 'COMPOSE_WRONG_TYPE',
    message: `\`${dotted(path)}\` is empty; it must be ${describeShape({ ...shape, ...(shape.as && { scalars: [shape.as] }) })}.`,
    fix: 'Give it a value, or remove the key.',
    origin: node.origin,
    path,
  })
}

function reportMissing(node: Mapping, key: string, { path, findings }: Place) {
  if (node.entries.has(key) || findings.isFaulty(...path, key)) return
  findings.report({
    code: 'COMPOSE_MISSING_KEY',
    message: `\`${dotted(path)}\` needs \`${key}\`.`,
    fix: `Add \`${key}:\`.`,
    origin: node.origin,
    path,
  })
}
