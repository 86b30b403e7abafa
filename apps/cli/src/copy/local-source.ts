import { lstat, realpath } from 'node:fs/promises'
import { kindOfPath } from '@berth/docker-engine'

/** What is to be copied from here. */
export interface LocalSource {
  readonly path: string
  readonly kind: 'folder' | 'file'
}

/**
 * Looks at a path here; a link at its end is followed when that is asked for, and else copied as one, like a file.
 * `undefined`: nothing is there, or the link leads nowhere. Rejects with an error of the file system when it cannot
 * be looked at.
 */
export async function localSource(here: string, followLinks: boolean): Promise<LocalSource | undefined> {
  try {
    const found = await lstat(here)
    const path = found.isSymbolicLink() && followLinks ? await realpath(here) : here
    const isKept = found.isSymbolicLink() && path === here && !here.endsWith('/')
    const kind = isKept ? 'file' : await kindOfPath(path)
    return kind && { path, kind }
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw error
  }
}

/** What the file system says of a path, for a person; `undefined` when the error is not one of the file system. */
export function fileFault(error: unknown): string | undefined {
  if (!(error instanceof Error)) return undefined
  const { code, syscall, message } = error as NodeJS.ErrnoException
  return code === undefined || syscall === undefined ? undefined : message
}
