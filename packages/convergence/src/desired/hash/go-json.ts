import type { JsonObject, JsonValue } from '@berth/compose'
import { sortedEntries } from '../present.ts'

/** What `encoding/json` of Go escapes beyond `JSON.stringify`. */
const goEscapes: Readonly<Record<string, string>> = {
  '<': '\\u003c',
  '>': '\\u003e',
  '&': '\\u0026',
  '\u2028': '\\u2028',
  '\u2029': '\\u2029',
}

/**
 * JSON exactly as Go's `encoding/json` writes structs and maps: the keys of a struct in the order given, those of a
 * map sorted.
 *
 * @param maps Keys whose values are maps in Go. Only maps have whole numbers as keys; those are sorted wherever they
 * are, as JavaScript moves them to the front.
 */
export const goJson = (value: JsonObject, maps: ReadonlySet<string>): string =>
  isAsBuiltIn(value, maps) ? escapeSigns(JSON.stringify(value)) : print(value, { maps, isMap: false })

/**
 * Whether `JSON.stringify` writes it the same but for the signs: it knows no big integers and sorts nothing. It is far
 * faster, which counts for a service that publishes every port.
 */
function isAsBuiltIn(value: JsonValue, maps: ReadonlySet<string>, isMap = false): boolean {
  if (typeof value !== 'object' || value === null) return typeof value !== 'bigint'
  if (isList(value)) return value.every((item) => isAsBuiltIn(item, maps))
  let before = ''
  for (const key in value) {
    if (isMoved(key) || (isMap && key < before) || !isAsBuiltIn(value[key] ?? null, maps, maps.has(key)))
      return false
    before = key
  }
  return true
}

interface Reading {
  readonly maps: ReadonlySet<string>
  readonly isMap: boolean
}

function print(value: JsonValue, { maps, isMap }: Reading): string {
  if (typeof value === 'string') return escapeSigns(JSON.stringify(value))
  if (typeof value !== 'object' || value === null) return String(value)
  if (isList(value)) return `[${value.map((item) => print(item, { maps, isMap: false })).join(',')}]`
  const entries = Object.entries(value)
  const ordered = isMap || entries.some(([key]) => isMoved(key)) ? sortedEntries(value) : entries
  const members = ordered.map(
    ([key, inner]) => `${escapeSigns(JSON.stringify(key))}:${print(inner, { maps, isMap: maps.has(key) })}`,
  )
  return `{${members.join(',')}}`
}

const isList = (value: JsonValue): value is readonly JsonValue[] => Array.isArray(value)

const isMoved = (key: string) => /^(0|[1-9]\d*)$/.test(key)

/** Outside of texts JSON has none of these. */
const escapeSigns = (json: string) =>
  json.replace(/[<>&\u2028\u2029]/g, (character) => goEscapes[character] ?? character)
