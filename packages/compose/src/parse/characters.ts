/** What characters mean to YAML, by their code; NaN is the end of the text. */
export const char = {
  tab: 9,
  lineFeed: 10,
  carriageReturn: 13,
  space: 32,
  exclamation: 33,
  doubleQuote: 34,
  hash: 35,
  percent: 37,
  ampersand: 38,
  singleQuote: 39,
  asterisk: 42,
  plus: 43,
  comma: 44,
  dash: 45,
  dot: 46,
  zero: 48,
  nine: 57,
  colon: 58,
  less: 60,
  greater: 62,
  question: 63,
  at: 64,
  openBracket: 91,
  backslash: 92,
  closeBracket: 93,
  backtick: 96,
  openBrace: 123,
  bar: 124,
  closeBrace: 125,
  nextLine: 0x85,
  lineSeparator: 0x2028,
  paragraphSeparator: 0x2029,
  byteOrderMark: 0xfeff,
} as const

/** A line may end in more ways than two: go-yaml keeps those of YAML 1.1. */
export const isBreak = (code: number): boolean =>
  code === char.lineFeed ||
  code === char.carriageReturn ||
  code === char.nextLine ||
  code === char.lineSeparator ||
  code === char.paragraphSeparator

export const isBlank = (code: number): boolean => code === char.space || code === char.tab

export const isEnd = (code: number): boolean => Number.isNaN(code)

export const isBreakOrEnd = (code: number): boolean => isBreak(code) || isEnd(code)

/** Whether an indicator such as `-` or `:` that stands before it is one. */
export const isSpaceOrEnd = (code: number): boolean =>
  !(code > char.space && code < char.nextLine) && (isBlank(code) || isBreak(code) || isEnd(code))

/** Letters, digits, `_` and `-`: what names of anchors and tag handles are made of. */
export const isWord = (code: number): boolean =>
  (code >= 97 && code <= 122) ||
  (code >= 65 && code <= 90) ||
  (code >= char.zero && code <= char.nine) ||
  code === 95 ||
  code === char.dash

/** The first character that no YAML text may hold; -1 when there is none. Most texts are plain enough to tell at once. */
export const forbiddenAt = (text: string): number => (/[^\t\n\r -~]/.test(text) ? searchForbidden(text) : -1)

const searchForbidden = (text: string) =>
  text.search(/[^\t\n\r\u0020-\u007e\u0085\u00a0-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/u)
