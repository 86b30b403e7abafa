import type { Shape } from '../validate/shape.ts'
import { describeShape } from '../validate/shape.ts'
import { type Cursor, cursorAt, type KeyCursor, type ValueCursor } from './cursor.ts'
import { attributesAt, descriptionOf } from './descriptions.ts'
import type { EditorRequest } from './editor-request.ts'
import type { Declaration, NameKind } from './names.ts'
import type { Entry, Outline, Stretch } from './outline.ts'
import { outlineOf } from './outline-cache.ts'
import { extendedFile, namesFor, referencePlaceOf } from './references.ts'
import { resolveShape } from './resolve-shape.ts'
import { isSecretName, knownVariables, type Variable } from './variables.ts'

/** One thing that can be written at the cursor. */
export interface Completion {
  /** What is shown, and what typed letters are compared with. */
  readonly label: string
  readonly kind: 'key' | 'value' | 'variable' | NameKind
  /** A few words beside the label. */
  readonly detail?: string
  /** What is written in place of the stretch, with its indentation; the cursor goes behind it. */
  readonly text: string
}

export interface CompletionList extends Stretch {
  /** The likeliest first. */
  readonly items: readonly Completion[]
}

/**
 * What can be written at a position (UTF-16 units) of the request's file.
 *
 * Works on text that is no YAML, as text is while it is typed. Pure; a text is read once and remembered.
 */
export function completeAt(request: EditorRequest, position: number): CompletionList {
  const outline = outlineOf(request.sources.get(request.file) ?? '')
  const cursor = cursorAt(outline, position)
  if (cursor.kind === 'nothing') return { start: position, end: position, items: [] }
  const { start, end } = cursor.typed
  return { start, end, items: uniqueLabels(itemsFor(request, outline, { cursor, position })) }
}

type Known = Exclude<Cursor, { kind: 'nothing' }>

function itemsFor(
  request: EditorRequest,
  outline: Outline,
  { cursor, position }: { cursor: Known; position: number },
): readonly Completion[] {
  switch (cursor.kind) {
    case 'variable':
      return knownVariables(request, position).map((variable) => toVariable(variable, cursor))
    case 'value':
      return valuesAfter(request, cursor)
    case 'key':
      return cursor.hasDash
        ? [...valuesAt(request, cursor.path, cursor.parent), ...keysAt(cursor, outline)]
        : entriesAt(request, cursor, outline)
  }
}

const uniqueLabels = (items: readonly Completion[]): readonly Completion[] =>
  [...new Map(items.toReversed().map((item) => [item.label, item])).values()].toReversed()

function toVariable(
  { name, source, value = '' }: Variable,
  { opening, isClosed }: Extract<Cursor, { kind: 'variable' }>,
): Completion {
  const shown = isSecretName(name) ? 'hidden' : value
  const detail = source === undefined ? 'not set' : `${source}: ${shown}`
  const closing = opening === '${' && !isClosed ? '}' : ''
  return { label: name, kind: 'variable', detail, text: `${name}${closing}` }
}

/** The keys of the mapping with fixed attributes that the cursor is in. */
function keysAt({ path, ...cursor }: KeyCursor, outline: Outline): readonly Completion[] {
  const resolved = resolveShape(path)
  if (resolved?.shape.fields === undefined) return []
  const described = attributesAt(resolved.path)
  const order = Object.keys(described)
  // What most files use stands first in the table; the rest is easier to find by name.
  const rank = (name: string) => Math.min(order.indexOf(name) >>> 0, mostUsual)
  return Object.entries(resolved.shape.fields)
    .filter(([name]) => !cursor.taken.has(name) && name !== 'version')
    .toSorted(([a], [b]) => rank(a) - rank(b) || (a < b ? -1 : 1))
    .map(([name, shape]) => ({
      label: name,
      kind: 'key',
      detail: describeShape(shape),
      text: cursor.hasColon ? name : `${name}:${opening(shape, { path, ...cursor }, outline)}`,
    }))
}

const mostUsual = 17

/** What follows the colon of a new key: the room for its value, if only one kind of value is allowed. */
function opening({ scalars, list, fields, entries, isSet }: Shape, cursor: KeyCursor, outline: Outline) {
  if (cursor.isFlow || scalars) return ' '
  const below = `\n${' '.repeat(cursor.column + indentUnit(outline))}`
  const isMapping = fields !== undefined || (entries !== undefined && !isSet)
  if (isMapping) return below
  return list ? `${below}- ` : ' '
}

/** By how much this file indents. */
function indentUnit({ entries }: Outline): number {
  const nested = entries.find(({ key, indent }) => key && indent > 0)
  return nested?.indent ?? 2
}

