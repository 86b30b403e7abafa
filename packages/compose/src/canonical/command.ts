import type { Place } from '../context.ts'
import { dotted } from '../describe.ts'
import { type Node, scalar, sequence } from '../tree.ts'
import { splitShellWords } from './shell-words.ts'

/**
 * `command` and `entrypoint`: a text is split into words; no shell is involved.
 *
 * @see https://github.com/compose-spec/compose-spec/blob/main/05-services.md#command
 */
export function expandCommand(node: Node, { path, findings }: Place): Node | undefined {
  if (node.kind !== 'scalar' || typeof node.value !== 'string') return node
  const { origin } = node
  const split = splitShellWords(node.value)
  if (split === undefined) {
    findings.report({
      code: 'COMPOSE_INVALID_VALUE',
      message: `\`${dotted(path)}\` has a quote, bracket or backslash that is not closed.`,
      fix: 'Close it, or write the command as a list.',
      origin,
      path,
    })
    return undefined
  }
  if (split.dropped !== undefined) {
    findings.report({
      code: 'COMPOSE_COMMAND_CUT',
      message: `\`${dotted(path)}\` ends before "${split.dropped}", as no shell runs it.`,
      origin,
      path,
    })
  }
  return sequence(
    split.words.map((word) => scalar(word, origin)),
    origin,
  )
}
