import { createSource, type Source } from '../source.ts'
import type { Path } from '../tree.ts'

/** A stretch of a text. Offsets are UTF-16 units from its start, `end` is exclusive. */
export interface Stretch {
  readonly start: number
  readonly end: number
}

/** A word of the file; the stretch includes its quotes or its mark (`&`, `*`), the text does not. */
export interface Word extends Stretch {
  readonly text: string
}

/** Brackets or braces; where they are never closed, `end` is where the next thing begins. */
export interface Flow extends Stretch {
  readonly kind: 'mapping' | 'sequence'
  readonly isClosed: boolean
}

/** An entry of a mapping, or an item of a list, as far as it can be told from its lines. */
export interface Entry {
  readonly parent: Entry | undefined
  /** Absent for an item of a list, and for the top. */
  readonly key?: Word
  /** The column of its key or dash, from 0; -1 for the top and inside brackets. */
  readonly indent: number
  readonly start: number
  /** After the last of what belongs to it. */
  end: number
  /** False while the colon after the key is not typed yet. */
  hasColon: boolean
  value?: Word
  anchor?: Word
  alias?: Word
  /** The brackets or braces of its value. */
  flow?: Flow
  readonly children: Entry[]
}

/** What stands where in a file, also while it is being typed and is no YAML. */
export interface Outline {
  readonly source: Source
  readonly top: Entry
  /** Every entry that is not inside brackets, in the order of the file. */
  readonly entries: readonly Entry[]
}

interface Scan {
  readonly text: string
  readonly entries: Entry[]
  /** The entries that the next line may belong to, the innermost last; the first is the top. */
  open: Entry[]
}

const keyPattern = /(?:"(?:\\.|[^"\\\n])*"|'(?:''|[^'\n])*'|[^\s#&*!|>%@`"'{}[\],][^\n]*?)[ \t]*:(?=\s|$)/y

/**
 * Reads the structure of a compose file from its lines and brackets.
 *
 * Tolerant where a YAML parser gives up: an open quote or bracket ends where a line is indented less, and a word
 * on a line of its own is a key that is being typed. Pure, linear in the length of the text, never throws.
 */
