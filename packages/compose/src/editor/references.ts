import { resolvePath } from '../paths.ts'
import type { Path } from '../tree.ts'
import { type EditorRequest, folderOf, outlinedFiles } from './editor-request.ts'
import { type Declaration, declarationsOf, declaredIn, type NameKind } from './names.ts'
import { childOf, type Entry, pathOf, type Stretch, type Word } from './outline.ts'
import { outlineOf } from './outline-cache.ts'

/** One place of a compose file that refers to something by its name. */
export interface ReferencePlace {
  readonly kind: NameKind
  /** Whether the name is the key, or in the value. */
  readonly in: 'key' | 'value'
  /** What stands before the name, as in `service:db`. */
  readonly prefix?: string
  /** The name ends at a colon. */
  readonly hasTail?: true
}

const value = (kind: NameKind): ReferencePlace => ({ kind, in: 'value' })
const key = (kind: NameKind): ReferencePlace => ({ kind, in: 'key' })
const namespace: ReferencePlace = { kind: 'service', in: 'value', prefix: 'service:' }

/** Every such place, by path: `*` is any key, `[]` any item. */
const places: Readonly<Record<string, ReferencePlace>> = {
  'services.*.build.additional_contexts.*': namespace,
  'services.*.build.secrets[]': value('secret'),
  'services.*.build.secrets[].source': value('secret'),
  'services.*.configs[]': value('config'),
  'services.*.configs[].source': value('config'),
  'services.*.credential_spec.config': value('config'),
  'services.*.depends_on.*': key('service'),
  'services.*.depends_on[]': value('service'),
  'services.*.extends': value('service'),
  'services.*.extends.service': value('service'),
  'services.*.ipc': namespace,
  'services.*.links[]': { ...value('service'), hasTail: true },
  'services.*.models.*': key('model'),
  'services.*.models[]': value('model'),
  'services.*.network_mode': namespace,
  'services.*.networks.*': key('network'),
  'services.*.networks[]': value('network'),
  'services.*.pid': namespace,
  'services.*.profiles[]': value('profile'),
  'services.*.secrets[]': value('secret'),
  'services.*.secrets[].source': value('secret'),
  'services.*.volumes[]': { ...value('volume'), hasTail: true },
  'services.*.volumes[].source': value('volume'),
  'services.*.volumes_from[]': { ...value('service'), hasTail: true },
}

/** The kind of reference that a path of a file is, if it is one. */
export function referencePlaceOf(path: Path): ReferencePlace | undefined {
  const written = (isOwn: (depth: number) => boolean) =>
    path.reduce<string>((text, part, depth) => {
      if (typeof part === 'number') return `${text}[]`
      const name = depth === 1 || isOwn(depth) ? '*' : part
      return text === '' ? name : `${text}.${name}`
    }, '')
  return places[written(() => false)] ?? places[written((depth) => depth === path.length - 1)]
}

/** A name that is referred to, and where exactly it stands. */
export interface Reference extends Stretch {
  readonly kind: NameKind
  readonly name: string
  readonly entry: Entry
}

/** The reference that an entry makes with its key or value. */
export function referenceOf(entry: Entry): Reference | undefined {
  const place = referencePlaceOf(pathOf(entry))
  const word = place?.in === 'key' ? entry.key : entry.value
  return place && word && readReference(place, word, entry)
}

function readReference(place: ReferencePlace, word: Word, entry: Entry): Reference | undefined {
  const { prefix = '', hasTail, kind } = place
  if (!word.text.startsWith(prefix)) return undefined
  const rest = word.text.slice(prefix.length)
  const name = hasTail ? (rest.split(':', 1)[0] ?? '') : rest
  // A path is no name of a volume, and `container:` no service.
  if (name === '' || /[/\\~$\s]|^\./.test(name) || (hasTail && name === 'container')) return undefined
  const quote = word.end - word.start > word.text.length ? 1 : 0
  const start = word.start + (place.in === 'key' && quote === 0 ? 0 : quote) + prefix.length
  return { kind, name, entry, start, end: start + name.length }
}

/** Where what is referred to is declared; undefined when it is not. */
export function findDeclaration(request: EditorRequest, reference: Reference): Declaration | undefined {
  const base = extendedFile(request, reference.entry)
  if (base !== undefined) return declarationIn(request, base, reference)
  return declarationsOf(request, reference.kind).find(({ name }) => name === reference.name)
}

/** For the service of `extends`, the other file it is looked for in; undefined for this one. */
export function extendedFile({ file, workingDir }: EditorRequest, entry: Entry): string | undefined {
  const { parent } = entry
  if (entry.key?.text !== 'service' || parent?.key?.text !== 'extends') return undefined
  const written = childOf(parent, 'file')?.value?.text
  return written === undefined ? undefined : resolvePath(folderOf(file) || workingDir, written)
}

function declarationIn(
  { sources }: EditorRequest,
  file: string,
  { kind, name }: Reference,
): Declaration | undefined {
  const text = sources.get(file)
  const found =
    text === undefined ? undefined : declaredIn(outlineOf(text), kind).find(([each]) => each === name)
  return found && { name, kind, file, entry: found[1] }
}

/** The names that may be written at a place: those of the project, or of the file that is extended. */
export function namesFor(
  request: EditorRequest,
  { kind }: ReferencePlace,
  entry: Entry | undefined,
): readonly Declaration[] {
  const base = entry && extendedFile(request, entry)
  if (base === undefined) return declarationsOf(request, kind)
  const outlined = outlinedFiles({ ...request, file: base, files: [] })
  return outlined.flatMap(({ file, outline }) =>
    file === base
      ? declaredIn(outline, kind).map(([name, found]) => ({ name, kind, file, entry: found }))
      : [],
  )
}
