/** One side of a copy. */
export type CopyPlace =
  | { readonly kind: 'service'; readonly service: string; readonly path: string }
  | { readonly kind: 'local'; readonly path: string }

/** Reads `service:path`, or a path here: one that is absolute, begins with a dot, or has no colon. Pure. */
export function readPlace(text: string): CopyPlace {
  const at = text.indexOf(':')
  if (text.startsWith('/') || text.startsWith('.') || at < 1) return { kind: 'local', path: text }
  return { kind: 'service', service: text.slice(0, at), path: text.slice(at + 1) }
}

/** What is known of both ends of a copy; paths are as they were typed, and absolute. */
export interface CopyEnds {
  readonly source: { readonly path: string; readonly kind: 'folder' | 'file' }
  /** Absent kind: nothing is there. */
  readonly target: { readonly path: string; readonly kind: 'folder' | 'file' | undefined }
}

/** The folder to unpack in, and the name that what is copied gets there; empty: its content only. */
export interface CopyWay {
  readonly folder: string
  readonly name: string
}

/**
 * Where a copy goes, by the rules of `cp`: into a folder that is there, or in its place with its name. A source that
 * ends in `/.` is its content. In words what is wrong, where nothing can be copied. Pure.
 */
export function wayOf({ source, target }: CopyEnds): CopyWay | { readonly wrong: string } {
  const isContent = /(^|\/)\.$/.test(source.path)
  if (source.kind === 'file' && (isContent || source.path.endsWith('/')))
    return { wrong: `${source.path} is not a folder` }
  if (target.kind === 'folder') {
    return { folder: target.path, name: isContent ? '' : baseOf(source.path) }
  }
  if (source.kind === 'folder' && target.kind === 'file') {
    return { wrong: `a folder cannot take the place of the file ${target.path}` }
  }
  const meansFolder = /\/\.?$/.test(target.path)
  if (source.kind === 'file' && meansFolder) return { wrong: `there is no folder ${target.path}` }
  const clean = target.path.replace(/(\/\.?)+$/, '')
  const at = clean.lastIndexOf('/')
  return { folder: clean.slice(0, at) || '/', name: clean.slice(at + 1) }
}

/** The last part of a path; empty for `/`. Pure. */
export const baseOf = (path: string): string =>
  path
    .replace(/(\/\.?)+$/, '')
    .split('/')
    .at(-1) ?? ''
