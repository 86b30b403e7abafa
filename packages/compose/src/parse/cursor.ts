import { char, isBlank, isBreak, isBreakOrEnd, isSpaceOrEnd } from './characters.ts'

/** Where reading a text stands. It is moved on in place: a text has too many characters for copies. */
export interface Cursor {
  readonly text: string
  /** The offset of the next character; the length of the text at its end. */
  at: number
  /** Where the line begins. */
  lineStart: number
  line: number
}

/** The code of the next character, or of one further on; NaN at the end. */
export const codeAt = ({ text, at }: Cursor, ahead = 0): number => text.charCodeAt(at + ahead)

export const columnOf = ({ at, lineStart }: Cursor): number => at - lineStart

/** Goes past a line's end; does nothing elsewhere. */
export function skipBreak(cursor: Cursor): void {
  const code = codeAt(cursor)
  if (!isBreak(code)) return
  cursor.at += code === char.carriageReturn && codeAt(cursor, 1) === char.lineFeed ? 2 : 1
  cursor.lineStart = cursor.at
  cursor.line++
}

/** The same, and what the end counts for in a text of several lines. */
export function readBreak(cursor: Cursor): string {
  const code = codeAt(cursor)
  skipBreak(cursor)
  if (!isBreak(code)) return ''
  return code === char.lineSeparator || code === char.paragraphSeparator ? String.fromCharCode(code) : '\n'
}

export function skipBlanks(cursor: Cursor): void {
  while (isBlank(codeAt(cursor))) cursor.at++
}

export function skipToBreak(cursor: Cursor): void {
  const { text } = cursor
  let { at } = cursor
  for (let code = text.charCodeAt(at); isInLine(code); code = text.charCodeAt(at)) at++
  cursor.at = at
}

const isInLine = (code: number) => (code >= char.space && code < char.nextLine) || !isBreakOrEnd(code)

/** Whether `---` or `...` stands here, at the start of a line. */
export function isDocumentMark(cursor: Cursor): boolean {
  if (cursor.at !== cursor.lineStart) return false
  const code = codeAt(cursor)
  return (
    (code === char.dash || code === char.dot) &&
    codeAt(cursor, 1) === code &&
    codeAt(cursor, 2) === code &&
    isSpaceOrEnd(codeAt(cursor, 3))
  )
}
