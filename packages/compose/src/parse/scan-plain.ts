import { char, isBlank, isBreak, isSpaceOrEnd } from './characters.ts'
import { type Cursor, codeAt, columnOf, isDocumentMark, readBreak, skipBlanks } from './cursor.ts'
import { foldBreaks } from './scan-quoted.ts'
import { type Token, textToken } from './token.ts'
import { faults } from './yaml-fault.ts'

/** What ends a text without quotes, besides its line. */
interface Surroundings {
  /** Lines that are indented less do not belong to it. */
  readonly indent: number
  readonly isInFlow: boolean
}

/**
 * Reads a text without quotes.
 *
 * @returns Also whether it ended with a line, so that a key may follow.
 */
export function scanPlain(cursor: Cursor, around: Surroundings): { token: Token; hasBreak: boolean } {
  const start = cursor.at
  let text = ''
  let end = start
  let gap: Gap = { text: '', hasBreak: false }
  while (!isDocumentMark(cursor) && codeAt(cursor) !== char.hash) {
    const from = cursor.at
    skipWords(cursor, around.isInFlow)
    if (cursor.at === from) break
    text += gap.text + cursor.text.slice(from, cursor.at)
    end = cursor.at
    gap = { text: '', hasBreak: false }
    if (!isGap(codeAt(cursor))) break
    gap = scanGap(cursor, around)
    if (!around.isInFlow && columnOf(cursor) < around.indent) break
  }
  return { token: textToken('plain', text, { start, end }), hasBreak: gap.hasBreak }
}

/** Goes on to the next blank, or to a sign that ends the text. */
function skipWords(cursor: Cursor, isInFlow: boolean): void {
  const { text } = cursor
  let { at } = cursor
  for (let code = text.charCodeAt(at); !isSpaceOrEnd(code); code = text.charCodeAt(at)) {
    if (code === char.colon && isSpaceOrEnd(text.charCodeAt(at + 1))) break
    if (isInFlow && endsInFlow(code)) break
    at++
  }
  cursor.at = at
}

const endsInFlow = (code: number) =>
  code === char.comma ||
  code === char.question ||
  code === char.openBracket ||
  code === char.closeBracket ||
  code === char.openBrace ||
  code === char.closeBrace

const isGap = (code: number) => isBlank(code) || isBreak(code)

/** Blanks and line ends between two words. */
interface Gap {
  readonly text: string
  readonly hasBreak: boolean
}

function scanGap(cursor: Cursor, { indent }: Surroundings): Gap {
  const from = cursor.at
  skipBlanks(cursor)
  if (!isBreak(codeAt(cursor))) return { text: cursor.text.slice(from, cursor.at), hasBreak: false }
  const first = readBreak(cursor)
  let others = ''
  for (let code = codeAt(cursor); isGap(code); code = codeAt(cursor)) {
    if (code === char.tab && columnOf(cursor) < indent) throw faults.tabIndent(cursor.at)
    if (isBlank(code)) cursor.at++
    else others += readBreak(cursor)
  }
  return { text: foldBreaks(first, others), hasBreak: true }
}
