import { char, isSpaceOrEnd, isWord } from './characters.ts'
import { type Cursor, codeAt, skipBreak, skipToBreak } from './cursor.ts'
import { type Token, textToken } from './token.ts'
import { faults } from './yaml-fault.ts'

/** Reads `&name` or `*name`. */
export function scanAnchor(cursor: Cursor): Token {
  const start = cursor.at
  const kind = codeAt(cursor) === char.ampersand ? 'anchor' : 'alias'
  cursor.at++
  const text = scanWord(cursor)
  const next = codeAt(cursor)
  const isEnded = isSpaceOrEnd(next) || '?:,]}%@`'.includes(String.fromCharCode(next))
  if (text === '' || !isEnded) throw faults.anchorName(cursor.at)
  return textToken(kind, text, { start, end: cursor.at })
}

function scanWord(cursor: Cursor): string {
  const from = cursor.at
  while (isWord(codeAt(cursor))) cursor.at++
  return cursor.text.slice(from, cursor.at)
}

/** Reads `!name`, `!!name`, `!handle!name` or `!<name>`. */
export function scanTag(cursor: Cursor): Token {
  const start = cursor.at
  const { handle, suffix } = codeAt(cursor, 1) === char.less ? scanVerbatim(cursor) : scanShorthand(cursor)
  if (!isSpaceOrEnd(codeAt(cursor))) throw faults.tag(cursor.at)
  return { kind: 'tag', start, end: cursor.at, text: handle, suffix }
}

interface Tag {
  /** Empty: the suffix is the whole tag. */
  readonly handle: string
  readonly suffix: string
}

function scanVerbatim(cursor: Cursor): Tag {
  cursor.at += 2
  const suffix = scanUri(cursor)
  if (suffix === '' || codeAt(cursor) !== char.greater) throw faults.tag(cursor.at)
  cursor.at++
  return { handle: '', suffix }
}

function scanShorthand(cursor: Cursor): Tag {
  cursor.at++
  const word = scanWord(cursor)
  if (codeAt(cursor) === char.exclamation) {
    cursor.at++
    const suffix = scanUri(cursor)
    if (suffix === '') throw faults.tag(cursor.at)
    return { handle: `!${word}!`, suffix }
  }
  const suffix = word + scanUri(cursor)
  return suffix === '' ? { handle: '', suffix: '!' } : { handle: '!', suffix }
}

const uriSigns = ";/?:@&=+$.,!~*'()[]"

function scanUri(cursor: Cursor): string {
  let text = ''
  for (;;) {
    const code = codeAt(cursor)
    if (code === char.percent) text += scanUriEscape(cursor)
    else if (isWord(code) || (!Number.isNaN(code) && uriSigns.includes(String.fromCharCode(code)))) {
      text += cursor.text[cursor.at]
      cursor.at++
    } else return text
  }
}

function scanUriEscape(cursor: Cursor): string {
  const escaped = /^(?:%[0-9a-fA-F]{2})+/.exec(cursor.text.slice(cursor.at, cursor.at + 300))?.[0]
  if (escaped === undefined) throw faults.tag(cursor.at)
  cursor.at += escaped.length
  try {
    return decodeURIComponent(escaped)
  } catch {
    throw faults.tag(cursor.at - escaped.length)
  }
}

/** Reads a line such as `%YAML 1.2` or `%TAG !e! tag:example,`; its parts are joined by blanks. */
export function scanDirective(cursor: Cursor): Token {
  const start = cursor.at
  skipToBreak(cursor)
  const line = cursor.text.slice(start, cursor.at)
  const words = line.replace(/\s#.*$/, '').trim()
  if (!/^%YAML\s+1\.\d{1,9}$|^%TAG\s+!([\w-]*!)?\s+\S+$/.test(words)) throw faults.directive(start)
  const end = cursor.at
  skipBreak(cursor)
  return textToken('directive', words.slice(1).replaceAll(/\s+/g, ' '), { start, end })
}
