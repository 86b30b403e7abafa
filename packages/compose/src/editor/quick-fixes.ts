import type { Diagnostic } from '../diagnostic.ts'
import type { DiagnosticCode } from '../diagnostic-codes.ts'
import { suggest } from '../validate/suggest.ts'
import type { EditorRequest } from './editor-request.ts'
import { declarationsOf, type NameKind, sectionOf } from './names.ts'
import { childOf, type Entry, entryAt, entryCovering, type Outline, type Stretch } from './outline.ts'
import { outlineOf } from './outline-cache.ts'
import { type Reference, referenceOf } from './references.ts'
import { resolveShape } from './resolve-shape.ts'
import type { TextEdit } from './text-edit.ts'
import { envFileOf, mentionsIn } from './variables.ts'

/** A change that mends what a diagnostic says. */
export interface QuickFix {
  /** What it does, as a button says it. */
  readonly title: string
  readonly edits: readonly TextEdit[]
}

/** The diagnostic, and where in the text it points. */
interface Fault extends Stretch {
  readonly diagnostic: Diagnostic
  readonly request: EditorRequest
  readonly file: string
  readonly text: string
  readonly outline: Outline
  readonly entry: Entry
}

/**
 * The changes that mend a diagnostic of these very texts, the likeliest first; often none.
 *
 * Pure. The request's `file` does not matter: a diagnostic names its own.
 */
export function quickFixesFor(request: EditorRequest, diagnostic: Diagnostic): readonly QuickFix[] {
  const { range, code } = diagnostic
  const text = range && request.sources.get(range.file)
  if (range === undefined || text === undefined) return []
  const outline = outlineOf(text)
  const start = (outline.source.lineStarts[range.line - 1] ?? text.length) + range.column - 1
  const end = Math.min(start + range.length, text.length)
  const entry = entryCovering(outline.top, start)
  // Safe: a code that is not in the table finds nothing.
  const find = fixers[code as DiagnosticCode]
  return find?.({ diagnostic, request, file: range.file, text, outline, entry, start, end }) ?? []
}

const fixers: Readonly<Partial<Record<DiagnosticCode, (fault: Fault) => readonly QuickFix[]>>> = {
  COMPOSE_UNKNOWN_KEY: correctKey,
  COMPOSE_UNDEFINED_SERVICE: correctName,
  COMPOSE_UNDEFINED_NETWORK: (fault) => [...correctName(fault), ...declare(fault)],
  COMPOSE_UNDEFINED_VOLUME: (fault) => [...correctName(fault), ...declare(fault), ...mountFolder(fault)],
  COMPOSE_UNDEFINED_SECRET: (fault) => [...correctName(fault), ...declare(fault)],
  COMPOSE_UNDEFINED_CONFIG: (fault) => [...correctName(fault), ...declare(fault)],
  COMPOSE_UNDEFINED_MODEL: (fault) => [...correctName(fault), ...declare(fault)],
  COMPOSE_WRONG_TYPE: mendType,
  COMPOSE_DATE_AS_TEXT: quoteValue,
  COMPOSE_BOOLEAN_WORD: writeBoolean,
  COMPOSE_INTERPOLATION_INVALID: escapeDollar,
  COMPOSE_VARIABLE_UNSET: setVariable,
  COMPOSE_VERSION_OBSOLETE: removeEntry,
  COMPOSE_EXTERNAL_CONFLICT: removeEntry,
  COMPOSE_NETWORK_MODE_CONFLICT: removeEntry,
  COMPOSE_DUPLICATE_ITEM: removeEntry,
  COMPOSE_UNUSED_RESOURCE: removeEntry,
}

const edit = ({ file }: Fault, { start, end }: Stretch, text: string): TextEdit => ({
  file,
  start,
  end,
  text,
})

function correctKey(fault: Fault): readonly QuickFix[] {
  const { path = [] } = fault.diagnostic
  const fields = resolveShape(path.slice(0, -1))?.shape.fields ?? {}
  const meant = suggest(String(path.at(-1)), Object.keys(fields))
  return meant === undefined ? [] : [{ title: `Change to \`${meant}\``, edits: [edit(fault, fault, meant)] }]
}

/** The reference that a diagnostic is about: the short form of a mount has more than its name. */
function referenceAt({ entry }: Fault): Reference | undefined {
  return referenceOf(entry)
}

function correctName(fault: Fault): readonly QuickFix[] {
  const reference = referenceAt(fault)
  if (reference === undefined) return []
  const names = declarationsOf({ ...fault.request, file: fault.file }, reference.kind).map(({ name }) => name)
  const others = names.filter((name) => name !== reference.name && name !== ownService(fault))
  const meant = suggest(reference.name, others)
  return meant === undefined
    ? []
    : [{ title: `Change to \`${meant}\``, edits: [edit(fault, reference, meant)] }]
}

const ownService = ({ diagnostic: { path = [] } }: Fault) => (path[0] === 'services' ? path[1] : undefined)

/** What a new declaration needs below its name. */
const contentOf: Readonly<Partial<Record<NameKind, (name: string) => string>>> = {
  secret: (name) => `file: ./${name}.txt`,
  config: (name) => `file: ./${name}`,
  model: (name) => `model: ai/${name}`,
}

