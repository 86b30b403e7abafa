import type { Path } from '../tree.ts'
import { describeShape } from '../validate/shape.ts'
import { descriptionOf, specLinkOf } from './descriptions.ts'
import type { EditorRequest } from './editor-request.ts'
import { declaredIn, type NameKind, sectionOf } from './names.ts'
import { type Entry, entryCovering, type Outline, pathOf, type Stretch } from './outline.ts'
import { outlineOf } from './outline-cache.ts'
import { findDeclaration, type Reference, referenceOf } from './references.ts'
import { resolveShape } from './resolve-shape.ts'
import { isSecretName, mentionsIn, variableOf } from './variables.ts'

/** What is known about the stretch under the pointer. */
export interface Hover extends Stretch {
  /** The attribute, name or variable. */
  readonly title: string
  /** One or two sentences; `code` in backquotes. */
  readonly words: string
  /** Short lines such as type, default and example. */
  readonly facts: readonly HoverFact[]
  /** The section of the specification. */
  readonly link?: string
}

export interface HoverFact {
  readonly name: string
  readonly value: string
}

/** Explains what stands at a position (UTF-16 units) of the request's file; undefined where nothing does. */
export function hoverAt(request: EditorRequest, position: number): Hover | undefined {
  const text = request.sources.get(request.file) ?? ''
  const outline = outlineOf(text)
  const entry = entryCovering(outline.top, position)
  const { key, value } = entry
  if (value && covers(value, position)) {
    return hoverVariable(request, { text, value, position }) ?? hoverName(request, entry, position)
  }
  if (key === undefined || !covers(key, position)) return undefined
  return hoverName(request, entry, position) ?? hoverOwnName(outline, entry) ?? hoverAttribute(entry, key)
}

const covers = ({ start, end }: Stretch, position: number) => start <= position && position <= end

function hoverVariable(
  request: EditorRequest,
  { text, value, position }: { text: string; value: Stretch; position: number },
): Hover | undefined {
  const mentions = mentionsIn(text.slice(value.start, value.end))
  const found = mentions.find(({ start, end }) => covers({ start, end }, position - value.start))
  if (found === undefined) return undefined
  const { name, source, value: content = '' } = variableOf(request, found.name)
  const place = { start: value.start + found.start, end: value.start + found.end }
  if (source === undefined) {
    const words = 'This variable is not set; what follows `:-` counts, or an empty text.'
    return { ...place, title: name, words, facts: [] }
  }
  const words = source === '.env' ? 'A variable, set in `.env`.' : 'A variable, set in the environment.'
  const shown = isSecretName(name) ? '••••••' : content === '' ? '(empty)' : content
  return { ...place, title: name, words, facts: [{ name: 'Value', value: shown }] }
}

function hoverName(request: EditorRequest, entry: Entry, position: number): Hover | undefined {
  const reference = referenceOf(entry)
  if (reference === undefined || !covers(reference, position)) return undefined
  const declaration = findDeclaration(request, reference)
  const { start, end, name, kind } = reference
  if (declaration === undefined) {
    const words = isDefaultNetwork(reference)
      ? 'The network that every project has unless it says otherwise.'
      : `No ${kind} of this name is declared.`
    return kind === 'profile' ? undefined : { start, end, title: name, words, facts: [] }
  }
  if (kind === 'profile') {
    const words = 'A profile: what carries it only starts while the profile is active.'
    return { start, end, title: name, words, facts: [] }
  }
  const place = declaration.file === request.file ? 'this file' : `\`${baseNameOf(declaration.file)}\``
  const words = `The ${kind} \`${name}\`, declared in ${place}.`
  return { start, end, title: name, words, facts: factsOf(declaration.entry) }
}

const isDefaultNetwork = ({ kind, name }: Reference) => kind === 'network' && name === 'default'

const baseNameOf = (path: string): string => path.slice(path.lastIndexOf('/') + 1)

/** A service, network and so on where it is declared. */
function hoverOwnName(outline: Outline, entry: Entry): Hover | undefined {
  const path = pathOf(entry)
  const kind = kindOfSection(path)
  if (kind === undefined || entry.key === undefined) return undefined
  const others = kind === 'service' ? dependentsOf(outline, entry.key.text) : []
  const facts = [
    ...factsOf(entry),
    ...(others.length > 0 ? [{ name: 'Needed by', value: others.join(', ') }] : []),
  ]
  const { start, end, text } = entry.key
  return { start, end, title: text, words: `A ${kind} of this project.`, facts }
}

function kindOfSection(path: Path): Exclude<NameKind, 'profile'> | undefined {
  if (path.length !== 2) return undefined
  const found = Object.entries(sectionOf).find(([, section]) => section === path[0])
  // Safe: the keys of the table are the kinds.
  return found?.[0] as Exclude<NameKind, 'profile'> | undefined
}

function dependentsOf(outline: Outline, name: string): readonly string[] {
  return declaredIn(outline, 'service').flatMap(([service, { children }]) => {
    const needs = children.find(({ key }) => key?.text === 'depends_on')?.children ?? []
    return needs.some(({ key, value }) => (key ?? value)?.text === name) ? [service] : []
  })
}

/** The short values of a declaration, as a person would glance at them. */
const factsOf = ({ children }: Entry): readonly HoverFact[] =>
  children
    .flatMap(({ key, value }) => (key && value ? [{ name: key.text, value: value.text }] : []))
    .slice(0, 4)

function hoverAttribute(entry: Entry, { start, end, text }: Stretch & { text: string }): Hover | undefined {
  const resolved = resolveShape(pathOf(entry))
  const described = resolved && descriptionOf(resolved.path)
  if (resolved === undefined || described === undefined) return undefined
  const facts = [
    ['Type', describeShape(resolved.shape)],
    ['One of', described.values?.join(', ')],
    ['Default', described.fallback],
    ['Example', described.example && `${text}: ${described.example}`],
  ] as const
  return {
    start,
    end,
    title: text,
    words: described.words,
    facts: facts.flatMap(([name, value]) => (value ? [{ name, value }] : [])),
    link: specLinkOf(resolved.path),
  }
}
