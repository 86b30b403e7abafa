import { char, isBlank, isBreak, isBreakOrEnd, isEnd } from './characters.ts'
import { type Cursor, codeAt, columnOf, readBreak, skipBlanks, skipBreak, skipToBreak } from './cursor.ts'
import { type Token, textToken } from './token.ts'
import { faults } from './yaml-fault.ts'

/**
 * Reads the text that follows `|` or `>`.
 *
 * @param parentIndent The column of the block it stands in; -1 at the top.
 */
export function scanBlockScalar(cursor: Cursor, parentIndent: number): Token {
  const start = cursor.at
  const isFolded = codeAt(cursor) === char.greater
  cursor.at++
  const { chomping, increment } = scanHeader(cursor)
  const outer = Math.max(parentIndent, 0)
  const opening = scanEmptyLines(cursor, increment === 0 ? undefined : outer + increment)
  const indent = increment === 0 ? Math.max(opening.deepest, parentIndent + 1, 1) : outer + increment

  let text = ''
  let lineEnd = ''
  let emptyLines = opening.breaks
  let wasBlank = false
  let end = cursor.at
  while (columnOf(cursor) === indent && !isEnd(codeAt(cursor))) {
    const isIndented = isBlank(codeAt(cursor))
    // Between two lines that begin with a letter, a line's end is a blank; others stay.
    const folds = isFolded && lineEnd.startsWith('\n') && !wasBlank && !isIndented
    text += (folds ? (emptyLines === '' ? ' ' : '') : lineEnd) + emptyLines
    wasBlank = isIndented
    const from = cursor.at
    skipToBreak(cursor)
    text += cursor.text.slice(from, cursor.at)
    end = cursor.at
    lineEnd = readBreak(cursor)
    emptyLines = scanEmptyLines(cursor, indent).breaks
  }
  if (chomping !== 'strip') text += lineEnd
  if (chomping === 'keep') text += emptyLines
  return textToken('block-scalar', text, { start, end })
}

interface Header {
  readonly chomping: 'strip' | 'clip' | 'keep'
  /** How much deeper the text is than its parent; 0 when its first line tells. */
  readonly increment: number
}

function scanHeader(cursor: Cursor): Header {
  let chomping: Header['chomping'] | undefined
  let increment = 0
  for (;;) {
    const code = codeAt(cursor)
    if ((code === char.plus || code === char.dash) && chomping === undefined) {
      chomping = code === char.plus ? 'keep' : 'strip'
    } else if (code > char.zero && code <= char.nine && increment === 0) increment = code - char.zero
    else break
    cursor.at++
  }
  skipBlanks(cursor)
  if (codeAt(cursor) === char.hash) skipToBreak(cursor)
  if (!isBreakOrEnd(codeAt(cursor))) throw faults.blockHeader(cursor.at)
  skipBreak(cursor)
  return { chomping: chomping ?? 'clip', increment }
}

/** Lines with nothing but indentation, up to the first that has more; without an indent, all is indentation. */
function scanEmptyLines(cursor: Cursor, indent: number | undefined): { breaks: string; deepest: number } {
  let breaks = ''
  let deepest = 0
  for (;;) {
    while ((indent === undefined || columnOf(cursor) < indent) && codeAt(cursor) === char.space) cursor.at++
    deepest = Math.max(deepest, columnOf(cursor))
    const isIndentation = indent === undefined || columnOf(cursor) < indent
    if (isIndentation && codeAt(cursor) === char.tab) throw faults.tabIndent(cursor.at)
    if (!isBreak(codeAt(cursor))) return { breaks, deepest }
    breaks += readBreak(cursor)
  }
}
