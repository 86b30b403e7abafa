import type { Path } from '../tree.ts'

/** Finds what a table says about a path; `*` in a pattern stands for one key. */
export function matchPattern<T>(table: readonly (readonly [pattern: string, value: T])[], path: Path) {
  return table.find(([pattern]) => isMatch(pattern.split('.'), path))?.[1]
}

const isMatch = (pattern: readonly string[], path: Path) =>
  pattern.length === path.length && pattern.every((part, at) => part === '*' || part === path[at])
