import type { HookReply } from '@berth/contract'
import type { HookEvent } from './delivery.ts'

/** What a webhook deploys for. */
export interface WebhookFilters {
  readonly branch?: string
  readonly paths?: readonly string[]
  readonly tag?: string
}

/** Why nothing is deployed for an event; undefined when something is. Pure. */
export function ignoredFor(
  event: Exclude<HookEvent, { kind: 'ping' }>,
  { branch, paths, tag }: WebhookFilters,
): HookReply['ignored'] {
  switch (event.kind) {
    case 'other':
      return 'event'
    case 'request':
      return undefined
    case 'image':
      return tag !== undefined && !event.tags.some((one) => matches(tag, one)) ? 'tag' : undefined
    case 'push': {
      if (branch !== undefined && !event.branches.some((one) => matches(branch, one))) return 'branch'
      const touched = event.paths
      if (paths === undefined || touched === undefined) return undefined
      return touched.some((path) => paths.some((pattern) => matches(pattern, path))) ? undefined : 'paths'
    }
  }
}

/**
 * Whether a pattern matches all of a name: `*` stands for any letters but `/`, `**` for any, `**\/` for any folders
 * or none, `?` for one letter. In time that grows with the length of both, whatever the pattern. Pure.
 */
export function matches(pattern: string, name: string): boolean {
  const tokens = tokensOf(pattern)
  // Which tokens may come next.
  let next = reach(tokens, [0])
  for (const letter of name) {
    next = reach(
      tokens,
      [...next].flatMap((index) => step(tokens[index], letter, index)),
    )
  }
  return next.has(tokens.length)
}

const folders = ['folders', '**', '/']

const tokensOf = (pattern: string): string[] =>
  (pattern.replace(/^\//, '').match(/\*\*\/|\*\*|./gsu) ?? []).flatMap((token) =>
    token === '**/' ? folders : [token],
  )

/** Where one may stand without reading a letter: a star stands for nothing too, and folders may be left out. */
function reach(tokens: readonly string[], from: readonly number[]): Set<number> {
  const found = new Set<number>()
  const add = (index: number) => {
    if (found.has(index)) return
    found.add(index)
    const token = tokens[index]
    if (token === 'folders') add(index + folders.length)
    if (token === 'folders' || token === '*' || token === '**') add(index + 1)
  }
  for (const index of from) add(index)
  return found
}

function step(token: string | undefined, letter: string, index: number): number[] {
  if (token === '**') return [index]
  if (token === '*') return letter === '/' ? [] : [index]
  return token === letter || (token === '?' && letter !== '/') ? [index + 1] : []
}
