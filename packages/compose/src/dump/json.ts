import { formatDuration } from '../canonical/duration.ts'
import type { WholeNumber } from '../project.ts'

/** A value that JSON can hold; `bigint` for whole numbers beyond 2^53 in `x-*` values. */
export type JsonValue =
  | string
  | number
  | bigint
  | boolean
  | null
  | readonly JsonValue[]
  | { readonly [key: string]: JsonValue }

export type JsonObject = { readonly [key: string]: JsonValue }

/**
 * Whether it is boxed: a float without anything behind its point that YAML writes with an exponent, as plain numbers of
 * that size are whole ones, or a date, which YAML writes without quotes.
 */
export const isBoxed = (value: unknown): boolean => value instanceof Number || value instanceof String

/** What may be left out: Go's `omitempty` drops these. `null` is kept, for keys that must be there. */
type Omittable = JsonValue | undefined

/** An object in the order given, without undefined, empty texts, `false`, zero, and empty lists and maps. */
export function omitEmpty(fields: Readonly<Record<string, Omittable>>): JsonObject {
  const kept: Record<string, JsonValue> = {}
  for (const key in fields) {
    const value = fields[key]
    if (value !== undefined && !isEmpty(value)) kept[key] = value
  }
  return kept
}

function isEmpty(value: JsonValue): boolean {
  if (value === null || isBoxed(value)) return false
  if (Array.isArray(value)) return value.length === 0
  if (typeof value === 'object') return Object.keys(value).length === 0
  return value === '' || value === false || value === 0 || value === 0n
}

/** What is defined, in the order given; unlike {@link omitEmpty} it keeps what is empty but was said. */
export function pick(fields: Readonly<Record<string, Omittable>>): JsonObject {
  const entries = Object.entries(fields).filter(
    (entry): entry is [string, JsonValue] => entry[1] !== undefined,
  )
  return Object.fromEntries(entries)
}

/** A map with every value changed; undefined stays undefined. */
export function mapRecord<T>(
  record: Readonly<Record<string, T>> | undefined,
  change: (value: T) => JsonValue,
): JsonObject | undefined {
  if (record === undefined) return undefined
  return Object.fromEntries(
    Object.entries(record).map(([key, value]): [string, JsonValue] => [key, change(value)]),
  )
}

/** Nanoseconds as Go writes them. */
export const durationText = (nanoseconds: number | undefined): string | undefined =>
  nanoseconds === undefined ? undefined : formatDuration(nanoseconds)

/** A size is printed as text; none at all, and zero, are left out. */
export const sizeText = (bytes: WholeNumber | undefined): string | undefined =>
  bytes === undefined || Number(bytes) === 0 ? undefined : wholeText(bytes)

/** A whole number in full. */
export const wholeText = (value: WholeNumber): string => BigInt(value).toString()

/** Which of the two texts of `docker compose config` is meant: JSON has no nested `x-*`, YAML no null commands. */
export type DumpFormat = 'json' | 'yaml'

/** The `x-*` keys of a value, for the text that has them. */
export const extra = (
  value: { readonly extensions?: Readonly<Record<string, unknown>> } | null,
  format: DumpFormat,
): JsonObject => (format === 'yaml' ? extensionsJson(value?.extensions) : {})

/**
 * A float as its text writes it: from a million on YAML gives it an exponent, which a whole number has not; see
 * {@link isBoxed}.
 */
export function floatOf(value: number | undefined, format: DumpFormat): number | undefined {
  const isBig = value !== undefined && Number.isInteger(value) && Math.abs(value) >= 1e6
  // Holds because the printers take it for the number that it holds.
  return isBig && format === 'yaml' ? (Object(value) as number) : value
}

/** The words of a command; one that was not said is null in JSON. */
export const commandWords = (words: readonly string[] | undefined, format: DumpFormat) =>
  words ?? (format === 'json' ? null : undefined)

/** `x-*` values come from YAML, so they hold nothing that JSON cannot. */
export const extensionsJson = (extensions: Readonly<Record<string, unknown>> | undefined): JsonObject =>
  (extensions ?? {}) as JsonObject
