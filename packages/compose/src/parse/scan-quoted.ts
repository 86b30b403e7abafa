import { char, isBlank, isBreak, isBreakOrEnd, isEnd, isSpaceOrEnd } from './characters.ts'
import { type Cursor, codeAt, isDocumentMark, readBreak, skipBlanks, skipBreak } from './cursor.ts'
import { type Token, textToken } from './token.ts'
import { faults } from './yaml-fault.ts'

/** Reads a text in single or double quotes, which may go over several lines. */
export function scanQuoted(cursor: Cursor): Token {
  const start = cursor.at
  const quote = codeAt(cursor)
  cursor.at++
  let text = ''
  for (;;) {
    if (isDocumentMark(cursor) || isEnd(codeAt(cursor))) throw faults.openQuote(start)
    const words = scanWords(cursor, quote)
    text += words.text
    if (codeAt(cursor) === quote) break
    text += scanGap(cursor, words.isFolded)
  }
  cursor.at++
  return textToken('quoted', text, { start, end: cursor.at })
}

/** What stands up to the next blank or quote; folded when a backslash took the line's end away. */
function scanWords(cursor: Cursor, quote: number): { text: string; isFolded: boolean } {
  let text = ''
  let from = cursor.at
  const flush = () => {
    text += cursor.text.slice(from, cursor.at)
  }
  for (;;) {
    const code = codeAt(cursor)
    if (isSpaceOrEnd(code)) break
    if (quote === char.singleQuote && code === quote && codeAt(cursor, 1) === quote) {
      cursor.at++
      flush()
      cursor.at++
      from = cursor.at
    } else if (code === quote) break
    else if (quote === char.doubleQuote && code === char.backslash) {
      flush()
      if (isBreak(codeAt(cursor, 1))) {
        cursor.at++
        skipBreak(cursor)
        return { text, isFolded: true }
      }
      text += scanEscape(cursor)
      from = cursor.at
    } else cursor.at++
  }
  flush()
  return { text, isFolded: false }
}

/** Blanks between words stay; a line's end becomes a blank, and empty lines become line ends. */
function scanGap(cursor: Cursor, isFolded: boolean): string {
  const from = cursor.at
  skipBlanks(cursor)
  if (!isFolded && !isBreak(codeAt(cursor))) return cursor.text.slice(from, cursor.at)
  const first = isFolded ? '' : readBreak(cursor)
  let others = ''
  for (let code = codeAt(cursor); isBlank(code) || isBreak(code); code = codeAt(cursor)) {
    if (isBlank(code)) cursor.at++
    else others += readBreak(cursor)
  }
  return foldBreaks(first, others)
}

/** One line's end is a blank, unless others follow; the separators of Unicode stay what they are. */
export function foldBreaks(first: string, others: string): string {
  if (!first.startsWith('\n')) return first + others
  return others === '' ? ' ' : others
}

const escapes: Readonly<Record<string, string>> = {
  '0': '\0',
  a: '\x07',
  b: '\b',
  t: '\t',
  '\t': '\t',
  n: '\n',
  v: '\v',
  f: '\f',
  r: '\r',
  e: '\x1b',
  ' ': ' ',
  '"': '"',
  "'": "'",
  '\\': '\\',
  N: '\x85',
  _: '\xa0',
  L: '\u2028',
  P: '\u2029',
}

const digitsOf: Readonly<Record<string, number>> = { x: 2, u: 4, U: 8 }

function scanEscape(cursor: Cursor): string {
  const start = cursor.at
  const letter = cursor.text.charAt(start + 1)
  const simple = escapes[letter]
  const digits = digitsOf[letter]
  cursor.at += 2
  if (simple !== undefined) return simple
  if (digits === undefined)
    throw faults.escape(start, isBreakOrEnd(codeAt(cursor, -1)) ? start + 1 : cursor.at)
  const hex = cursor.text.slice(cursor.at, cursor.at + digits)
  const code = new RegExp(`^[0-9a-fA-F]{${digits}}$`).test(hex) ? Number.parseInt(hex, 16) : Number.NaN
  if (!isCharacter(code)) throw faults.escape(start, cursor.at + hex.length)
  cursor.at += digits
  return String.fromCodePoint(code)
}

const isCharacter = (code: number) => code <= 0x10_ffff && !(code >= 0xd800 && code <= 0xdfff)
