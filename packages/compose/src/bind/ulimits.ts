import type { Ulimit } from '../project.ts'
import type { Node } from '../tree.ts'
import { readerOf, toWhole } from './read.ts'

/** The `ulimits` of a service or a build as typed data, sorted by name. */
export const bindUlimits = (owner: Node) => readerOf(owner).map('ulimits', bindUlimit)

function bindUlimit(node: Node): Ulimit {
  if (node.kind === 'scalar') return toWhole(node.value ?? 0)
  const read = readerOf(node)
  return { soft: read.whole('soft') ?? 0, hard: read.whole('hard') ?? 0 }
}
