import { resolvePath } from '../paths.ts'
import type { Outline } from './outline.ts'
import { outlineOf } from './outline-cache.ts'

/** The files of a project as they stand in an editor. All paths are absolute. */
export interface EditorRequest {
  /** The file with the cursor. */
  readonly file: string
  /** The text of files, by path; it may be broken, as text is while it is typed. */
  readonly sources: ReadonlyMap<string, string>
  /** The compose files of the project, in the order they are merged. */
  readonly files: readonly string[]
  /** Relative paths are resolved against it; `.env` lies there. */
  readonly workingDir: string
  /** The variables of the operating system. */
  readonly environment: Readonly<Record<string, string>>
}

/** One compose file of the project. */
export interface OutlinedFile {
  readonly file: string
  readonly outline: Outline
}

/** The compose files: the one with the cursor first, then the others, with those that are included. */
export function outlinedFiles({ file, files, sources }: EditorRequest): readonly OutlinedFile[] {
  const found = new Map<string, Outline>()
  const visit = (path: string) => {
    const text = sources.get(path)
    if (text === undefined || found.has(path)) return
    const outline = outlineOf(text)
    found.set(path, outline)
    for (const included of includedPaths(outline)) visit(resolvePath(folderOf(path), included))
  }
  for (const path of [file, ...files]) visit(path)
  return [...found].map(([path, outline]) => ({ file: path, outline }))
}

function includedPaths({ top }: Outline): readonly string[] {
  const include = top.children.find(({ key }) => key?.text === 'include')
  return (include?.children ?? []).flatMap((item) => {
    const path = item.children.find(({ key }) => key?.text === 'path')
    const named = path ? [path, ...path.children] : [item]
    return named.flatMap(({ value }) => value?.text ?? [])
  })
}

export const folderOf = (path: string): string => path.slice(0, path.lastIndexOf('/')) || '/'
