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
 * given, as struct fields are; a caller sorts what is a map in Go.
 */
export function goJson(value: unknown): string {
  return JSON.stringify(value).replace(/[<>&\u2028\u2029]/g, (character) => goEscapes[character] ?? character)
}
