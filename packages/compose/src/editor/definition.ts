import { resolvePath } from '../paths.ts'
import { type EditorRequest, folderOf } from './editor-request.ts'
import { type Entry, entriesBelow, entryCovering, type Outline, pathOf, type Stretch } from './outline.ts'
import { outlineOf } from './outline-cache.ts'
import { findDeclaration, referenceOf } from './references.ts'
import { envFileOf, findInEnvFile, mentionsIn } from './variables.ts'

/** Where something is defined. */
export interface Definition extends Stretch {
  readonly file: string
}

/** Where what stands at a position (UTF-16 units) is defined; undefined where nothing is known of it. */
export function definitionAt(request: EditorRequest, position: number): Definition | undefined {
  const text = request.sources.get(request.file) ?? ''
  const outline = outlineOf(text)
  const entry = entryCovering(outline.top, position)
  const { alias, value } = entry
  if (alias && isWithin(alias, position)) return anchorOf(outline, alias.text, { before: position, request })
  return (
    (value && variableAt(request, { text, value, position })) ??
    declarationAt(request, entry, position) ??
    fileAt(request, entry, position)
  )
}

const isWithin = ({ start, end }: Stretch, position: number) => start <= position && position <= end

/** The nearest anchor of that name above. */
function anchorOf(
  { top }: Outline,
  name: string,
  { before, request }: { before: number; request: EditorRequest },
): Definition | undefined {
  const anchors = [...entriesBelow(top)].flatMap(({ anchor }) => anchor ?? [])
  const found = anchors.findLast((anchor) => anchor.text === name && anchor.end <= before)
  return found && { file: request.file, start: found.start, end: found.end }
}

function variableAt(
  request: EditorRequest,
  { text, value, position }: { text: string; value: Stretch; position: number },
): Definition | undefined {
  const mention = mentionsIn(text.slice(value.start, value.end)).find((each) =>
    isWithin(each, position - value.start),
  )
  const file = envFileOf(request)
  const env = request.sources.get(file)
  const found = mention && env !== undefined ? findInEnvFile(env, mention.name) : undefined
  return found && { file, ...found }
}

function declarationAt(request: EditorRequest, entry: Entry, position: number): Definition | undefined {
  const reference = referenceOf(entry)
  if (reference === undefined || !isWithin(reference, position)) return undefined
  const found = findDeclaration(request, reference)
  const place = found?.entry.key ?? found?.entry.value
  return found && place && { file: found.file, start: place.start, end: place.end }
}

/** Attributes that name another file; by path, with `*` for names and nothing for positions in lists. */
const filePaths: readonly string[] = [
  'include',
  'include.path',
  'include.env_file',
  'services.*.env_file',
  'services.*.env_file.path',
  'services.*.label_file',
  'services.*.extends.file',
  'configs.*.file',
  'secrets.*.file',
]

/** The beginning of the file that a value names, when it is among the sources. */
function fileAt(request: EditorRequest, entry: Entry, position: number): Definition | undefined {
  const { value } = entry
  if (value === undefined || !isWithin(value, position)) return undefined
  const names = pathOf(entry).filter((part) => typeof part === 'string')
  const pattern = names.map((name, depth) => (depth === 1 && names[0] !== 'include' ? '*' : name)).join('.')
  if (!filePaths.includes(pattern)) return undefined
  const file = resolvePath(folderOf(request.file), value.text)
  return request.sources.has(file) ? { file, start: 0, end: 0 } : undefined
}
