import { char, isBlank, isBreak, isEnd, isSpaceOrEnd } from './characters.ts'
import { codeAt, columnOf, isDocumentMark, skipBreak, skipToBreak } from './cursor.ts'
import { scanBlockScalar } from './scan-block-scalar.ts'
import { scanPlain } from './scan-plain.ts'
import { scanAnchor, scanDirective, scanTag } from './scan-property.ts'
import { scanQuoted } from './scan-quoted.ts'
import {
  addValue,
  closeBlocks,
  closeFlow,
  forgetKey,
  isSign,
  isUndecided,
  openBlock,
  openFlow,
  type Scanner,
  saveKey,
} from './scanner.ts'
import { type Token, type TokenKind, token } from './token.ts'
import { faults } from './yaml-fault.ts'

/**
 * The next token, which stays until it is taken. The rules are those of libyaml, which go-yaml v3 follows: YAML 1.1
 * with some of 1.2.
 *
 * @throws YamlFault Where the text is no YAML.
 */
export function peek(scanner: Scanner): Token {
  for (;;) {
    const next = scanner.tokens[scanner.head]
    if (next !== undefined && !isUndecided(scanner)) return next
    scanNext(scanner)
  }
}

/** Takes the token that {@link peek} gave. */
export function take(scanner: Scanner): void {
  scanner.head++
  scanner.taken++
  if (scanner.head < scanner.tokens.length) return
  scanner.tokens.length = 0
  scanner.head = 0
}

function scanNext(scanner: Scanner): void {
  skipToToken(scanner)
  closeBlocks(scanner, columnOf(scanner))
  const code = codeAt(scanner)
  if (isEnd(code)) end(scanner)
  else if (columnOf(scanner) === 0 && code === char.percent) directive(scanner)
  else if (isDocumentMark(scanner)) documentMark(scanner)
  else if (signs.get(code)?.(scanner)) return
  else if (beginsPlain(scanner, code)) plain(scanner)
  else throw unexpected(scanner, code)
}

/** Goes past blanks, comments and line ends. A tab is a blank only where no key may begin. */
function skipToToken(scanner: Scanner): void {
  for (;;) {
    const allowsTab = scanner.flowLevel > 0 || !scanner.isKeyAllowed
    const { text } = scanner
    let { at } = scanner
    let code = text.charCodeAt(at)
    while (code === char.space || (allowsTab && code === char.tab)) code = text.charCodeAt(++at)
    scanner.at = at
    if (code === char.hash) {
      skipToBreak(scanner)
      code = codeAt(scanner)
    }
    if (!isBreak(code)) return
    skipBreak(scanner)
    if (scanner.flowLevel === 0) scanner.isKeyAllowed = true
  }
}

function end(scanner: Scanner): void {
  leaveBlocks(scanner)
  // No colon comes any more that could make a key of what brackets are open around.
  scanner.line++
  scanner.tokens.push(token('stream-end', scanner.at, scanner.at))
}

function leaveBlocks(scanner: Scanner): void {
  closeBlocks(scanner, -1)
  forgetKey(scanner)
  scanner.isKeyAllowed = false
}

function directive(scanner: Scanner): void {
  leaveBlocks(scanner)
  scanner.tokens.push(scanDirective(scanner))
}

function documentMark(scanner: Scanner): void {
  leaveBlocks(scanner)
  const kind = codeAt(scanner) === char.dash ? 'document-start' : 'document-end'
  add(scanner, kind, 3)
}

function add(scanner: Scanner, kind: TokenKind, length = 1): true {
  const start = scanner.at
  scanner.at += length
  scanner.tokens.push(token(kind, start, scanner.at))
  return true
}

/** What a sign does; false when it only begins a text. */
type Sign = (scanner: Scanner) => boolean

const openBracket =
  (kind: TokenKind): Sign =>
  (scanner) => {
    saveKey(scanner)
    openFlow(scanner)
    scanner.isKeyAllowed = true
    return add(scanner, kind)
  }

