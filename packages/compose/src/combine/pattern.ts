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
  const rows = patterns.map(([pattern, value]): Row<T> => [pattern.split('.'), value])
  return tableOf(rows)
}

type Row<T> = readonly [parts: readonly string[], value: T]

function tableOf<T>(rows: readonly Row<T>[]): PatternTable<T> {
  const own = rows.find(([parts]) => parts.length === 0)
  const heads = new Set(rows.flatMap(([[head]]) => head ?? []))
  const children = [...heads].map((head): [string, PatternTable<T>] => [
    head,
    tableOf(rows.filter(([[first]]) => first === head).map(([[, ...rest], value]) => [rest, value])),
  ])
  return { children: new Map(children), value: own?.[1] }
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
