import type { CST } from 'yaml'

/** What one file may ask of the loader; real compose files stay far below. */
export const limits = {
  /** UTF-16 units. */
  textLength: 2_000_000,
  /** Mappings and sequences inside each other. */
  depth: 100,
  /** Values after every alias is written out. */
  nodes: 200_000,
} as const

/**
 * The offset of the first token that is nested too deeply, before anything recursive sees it.
 * Walks with its own stack, so that the text cannot exhaust ours.
 */
export function findTooDeep(tokens: Iterable<CST.Token>): number | undefined {
  const open: { token: CST.Token; depth: number }[] = []
  for (const token of tokens) open.push({ token, depth: 0 })
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const { token, depth } = next
    if (depth > limits.depth) return token.offset
    for (const child of childrenOf(token)) open.push({ token: child, depth: depth + 1 })
  }
  return undefined
}

function* childrenOf(token: CST.Token): Iterable<CST.Token> {
  if (token.type === 'document' && token.value) yield token.value
  if (!('items' in token)) return
  for (const item of token.items) {
    if (item.key) yield item.key
    if (item.value) yield item.value
  }
}
