import type { JsonValue } from '@berth/compose'

/** What `encoding/json` of Go escapes beyond `JSON.stringify`. */
const goEscapes: Readonly<Record<string, string>> = {
  '<': '\\u003c',
  '>': '\\u003e',
  '&': '\\u0026',
  '\u2028': '\\u2028',
  '\u2029': '\\u2029',
}

/**
 * JSON exactly as Go's `encoding/json` writes structs and maps: keys of the value itself in the order
 * given, as struct fields are; a caller sorts what is a map in Go. Only maps have whole numbers as keys; those
 * JavaScript moves to the front, so they are sorted here.
 */
export function goJson(value: JsonValue): string {
  if (isList(value)) return `[${value.map(goJson).join(',')}]`
  if (typeof value === 'object' && value !== null) {
    const members = inOrder(Object.entries(value)).map(([key, inner]) => `${goText(key)}:${goJson(inner)}`)
    return `{${members.join(',')}}`
  }
  return typeof value === 'string' ? goText(value) : String(value)
}

const isList = (value: JsonValue): value is readonly JsonValue[] => Array.isArray(value)

function inOrder<T>(entries: [string, T][]): [string, T][] {
  const isMoved = entries.some(([key]) => /^(0|[1-9]\d*)$/.test(key))
  return isMoved ? entries.sort(([a], [b]) => (a < b ? -1 : 1)) : entries
}

const goText = (text: string) =>
  JSON.stringify(text).replace(/[<>&\u2028\u2029]/g, (character) => goEscapes[character] ?? character)
