import { char, isSpaceOrEnd } from './characters.ts'
import { type Cursor, codeAt, columnOf } from './cursor.ts'
import { type Token, type TokenKind, token } from './token.ts'
import { faults, type YamlFault } from './yaml-fault.ts'

/**
 * What has been made of a text so far. A key is known only when its colon is met, so the tokens since then wait;
 * and blocks end where a line is indented less, so their columns are kept.
 */
export interface Scanner extends Cursor {
  readonly tokens: Token[]
  /** The first of them that was not taken. */
  head: number
  /** How many were taken in all; a token has the number that it is taken by. */
  taken: number
  /** How many brackets are open. */
  flowLevel: number
  /** The column of the innermost block; -1 outside any. */
  indent: number
  readonly indents: number[]
  /** Whether a key may begin here: after a line's end, or after a sign that begins a value. */
  isKeyAllowed: boolean
  /** What may turn out to be a key, for each level of brackets. */
  readonly keys: PossibleKey[]
}

interface PossibleKey {
  isPossible: boolean
  /** Nothing else may stand at the column of a block's keys. */
  isRequired: boolean
  token: number
  start: number
  line: number
  column: number
}

export const createScanner = (text: string): Scanner => ({
  text,
  at: text.charCodeAt(0) === char.byteOrderMark ? 1 : 0,
  lineStart: text.charCodeAt(0) === char.byteOrderMark ? 1 : 0,
  line: 0,
  tokens: [],
  head: 0,
  taken: 0,
  flowLevel: 0,
  indent: -1,
  indents: [],
  isKeyAllowed: true,
  keys: [noKey()],
})

const noKey = (): PossibleKey => ({
  isPossible: false,
  isRequired: false,
  token: 0,
  start: 0,
  line: 0,
  column: 0,
})

/** A key stands on one line, and its colon is not far. */
const keyLength = 1024

function isStillPossible(scanner: Scanner, key: PossibleKey): boolean {
  if (!key.isPossible) return false
  if (key.line === scanner.line && key.start + keyLength >= scanner.at) return true
  if (key.isRequired) throw faults.noColon(key.start, lineEnd(scanner.text, key.start))
  key.isPossible = false
  return false
}

const lineEnd = (text: string, start: number): number => {
  const end = text.indexOf('\n', start)
  return end < 0 ? text.length : end
}

/** Whether the next token may turn out to be a key, so that it cannot be taken yet. */
export const isUndecided = (scanner: Scanner): boolean =>
  scanner.keys.some((key) => key.isPossible && key.token === scanner.taken && isStillPossible(scanner, key))

/** Notes that what begins here may be a key. */
export function saveKey(scanner: Scanner): void {
  if (!scanner.isKeyAllowed) return
  forgetKey(scanner)
  const key = currentKey(scanner)
  const column = columnOf(scanner)
  key.isPossible = true
  key.isRequired = scanner.flowLevel === 0 && scanner.indent === column
  key.token = scanner.taken + scanner.tokens.length - scanner.head
  key.start = scanner.at
  key.line = scanner.line
  key.column = column
}

/** What could have been a key is none. */
export function forgetKey(scanner: Scanner): void {
  const key = currentKey(scanner)
  if (key.isPossible && key.isRequired) throw faults.noColon(key.start, lineEnd(scanner.text, key.start))
  key.isPossible = false
}

function currentKey({ keys }: Scanner): PossibleKey {
  const key = keys.at(-1)
  if (key === undefined) throw new Error('There is a key for each level of brackets.')
  return key
}

/** Begins a block where the column is deeper than the one around. */
export function openBlock(
  scanner: Scanner,
  kind: TokenKind,
  { start, column, number }: { start: number; column: number; number?: number },
): void {
  if (scanner.flowLevel > 0 || scanner.indent >= column) return
  scanner.indents.push(scanner.indent)
  scanner.indent = column
  const opening = token(kind, start, start)
  if (number === undefined) scanner.tokens.push(opening)
  else scanner.tokens.splice(scanner.head + number - scanner.taken, 0, opening)
}

/** Ends the blocks that are deeper than a column. */
export function closeBlocks(scanner: Scanner, column: number): void {
  if (scanner.flowLevel > 0) return
  while (scanner.indent > column) {
    scanner.tokens.push(token('block-end', scanner.at, scanner.at))
    scanner.indent = scanner.indents.pop() ?? -1
  }
}

export function openFlow(scanner: Scanner): void {
  scanner.keys.push(noKey())
  scanner.flowLevel++
}

export function closeFlow(scanner: Scanner): void {
  if (scanner.flowLevel === 0) return
  scanner.keys.pop()
  scanner.flowLevel--
}

/** A colon: what stands before it is a key, if it could be one. */
export function addValue(scanner: Scanner): void {
  const key = currentKey(scanner)
  const start = scanner.at
  if (isStillPossible(scanner, key)) {
    scanner.tokens.splice(scanner.head + key.token - scanner.taken, 0, token('key', key.start, key.start))
    openBlock(scanner, 'mapping-start', { start: key.start, column: key.column, number: key.token })
    key.isPossible = false
    scanner.isKeyAllowed = false
  } else {
    if (scanner.flowLevel === 0) {
      if (!scanner.isKeyAllowed) throw faultOfValue(scanner)
      openBlock(scanner, 'mapping-start', { start, column: columnOf(scanner) })
    }
    scanner.isKeyAllowed = scanner.flowLevel === 0
  }
  scanner.at++
  scanner.tokens.push(token('value', start, scanner.at))
}

/** Without its colon, or the space behind that, a key is a text that goes on in the next line, up to here. */
function faultOfValue(scanner: Scanner): YamlFault {
  const { start, line } = currentKey(scanner)
  const { text, at } = scanner
  const written = text.slice(start, lineEnd(text, start)).trimEnd()
  const isKey = line < scanner.line && /^[\w.-]+(:[^/\s]\S*)?$/.test(written)
  return isKey ? faults.keyWithoutColon(start, written) : faults.valueHere(at)
}

/** Whether a sign stands here, and not a text that begins with it. */
export const isSign = (scanner: Scanner, ahead = 1): boolean => isSpaceOrEnd(codeAt(scanner, ahead))