export function readOutline(text: string): Outline {
  const source = createSource('', text)
  const top: Entry = {
    parent: undefined,
    indent: -1,
    start: 0,
    end: text.length,
    hasColon: true,
    children: [],
  }
  const scan: Scan = { text, entries: [], open: [top] }
  let at = 0
  while (at < text.length) {
    const end = lineEnd(text, at)
    const column = indentOf(text, at)
    const first = text[at + column]
    const isSeparator = column === 0 && /^(---|\.\.\.|%)/.test(text.slice(at, at + 3))
    if (isSeparator) scan.open = [top]
    at = isSeparator || first === undefined || /[\r\n#]/.test(first) ? end : readLine(scan, at, column)
    if (at < text.length) at += 1
  }
  return { source, top, entries: scan.entries }
}

/** Reads one line and what its value spreads over; returns the end of the last line read. */
function readLine(scan: Scan, lineStart: number, indent: number): number {
  const { text } = scan
  let column = indent
  while (/^-(\s|$)/.test(text.slice(lineStart + column, lineStart + column + 2))) {
    openEntry(scan, { indent: column, start: lineStart + column })
    column += 1 + indentOf(text, lineStart + column + 1)
  }
  const start = lineStart + column
  const key = readKey(text, start)
  const end = key
    ? readValue(scan, openEntry(scan, { indent: column, start, key: key.word }), key.end)
    : readLooseValue(scan, { start, column, isAlone: column === indent })
  for (const entry of scan.open) entry.end = Math.max(entry.end, end)
  return lineEnd(text, end)
}

function readKey(text: string, start: number): { word: Word; end: number } | undefined {
  keyPattern.lastIndex = start
  const found = keyPattern.exec(text)?.[0]
  if (found === undefined || found.includes(' #')) return undefined
  const written = found.slice(0, -1).trimEnd()
  return {
    word: { text: unquote(written), start, end: start + written.length },
    end: start + found.length,
  }
}

interface Opening {
  readonly indent: number
  readonly start: number
  readonly key?: Word
}

/** Makes an entry a child of the nearest one above it that is indented less. */
function openEntry(scan: Scan, { indent, start, key }: Opening): Entry {
  closeTo(scan, indent, key === undefined)
  const parent = scan.open.at(-1)
  const entry: Entry = {
    parent,
    ...(key && { key }),
    indent,
    start,
    end: key?.end ?? start + 1,
    hasColon: true,
    children: [],
  }
  parent?.children.push(entry)
  scan.open.push(entry)
  scan.entries.push(entry)
  return entry
}

/** A list may stand at the column of its own key. */
function closeTo(scan: Scan, indent: number, isItem: boolean) {
  for (;;) {
    const last = scan.open.at(-1)
    if (last === undefined || last.indent < indent) return
    if (isItem && last.indent === indent && last.key) return
    scan.open.pop()
  }
}

/** Text without a key: the value of the entry it stands in, or a key that is being typed. */
function readLooseValue(
  scan: Scan,
  { start, column, isAlone }: { start: number; column: number; isAlone: boolean },
): number {
  const { text } = scan
  if (isAlone) closeTo(scan, column, false)
  const owner = scan.open.at(-1)
  if (owner === undefined || start >= lineEnd(text, start)) return start
  const isFree = owner.value === undefined && owner.flow === undefined && owner.alias === undefined
  const isText = /["'[{&*!|>]/.test(text.charAt(start))
  if (isFree && (!isAlone || (isText && owner.children.length === 0))) return readValue(scan, owner, start)
  if (!isFree || isText) return contentEnd(text, start)
  const end = contentEnd(text, start)
  const word = { text: text.slice(start, end), start, end }
  openEntry(scan, { indent: column, start, key: word }).hasColon = false
  return end
}

/** Reads what stands after a colon or dash; returns where it ends. */
function readValue(scan: Scan, owner: Entry, from: number): number {
  const { text } = scan
  const at = skipProperties(text, from, owner)
  const first = text[at]
  if (first === undefined || first === '\n' || first === '#') return Math.min(at, contentEnd(text, from))
  if (first === '|' || first === '>') return readBlock(text, at, owner)
  if (first === '[' || first === '{') return readFlow(scan, at, owner)
  if (first === '"' || first === "'") {
    const end = quoteEnd(text, at, owner.indent)
    owner.value = { text: unquote(text.slice(at, end)), start: at, end }
    return end
  }
  const end = contentEnd(text, at)
  const word = { text: text.slice(at, end), start: at, end }
  if (first === '*') owner.alias = { ...word, text: word.text.slice(1) }
  else owner.value = word
  return end
}

/** Passes over anchors and tags. */
function skipProperties(text: string, from: number, owner: Entry): number {
  const pattern = /[ \t]*(?:([&!])([^\s,[\]{}]*)(?=\s|$))?/y
  let at = from
  for (;;) {
    pattern.lastIndex = at
    const [whole = '', mark, name = ''] = pattern.exec(text) ?? []
    if (mark === undefined) return at + whole.length
    const end = at + whole.length
    if (mark === '&') owner.anchor = { text: name, start: end - name.length - 1, end }
    at = end
  }
}

/** Text after `|` or `>`: every following line that is indented more than its owner. */
function readBlock(text: string, start: number, owner: Entry): number {
  let end = lineEnd(text, start)
  for (let next = end + 1; next < text.length; ) {
    const column = indentOf(text, next)
    const stop = lineEnd(text, next)
    const isBlank = next + column >= stop
    if (!isBlank && column <= Math.max(owner.indent, 0) && owner.indent >= 0) break
    end = stop
    next = stop + 1
  }
  owner.value = { text: text.slice(start, end), start, end }
  return end
}

/** The end of a quoted text; one that is never closed ends with its line. */
function quoteEnd(text: string, start: number, indent: number): number {
  const quote = text[start]
  for (let at = start + 1; at < text.length; at++) {
    const letter = text[at]
    if (letter === quote) {
      if (quote === '"' || text[at + 1] !== quote) return at + 1
      at += 1
    }
    if (letter === '\\' && quote === '"') at += 1
    if (letter === '\n' && endsBefore(text, at + 1, indent)) return contentEnd(text, start)
  }
  return contentEnd(text, start)
}

/** Whether a line is outside of what is indented more than `indent`. */
function endsBefore(text: string, lineStart: number, indent: number): boolean {
  const column = indentOf(text, lineStart)
  const first = text[lineStart + column]
  if (first === undefined) return true
  return first !== '\n' && first !== '\r' && first !== ']' && first !== '}' && column <= indent
}

/** Reads `[…]` or `{…}`; one that is never closed ends where a line is indented less. */
function readFlow(scan: Scan, start: number, owner: Entry): number {
  const { text } = scan
  const kind = text[start] === '[' ? 'sequence' : 'mapping'
  const blockIndent = indentOfBlock(owner)
  let at = start + 1
  for (;;) {
    at = skipFlowSpace(text, at)
    const lineStart = text.lastIndexOf('\n', at - 1) + 1
    const hasEnded = lineStart > start && at === lineStart + indentOf(text, lineStart)
    if (at >= text.length || (hasEnded && blockIndent >= 0 && endsBefore(text, lineStart, blockIndent))) {
      owner.flow = { kind, start, end: at, isClosed: false }
      return contentEndBefore(text, at)
    }
    const letter = text[at]
    if (letter === ']' || letter === '}') {
      owner.flow = { kind, start, end: at + 1, isClosed: true }
      return at + 1
    }
    at = letter === ',' ? at + 1 : readFlowEntry(scan, at, { owner, kind })
  }
}

function readFlowEntry(
  scan: Scan,
  start: number,
  { owner, kind }: { owner: Entry; kind: 'mapping' | 'sequence' },
): number {
  const entry: Entry = { parent: owner, indent: -1, start, end: start, hasColon: false, children: [] }
  owner.children.push(entry)
  let at = start
  if (kind === 'mapping') {
    const end = flowWordEnd(scan.text, start, true)
    const written = scan.text.slice(start, end).trimEnd()
    Object.assign(entry, { key: { text: unquote(written), start, end: start + written.length } })
    at = end
    entry.hasColon = scan.text[at] === ':'
    if (entry.hasColon) at = readFlowValue(scan, at + 1, entry)
  } else at = readFlowValue(scan, at, entry)
  entry.end = at
  return Math.max(at, start + 1)
}

function readFlowValue(scan: Scan, from: number, entry: Entry): number {
  const { text } = scan
  const at = skipProperties(text, from, entry)
  const first = text[at]
  if (first === '[' || first === '{') return readFlow(scan, at, entry)
  const end = flowWordEnd(text, at, false)
  const written = text.slice(at, end).trimEnd()
  if (written === '') return at
  const word = { text: unquote(written), start: at, end: at + written.length }
  if (first === '*') entry.alias = { ...word, text: written.slice(1) }
  else entry.value = word
  return at + written.length
}

/** The braces of a variable belong to the text. */
const flowText = /(?:\$\{(?:[^{}\n]|\{[^{}\n]*\})*\}|[^,[\]{}\n])*/y
const flowKey = /(?:\$\{(?:[^{}\n]|\{[^{}\n]*\})*\}|:(?=[^\s,[\]{}])|[^:,[\]{}\n])*/y

function flowWordEnd(text: string, start: number, isKey: boolean): number {
  const quote = text[start]
  if (quote === '"' || quote === "'") return quoteEnd(text, start, -1)
  const pattern = isKey ? flowKey : flowText
  pattern.lastIndex = start
  return start + (pattern.exec(text)?.[0].length ?? 0)
}

function skipFlowSpace(text: string, from: number): number {
  let at = from
  for (;;) {
    while (/\s/.test(text.charAt(at))) at += 1
    if (text[at] !== '#') return at
    at = lineEnd(text, at)
  }
}

/** The column of the nearest entry that is not inside brackets. */
function indentOfBlock(entry: Entry): number {
  let found = entry
  while (found.parent && found.indent < 0) found = found.parent
  return found.indent
}

const lineEnd = (text: string, from: number): number => {
  const end = text.indexOf('\n', from)
  return end < 0 ? text.length : end
}

function indentOf(text: string, lineStart: number): number {
  let at = lineStart
  while (text[at] === ' ' || text[at] === '\t') at += 1
  return at - lineStart
}

/** Where a plain text ends: before a comment, without the blanks at its end. */
function contentEnd(text: string, start: number): number {
  const line = text.slice(start, lineEnd(text, start))
  const comment = line.indexOf(' #')
  return start + (comment < 0 ? line : line.slice(0, comment)).trimEnd().length
}

function contentEndBefore(text: string, at: number): number {
  return text.slice(0, at).trimEnd().length
}

/** The text between quotes; text without them as it is. */
function unquote(written: string): string {
  const quote = written[0]
  if (quote !== '"' && quote !== "'") return written
  const isClosed = written.length > 1 && written.endsWith(quote)
  return written.slice(1, isClosed ? -1 : undefined)
}

/** The path of an entry: the keys and the positions in lists that lead to it. */
export function pathOf(entry: Entry): Path {
  const path: (string | number)[] = []
  for (let at: Entry = entry; at.parent; at = at.parent) {
    path.unshift(at.key ? at.key.text : at.parent.children.indexOf(at))
  }
  return path
}

/** The child under a key. */
export const childOf = (entry: Entry | undefined, key: string): Entry | undefined =>
  entry?.children.find((child) => child.key?.text === key)

/** The entry under a path, following neither aliases nor merge keys. */
export function entryAt(top: Entry, path: Path): Entry | undefined {
  let found: Entry | undefined = top
  for (const part of path) {
    if (found === undefined) return undefined
    found = typeof part === 'number' ? found.children[part] : childOf(found, part)
  }
  return found
}

/** The innermost entry that covers an offset, its ends included. */
export function entryCovering(top: Entry, offset: number): Entry {
  let found = top
  for (;;) {
    const inside: Entry | undefined = found.children.findLast(
      ({ start, end }) => start <= offset && offset <= end,
    )
    if (inside === undefined) return found
    found = inside
  }
}

/** Every entry below one, itself left out, in the order of the file. */
export function* entriesBelow(entry: Entry): Iterable<Entry> {
  for (const child of entry.children) {
    yield child
    yield* entriesBelow(child)
  }
}