const closeBracket =
  (kind: TokenKind): Sign =>
  (scanner) => {
    forgetKey(scanner)
    closeFlow(scanner)
    scanner.isKeyAllowed = false
    return add(scanner, kind)
  }

const scanned =
  (scan: (scanner: Scanner) => Token): Sign =>
  (scanner) => {
    saveKey(scanner)
    scanner.isKeyAllowed = false
    scanner.tokens.push(scan(scanner))
    return true
  }

const signs: ReadonlyMap<number, Sign> = new Map<number, Sign>([
  [char.openBracket, openBracket('flow-sequence-start')],
  [char.openBrace, openBracket('flow-mapping-start')],
  [char.closeBracket, closeBracket('flow-sequence-end')],
  [char.closeBrace, closeBracket('flow-mapping-end')],
  [char.comma, comma],
  [char.dash, item],
  [char.question, key],
  [char.colon, value],
  [char.asterisk, scanned(scanAnchor)],
  [char.ampersand, scanned(scanAnchor)],
  [char.exclamation, scanned(scanTag)],
  [char.singleQuote, scanned(scanQuoted)],
  [char.doubleQuote, scanned(scanQuoted)],
  [char.bar, blockScalar],
  [char.greater, blockScalar],
])

function comma(scanner: Scanner): boolean {
  forgetKey(scanner)
  scanner.isKeyAllowed = true
  return add(scanner, 'comma')
}

function item(scanner: Scanner): boolean {
  if (!isSign(scanner)) return false
  if (scanner.flowLevel === 0) {
    if (!scanner.isKeyAllowed) throw faults.itemHere(scanner.at)
    openBlock(scanner, 'sequence-start', { start: scanner.at, column: columnOf(scanner) })
  }
  forgetKey(scanner)
  scanner.isKeyAllowed = true
  return add(scanner, 'item')
}

function key(scanner: Scanner): boolean {
  if (scanner.flowLevel === 0 && !isSign(scanner)) return false
  if (scanner.flowLevel === 0) {
    if (!scanner.isKeyAllowed) throw faults.keyHere(scanner.at)
    openBlock(scanner, 'mapping-start', { start: scanner.at, column: columnOf(scanner) })
  }
  forgetKey(scanner)
  scanner.isKeyAllowed = scanner.flowLevel === 0
  return add(scanner, 'key')
}

function value(scanner: Scanner): boolean {
  if (scanner.flowLevel === 0 && !isSign(scanner)) return false
  addValue(scanner)
  return true
}

function blockScalar(scanner: Scanner): boolean {
  if (scanner.flowLevel > 0) return false
  forgetKey(scanner)
  scanner.isKeyAllowed = true
  scanner.tokens.push(scanBlockScalar(scanner, scanner.indent))
  return true
}

const indicators = new Set([...'-?:,[]{}#&*!|>\'"%@`'].map((sign) => sign.charCodeAt(0)))

function beginsPlain(scanner: Scanner, code: number): boolean {
  if (!indicators.has(code)) return !isSpaceOrEnd(code)
  const next = codeAt(scanner, 1)
  if (code === char.dash) return !isBlank(next)
  return scanner.flowLevel === 0 && (code === char.question || code === char.colon) && !isSpaceOrEnd(next)
}

function plain(scanner: Scanner): void {
  saveKey(scanner)
  scanner.isKeyAllowed = false
  const isInFlow = scanner.flowLevel > 0
  const { token: text, hasBreak } = scanPlain(scanner, { indent: scanner.indent + 1, isInFlow })
  scanner.tokens.push(text)
  if (hasBreak) scanner.isKeyAllowed = true
}

const unexpected = (scanner: Scanner, code: number) =>
  code === char.tab
    ? faults.tabIndent(scanner.at)
    : faults.startOfValue(scanner.at, String.fromCharCode(code))
