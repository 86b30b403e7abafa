/** JSON as Go writes it, so that output can be compared with Docker Compose's text by text. Pure. */
export const goJson = (value: unknown): string =>
  JSON.stringify(value).replaceAll(
    /[<>&]/g,
    (character) => `\\u00${character.charCodeAt(0).toString(16).padStart(2, '0')}`,
  )

const named: Readonly<Record<string, string>> = {
  '\u0007': '\\a',
  '\b': '\\b',
  '\f': '\\f',
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
  '\v': '\\v',
  '"': '\\"',
  '\\': '\\\\',
}

/** A text in quotation marks as Go writes it. Pure. */
export const goQuote = (text: string): string =>
  `"${text.replaceAll(
    /["\\\p{Cc}]/gu,
    (character) => named[character] ?? `\\x${character.charCodeAt(0).toString(16).padStart(2, '0')}`,
  )}"`
