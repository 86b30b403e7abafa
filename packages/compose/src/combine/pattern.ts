import type { Path } from '../tree.ts'

/** What is said about places in a document, by path; `*` stands for one key. */
export interface PatternTable<T> {
  readonly children: ReadonlyMap<string, PatternTable<T>>
  readonly value: T | undefined
}

/** Makes a table of patterns such as `services.*.ports`, to be walked key by key. Beside a `*` stands no other key. */
export function patternTable<T>(
  patterns: readonly (readonly [pattern: string, value: T])[],
): PatternTable<T> {
  const root = emptyBranch<T>()
  for (const [pattern, value] of patterns) {
    let branch = root
    for (const part of pattern.split('.')) branch = branchAt(branch, part)
    branch.value = value
  }
  return root
}

interface Branch<T> {
  readonly children: Map<string, Branch<T>>
  value: T | undefined
}

const emptyBranch = <T>(): Branch<T> => ({ children: new Map(), value: undefined })

function branchAt<T>({ children }: Branch<T>, part: string): Branch<T> {
  const found = children.get(part) ?? emptyBranch<T>()
  children.set(part, found)
  return found
}

/** What the table says about the places below a key; undefined when that is nothing. */
export const belowKey = <T>({ children }: PatternTable<T>, key: string): PatternTable<T> | undefined =>
  children.get(key) ?? children.get('*')

/** Finds what a table says about a path. */
export function matchPattern<T>(table: PatternTable<T>, path: Path): T | undefined {
  let found: PatternTable<T> | undefined = table
  for (const key of path) {
    found = belowKey(found, String(key))
    if (found === undefined) return undefined
  }
  return found.value
}
