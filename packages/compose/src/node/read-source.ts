import { readFileSync, realpathSync } from 'node:fs'
import { sep } from 'node:path'

/** What reading one file came to. */
export type SourceRead =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'absent' }
  | { readonly kind: 'outside'; readonly realPath: string }
  | { readonly kind: 'unreadable'; readonly reason: string }

export interface ReadableFiles {
  /** Real paths of folders; undefined allows every path. */
  readonly roots: readonly string[] | undefined
  /** Texts that stand for files, by absolute path. */
  readonly texts: ReadonlyMap<string, string> | undefined
}

/**
 * Reads a file as UTF-8, but only inside the given roots: links are followed before the path is judged, and a
 * file outside is not opened. `-` is the standard input.
 */
export function readSource(path: string, { roots, texts }: ReadableFiles): SourceRead {
  const text = texts?.get(path)
  if (text !== undefined) return { kind: 'text', text }
  if (path === '-') return read(0)
  const realPath = resolveLinks(path)
  if (realPath === undefined) return { kind: 'absent' }
  if (roots !== undefined && !roots.some((root) => isInside(realPath, root)))
    return { kind: 'outside', realPath }
  return read(realPath)
}

const isInside = (path: string, root: string): boolean =>
  path === root || path.startsWith(root.endsWith(sep) ? root : root + sep)

/** The path without links; undefined when nothing is there. */
export function resolveLinks(path: string): string | undefined {
  try {
    return realpathSync(path)
  } catch (error) {
    if (hasErrno(error, 'ENOENT', 'ENOTDIR')) return undefined
    return path
  }
}

function read(file: string | 0): SourceRead {
  try {
    return { kind: 'text', text: readFileSync(file, 'utf8') }
  } catch (error) {
    if (hasErrno(error, 'ENOENT', 'ENOTDIR')) return { kind: 'absent' }
    return { kind: 'unreadable', reason: error instanceof Error ? error.message : String(error) }
  }
}

const hasErrno = (error: unknown, ...codes: readonly string[]) =>
  error instanceof Error && 'code' in error && codes.includes(String(error.code))