function declare(fault: Fault): readonly QuickFix[] {
  const reference = referenceAt(fault)
  if (reference === undefined || reference.kind === 'profile') return []
  const { kind, name } = reference
  const title = `Declare the ${kind} \`${name}\``
  const content = contentOf[kind]?.(name)
  return [{ title, edits: [declaration(fault, { section: sectionOf[kind], name, content })] }]
}

interface NewDeclaration {
  readonly section: string
  readonly name: string
  readonly content: string | undefined
}

function declaration(fault: Fault, { section, name, content }: NewDeclaration): TextEdit {
  const { text, outline } = fault
  const found = childOf(outline.top, section)
  if (found?.flow) {
    const start = found.flow.start + 1
    const tail = found.children.length > 0 ? ', ' : ''
    return edit(fault, { start, end: start }, `${name}: {${content ?? ''}}${tail}`)
  }
  const indent = ' '.repeat(found?.children[0]?.indent ?? 2)
  const lines = [`${indent}${name}:`, ...(content === undefined ? [] : [`${indent}${indent}${content}`])]
  if (found !== undefined) {
    const end = lineEndAt(text, found.end)
    return edit(fault, { start: end, end }, `\n${lines.join('\n')}`)
  }
  const end = text.trimEnd().length
  return edit(fault, { start: end, end: text.length }, `\n\n${section}:\n${lines.join('\n')}\n`)
}

function mountFolder(fault: Fault): readonly QuickFix[] {
  const { entry } = fault
  // In the long form the type would have to change too.
  if (entry.value === undefined || entry.key?.text === 'source') return []
  const reference = referenceAt(fault)
  if (reference === undefined) return []
  const { start, name } = reference
  return [{ title: `Mount the folder \`./${name}\``, edits: [edit(fault, { start, end: start }, './')] }]
}

/** The scalar a diagnostic points at, as it is written. */
function valueAt({ entry, start }: Fault): Entry['value'] {
  return entry.value && entry.value.start <= start ? entry.value : undefined
}

function mendType(fault: Fault): readonly QuickFix[] {
  const value = valueAt(fault)
  const shape = resolveShape(fault.diagnostic.path ?? [])?.shape
  if (value === undefined || shape === undefined) return []
  if (shape.scalars?.includes('string') && shape.as === undefined) return quoteValue(fault)
  if (shape.list === undefined) return []
  const written = fault.text.slice(value.start, value.end)
  const quoted = /^["']/.test(written) ? written : JSON.stringify(written)
  return [{ title: 'Write it as a list', edits: [edit(fault, value, `[${quoted}]`)] }]
}

function quoteValue(fault: Fault): readonly QuickFix[] {
  const value = valueAt(fault)
  if (value === undefined) return []
  return [{ title: 'Put it in quotes', edits: [edit(fault, value, JSON.stringify(value.text))] }]
}

function writeBoolean(fault: Fault): readonly QuickFix[] {
  const value = valueAt(fault)
  if (value === undefined) return []
  const meant = /^(y|yes|on|true)$/i.test(value.text) ? 'true' : 'false'
  return [{ title: `Write \`${meant}\``, edits: [edit(fault, value, meant)] }]
}

function escapeDollar(fault: Fault): readonly QuickFix[] {
  const { text, start } = fault
  if (text[start] !== '$') return []
  return [{ title: 'Write `$$` for a dollar sign', edits: [edit(fault, { start, end: start }, '$')] }]
}

function setVariable(fault: Fault): readonly QuickFix[] {
  const { text, start, request } = fault
  const mention = mentionsIn(text.slice(start, start + 200))[0]
  if (mention === undefined || mention.start !== 0) return []
  const { name } = mention
  const isBraced = text[start + 1] === '{'
  const stretch = { start, end: start + mention.end }
  const withDefault = isBraced ? `\${${name}:-` : `\${${name}:-}`
  const hasOperand = isBraced && text[stretch.end] !== '}'
  const byDefault = { title: `Give \`${name}\` an empty default`, edits: [edit(fault, stretch, withDefault)] }
  return [...(hasOperand ? [] : [byDefault]), ...setInEnvFile(request, name)]
}

function setInEnvFile(request: EditorRequest, name: string): readonly QuickFix[] {
  const file = envFileOf(request)
  const text = request.sources.get(file)
  if (text === undefined) return []
  const lead = text === '' || text.endsWith('\n') ? '' : '\n'
  const added = { file, start: text.length, end: text.length, text: `${lead}${name}=\n` }
  return [{ title: `Set \`${name}\` in .env`, edits: [added] }]
}

/** Takes the lines of an entry out; inside brackets there is no line to take. */
function removeEntry(fault: Fault): readonly QuickFix[] {
  const { diagnostic, outline, text } = fault
  const entry = entryAt(outline.top, diagnostic.path ?? []) ?? fault.entry
  const isAlone = entry.parent === undefined || entry.parent.children.length > 1
  const [target = entry] = isAlone ? [entry] : [entry.parent ?? entry]
  if (target.indent < 0) return []
  const start = text.lastIndexOf('\n', target.start - 1) + 1
  if (text.slice(start, target.start).trim() !== '') return []
  const end = Math.min(lineEndAt(text, target.end) + 1, text.length)
  const title = entry.key ? `Remove \`${entry.key.text}\`` : 'Remove this item'
  return [{ title, edits: [edit(fault, { start, end }, '')] }]
}

function lineEndAt(text: string, offset: number): number {
  const end = text.indexOf('\n', offset)
  return end < 0 ? text.length : end
}
