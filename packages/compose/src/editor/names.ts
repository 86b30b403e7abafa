import { type EditorRequest, outlinedFiles } from './editor-request.ts'
import { childOf, type Entry, type Outline } from './outline.ts'

/** What can be referred to by a name. */
export type NameKind = 'service' | 'network' | 'volume' | 'secret' | 'config' | 'model' | 'profile'

/** Where a name is declared; a profile where it is first mentioned. */
export interface Declaration {
  readonly name: string
  readonly kind: NameKind
  readonly file: string
  readonly entry: Entry
}

/** The top-level section that declares names of a kind. */
export const sectionOf: Readonly<Record<Exclude<NameKind, 'profile'>, string>> = {
  service: 'services',
  network: 'networks',
  volume: 'volumes',
  secret: 'secrets',
  config: 'configs',
  model: 'models',
}

/** All declarations of a kind in the files of a project, each name once: where the cursor is counts first. */
export function declarationsOf(request: EditorRequest, kind: NameKind): readonly Declaration[] {
  const found = new Map<string, Declaration>()
  for (const { file, outline } of outlinedFiles(request)) {
    for (const [name, entry] of declaredIn(outline, kind)) {
      if (!found.has(name)) found.set(name, { name, kind, file, entry })
    }
  }
  return [...found.values()]
}

/** The entries that declare names of a kind in one file. */
export function declaredIn(outline: Outline, kind: NameKind): readonly (readonly [string, Entry])[] {
  if (kind === 'profile') return profilesIn(outline)
  const section = childOf(outline.top, sectionOf[kind])
  return (section?.children ?? []).flatMap((entry) => (entry.key ? [[entry.key.text, entry] as const] : []))
}

function profilesIn({ top }: Outline): readonly (readonly [string, Entry])[] {
  const services = childOf(top, 'services')?.children ?? []
  const items = services.flatMap((service) => childOf(service, 'profiles')?.children ?? [])
  return items.flatMap((item) => (item.value ? [[item.value.text, item] as const] : []))
}
