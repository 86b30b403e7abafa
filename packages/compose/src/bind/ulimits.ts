import type { Ulimit } from '../project.ts'
import type { Node } from '../tree.ts'
import { readerOf } from './read.ts'

/** The `ulimits` of a service or a build as typed data, sorted by name. */
export const bindUlimits = (owner: Node) => readerOf(owner).map('ulimits', bindUlimit)

function bindUlimit(node: Node): Ulimit {
  if (node.kind === 'scalar') return Number(node.value)
  const read = readerOf(node)
  return { soft: read.number('soft') ?? 0, hard: read.number('hard') ?? 0 }
}
