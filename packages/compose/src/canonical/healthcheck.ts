import { below, type Place } from '../context.ts'
import { type Node, nodeAt, scalar, sequence, withEntry, withoutEntry } from '../tree.ts'

const kinds = ['CMD', 'CMD-SHELL', 'NONE']

/**
 * `healthcheck.test`: a text is run by the container's shell; a list says in its first item who runs it.
 *
 * @see https://github.com/compose-spec/compose-spec/blob/main/05-services.md#healthcheck
 */
export function expandHealthcheck(node: Node, place: Place): Node {
  const test = nodeAt(node, 'test')
  if (node.kind !== 'mapping' || test === undefined) return node
  if (test.kind === 'scalar' && test.value !== null) {
    return withEntry(node, 'test', sequence([scalar('CMD-SHELL', test.origin), test], test.origin))
  }
  const first = test.kind === 'sequence' ? test.items[0] : undefined
  if (first?.kind !== 'scalar' || kinds.includes(String(first.value))) return node
  const { path, findings } = below(place, 'test')
  findings.report({
    code: 'COMPOSE_INVALID_VALUE',
    message: `The first item of a healthcheck test must be CMD, CMD-SHELL or NONE, not "${first.value}".`,
    fix: 'Put "CMD" before the program, or write the test as one text.',
    origin: first.origin,
    path,
  })
  return withoutEntry(node, 'test')
}
