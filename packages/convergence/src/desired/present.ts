type Present<T> = { readonly [K in keyof T]?: Exclude<T[K], undefined> }

/** The same fields without those that are `undefined`, so that absent stays absent in a request body. */
export function present<T extends object>(fields: T): Present<T> {
  // Safe: only entries that are not undefined are kept.
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as Present<T>
}

/** Entries sorted by key, so that what is made from a map does not depend on how it was written. */
export function sortedEntries<T>(map: Readonly<Record<string, T>> | undefined): [string, T][] {
  return Object.entries(map ?? {}).sort(([a], [b]) => (a < b ? -1 : 1))
}
