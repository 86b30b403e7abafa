/** A part of a compose file. `undefined` is left out. */
export type Value = string | number | boolean | null | undefined | readonly Value[] | Section
export interface Section {
  readonly [key: string]: Value
}

/** What is not known for sure, and why: shown above the key. */
export interface Guess {
  readonly path: readonly string[]
  readonly why: string
}

/** A list or map with something in it; else undefined. */
export function filled<T extends object>(value: T | null | undefined): T | undefined {
  return value && Object.keys(value).length > 0 ? value : undefined
}

/** The Engine tells zero, an empty string and false for what nobody asked for. */
export const told = <T extends string | number | boolean>(value: T | null | undefined): T | undefined =>
  value ? value : undefined

/** Whether two parts of what the Engine shows are the same; absent, null and empty are. */
export const isSame = (a: unknown, b: unknown): boolean => plain(a) === plain(b)

const plain = (value: unknown) => {
  const text = JSON.stringify(value ?? null)
  return text === '[]' || text === '{}' || text === '""' ? 'null' : text
}
