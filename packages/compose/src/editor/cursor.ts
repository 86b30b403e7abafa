import type { Path } from '../tree.ts'
import { type Entry, type Outline, pathOf, type Stretch } from './outline.ts'

/** What is being typed at a place of a compose file. */
export type Cursor =
  | KeyCursor
  | ValueCursor
  /** A variable; `opening` is what has been typed of `${`, `closing` whether its brace is there. */
  | {
      readonly kind: 'variable'
      readonly typed: Stretch
      readonly opening: string
      readonly isClosed: boolean
    }
  /** A comment, or text that nothing can be said about. */
  | { readonly kind: 'nothing' }

/** A key of a mapping, or (in a block) an item of a list whose dash is not typed yet. */
export interface KeyCursor {
  readonly kind: 'key'
  readonly typed: Stretch
  /** The mapping. */
  readonly parent: Entry
  readonly path: Path
  /** The keys it has beside this one. */
  readonly taken: ReadonlySet<string>
  /** The column of the key, from 0. */
  readonly column: number
  readonly hasColon: boolean
  readonly isFlow: boolean
  /** The key follows a dash on its line. */
  readonly hasDash: boolean
}

/** A value after its key, or an item of a list. */
export interface ValueCursor {
  readonly kind: 'value'
  readonly typed: Stretch
  readonly path: Path
  readonly entry: Entry | undefined
  readonly parent: Entry | undefined
  /** The colon or dash before it lacks its space. */
  readonly needsSpace: boolean
}

const nothing: Cursor = { kind: 'nothing' }

/** Finds out what is being typed at an offset, from the line and what stands around it. */
export function cursorAt({ source: { text }, ...outline }: Outline, offset: number): Cursor {
  const lineStart = text.lastIndexOf('\n', offset - 1) + 1
  const before = text.slice(lineStart, offset)
  if (isComment(before)) return nothing
  const variable = /(?:^|[^$])(?:\$\$)*(\$\{?)([A-Za-z_][A-Za-z0-9_]*)?$/.exec(before)
  if (variable !== null) return variableCursor(text, offset, variable)
  if (isInBlockText(outline.entries, text, { lineStart, offset })) return nothing
  const flow = innermostFlow(outline.entries, offset)
  return flow ? flowCursor(text, offset, flow) : blockCursor(outline, { text, lineStart, before, offset })
}

const isComment = (before: string) => /(^|\s)#/.test(before.replace(/"[^"]*"|'[^']*'/g, ''))

function variableCursor(text: string, offset: number, [, opening = '$', name = '']: RegExpExecArray): Cursor {
  const after = /^[A-Za-z0-9_]*/.exec(text.slice(offset, offset + 200))?.[0] ?? ''
  const end = offset + after.length
  const isClosed = /^(\}|:?[-+?])/.test(text.slice(end, end + 2))
  return { kind: 'variable', typed: { start: offset - name.length, end }, opening, isClosed }
}

/** The last entry that begins at or before an offset. */
function lastEntryBefore(entries: readonly Entry[], offset: number): Entry | undefined {
  let low = 0
  let high = entries.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((entries[middle]?.start ?? 0) < offset) low = middle + 1
    else high = middle
  }
  return entries[low - 1]
}

function isInBlockText(
  entries: readonly Entry[],
  text: string,
  { lineStart, offset }: { lineStart: number; offset: number },
): boolean {
  const value = lastEntryBefore(entries, lineStart)?.value
  return value !== undefined && /[|>]/.test(text.charAt(value.start)) && offset <= value.end
}

/** The innermost entry whose brackets are open at an offset. */
function innermostFlow(entries: readonly Entry[], offset: number): Entry | undefined {
  let found: Entry | undefined
  let candidates: readonly Entry[] = [lastEntryBefore(entries, offset) ?? []].flat()
  for (;;) {
    const inside: Entry | undefined = candidates.find(({ flow }) => flow && isInside(flow, offset))
    if (inside === undefined) return found
    found = inside
    candidates = inside.children
  }
}

const isInside = ({ start, end, isClosed }: NonNullable<Entry['flow']>, offset: number) =>
  start < offset && (isClosed ? offset < end : offset <= end)

