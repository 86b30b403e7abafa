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

/** What may be left out: Go's `omitempty` drops these. `null` is kept, for keys that must be there. */
type Omittable = JsonValue | undefined

/** An object in the order given, without undefined, empty texts, `false`, zero, and empty lists and maps. */
export function omitEmpty(fields: Readonly<Record<string, Omittable>>): JsonObject {
  const kept: Record<string, JsonValue> = {}
  for (const [key, value] of Object.entries(fields)) {
    if (value !== undefined && !isEmpty(value)) kept[key] = value
  }
  return kept
}

function isEmpty(value: JsonValue): boolean {
  if (value === null) return false
  if (Array.isArray(value)) return value.length === 0
  if (typeof value === 'object') return Object.keys(value).length === 0
  return value === '' || value === false || value === 0
}

/** `x-*` values come from YAML, so they hold nothing that JSON cannot. */
export const extensionsJson = (extensions: Readonly<Record<string, unknown>> | undefined): JsonObject =>
  (extensions ?? {}) as JsonObject