/** Keys, names as keys, and items of a list whose dash is not typed yet. */
function entriesAt(request: EditorRequest, cursor: KeyCursor, outline: Outline): readonly Completion[] {
  const { parent, path } = cursor
  const shape = resolveShape(path)?.shape
  const hasItems = parent.children.some(({ key, indent }) => key === undefined && indent >= 0)
  const hasKeys = cursor.taken.size > 0
  const items = hasKeys || cursor.isFlow || cursor.hasColon || !shape?.list ? [] : itemsIn(request, cursor)
  const keys = hasItems ? [] : [...keysAt(cursor, outline), ...namesAsKeys(request, cursor, outline)]
  return [...items, ...keys]
}

/** Items that a list may have, each with its dash. */
const itemsIn = (request: EditorRequest, { path, parent }: KeyCursor): readonly Completion[] =>
  valuesAt(request, [...path, parent.children.length], parent).map((item) => ({
    ...item,
    label: `- ${item.label}`,
    text: `- ${item.text}`,
  }))

function namesAsKeys(request: EditorRequest, cursor: KeyCursor, outline: Outline): readonly Completion[] {
  const path = [...cursor.path, '']
  const place = referencePlaceOf(path)
  if (place?.in !== 'key') return []
  const shape = resolveShape(path)?.shape
  return namesAt(request, path, undefined)
    .filter(({ label }) => !cursor.taken.has(label))
    .map((item) => ({ ...item, text: cursor.hasColon ? item.label : `${item.label}:${room(shape)}` }))

  function room(entry: Shape | undefined): string {
    return entry === undefined || entry.nullable ? '' : opening(entry, cursor, outline)
  }
}

function valuesAfter(request: EditorRequest, { path, parent, entry, needsSpace }: ValueCursor) {
  const values = valuesAt(request, path, parent, entry)
  return needsSpace ? values.map((each) => ({ ...each, text: ` ${each.text}` })) : values
}

/** What may be written as a value or an item: true and false, fixed words, names. */
function valuesAt(
  request: EditorRequest,
  path: KeyCursor['path'],
  parent: Entry | undefined,
  entry?: Entry,
): readonly Completion[] {
  const resolved = resolveShape(path)
  const isBoolean = resolved?.shape.as === 'boolean'
  const fallback = resolved && descriptionOf(resolved.path)?.fallback
  const words = isBoolean ? ['true', 'false'] : ((resolved && descriptionOf(resolved.path)?.values) ?? [])
  const fixed = words.map(
    (word): Completion => ({
      label: word,
      kind: 'value',
      ...(word === fallback && { detail: 'default' }),
      text: mustQuote(word, resolved?.shape) ? `"${word}"` : word,
    }),
  )
  const taken = new Set(
    typeof path.at(-1) === 'number' ? siblings(parent).flatMap(({ value }) => value?.text ?? []) : [],
  )
  const names = namesAt(request, path, entry ?? parent)
  return [...fixed, ...names.filter(({ label }) => !taken.has(label))]
}

/** The items beside the one that is typed: those of the list, given the list or the item. */
function siblings(parent: Entry | undefined): readonly Entry[] {
  if (parent === undefined) return []
  return parent.key === undefined && parent.parent ? parent.parent.children : parent.children
}

/** `no` is a word that YAML readers of old take for false. */
const mustQuote = (word: string, shape: Shape | undefined) =>
  word === 'no' && shape?.scalars?.includes('string') === true

/** The names that can be referred to at a path, itself left out. */
function namesAt(
  request: EditorRequest,
  path: KeyCursor['path'],
  entry: Entry | undefined,
): readonly Completion[] {
  const place = referencePlaceOf(path)
  if (place === undefined) return []
  const isElsewhere = entry !== undefined && extendedFile(request, entry) !== undefined
  const own = place.kind === 'service' && !isElsewhere ? path[1] : undefined
  const names = namesFor(request, place, entry)
  const isNew = place.kind === 'network' && !names.some(({ name }) => name === 'default')
  const implicit: Completion[] = isNew
    ? [{ label: 'default', kind: 'network', detail: 'made for every project', text: 'default' }]
    : []
  return [...names.filter(({ name }) => name !== own).map((each) => toName(each, place.prefix)), ...implicit]
}

function toName({ name, kind, entry }: Declaration, prefix = ''): Completion {
  const detail = summaryOf(entry)
  const text = `${prefix}${name}`
  return { label: text, kind, ...(detail && { detail }), text }
}

/** What tells a declaration from others, in a word or two. */
function summaryOf({ children }: Entry): string | undefined {
  const said = (key: string) => children.find((child) => child.key?.text === key)?.value?.text
  return said('image') ?? said('build') ?? said('driver') ?? said('file') ?? said('model')
}