function flowCursor(text: string, offset: number, owner: Entry): Cursor {
  const { children } = owner
  const current = children.find(({ start, end }) => start <= offset && offset <= end)
  const path = pathOf(owner)
  if (owner.flow?.kind === 'sequence') {
    const index = current ? children.indexOf(current) : children.length
    const typed = typedWord(text, current?.value?.start ?? offset, offset)
    return { kind: 'value', typed, path: [...path, index], entry: current, parent: owner, needsSpace: false }
  }
  const key = current?.key
  if (current?.hasColon && key && offset > key.end) {
    const typed = typedWord(text, current.value?.start ?? offset, offset)
    const needsSpace = text[offset - 1] === ':'
    return { kind: 'value', typed, path: [...path, key.text], entry: current, parent: owner, needsSpace }
  }
  return {
    kind: 'key',
    typed: key ? { start: key.start, end: Math.max(key.end, offset) } : { start: offset, end: offset },
    parent: owner,
    path,
    taken: keysOf(children, current),
    column: 0,
    hasColon: current?.hasColon ?? false,
    isFlow: true,
    hasDash: false,
  }
}

interface Line {
  readonly text: string
  readonly lineStart: number
  /** The line up to the cursor. */
  readonly before: string
  readonly offset: number
}

const linePattern = /^([ \t]*)((?:-[ \t]+)*)(-$)?/
const valuePattern = /^(?:"[^"]*"|'[^']*'|[^\s:"'#&*!|>][^:#]*?)[ \t]*:(?:([ \t]+)|$)/

function blockCursor({ entries, top }: Omit<Outline, 'source'>, line: Line): Cursor {
  const { lineStart, before, offset } = line
  const [lead = '', indent = '', dashes = '', bareDash] = linePattern.exec(before) ?? []
  const rest = before.slice(lead.length)
  const column = lead.length
  const value = valuePattern.exec(rest)
  if (value !== null) {
    const entry = entries.find(({ start, key }) => key && start === lineStart + column)
    return valueCursor(line, { entry, typedFrom: lineStart + column + value[0].length, hasSpace: !!value[1] })
  }
  if (bareDash !== undefined) {
    const entry = entries.find(({ start }) => start === offset - 1)
    return valueCursor(line, { entry, typedFrom: offset, hasSpace: false })
  }
  const hasDash = dashes !== ''
  const item = hasDash ? entries.findLast((each) => isItemOn(each, lineStart, offset)) : undefined
  const parent = hasDash ? item : parentAt(entries, lineStart, indent.length, top)
  if (parent === undefined || !parent.hasColon) return nothing
  if (!hasDash && (parent.value !== undefined || parent.flow || parent.alias)) return nothing
  return keyCursor(line, { parent, column, hasDash })
}

const isItemOn = ({ key, start, indent }: Entry, lineStart: number, offset: number) =>
  key === undefined && indent >= 0 && start >= lineStart && start < offset

function valueCursor(
  { text, offset }: Line,
  { entry, typedFrom, hasSpace }: { entry: Entry | undefined; typedFrom: number; hasSpace: boolean },
): Cursor {
  if (entry === undefined) return nothing
  const typed = typedWord(text, typedFrom, offset)
  return { kind: 'value', typed, path: pathOf(entry), entry, parent: entry.parent, needsSpace: !hasSpace }
}

function keyCursor(
  { text, lineStart, offset }: Line,
  { parent, column, hasDash }: { parent: Entry; column: number; hasDash: boolean },
): Cursor {
  const start = lineStart + column
  const own = parent.children.find((child) => child.start === start)
  const typed = typedWord(text, start, offset)
  return {
    kind: 'key',
    typed,
    parent,
    path: pathOf(parent),
    taken: keysOf(parent.children, own),
    column,
    hasColon: /^[ \t]*:/.test(text.slice(typed.end, typed.end + 20)),
    isFlow: false,
    hasDash,
  }
}

/** The entry that a line of some indentation stands in. */
function parentAt(entries: readonly Entry[], lineStart: number, indent: number, top: Entry): Entry {
  let found: Entry | undefined = lastEntryBefore(entries, lineStart)
  while (found && found.indent >= indent) found = found.parent
  return found ?? top
}

/** What has been typed of a value, without the quote it opens with, and the rest of its word. */
function typedWord(text: string, from: number, offset: number): Stretch {
  const quote = text[from]
  const start = Math.min(from + (quote === '"' || quote === "'" ? 1 : 0), offset)
  const tail = /^[\w.-]*/.exec(text.slice(offset, offset + 200))?.[0] ?? ''
  return { start, end: offset + tail.length }
}

const keysOf = (children: readonly Entry[], own: Entry | undefined): ReadonlySet<string> =>
  new Set(children.flatMap((child) => (child === own || !child.key ? [] : child.key.text)))
