import { basename } from 'node:path'
import type { FileFault } from '../context.ts'
import { limits } from '../parse/limits.ts'
import type { SourceRead } from './read-source.ts'

interface Asked {
  /** The env files that were named; undefined: the default `.env`. */
  readonly envFiles: readonly string[] | undefined
}

/** Why a file that is there is not read; undefined when it was, or is not there. */
export function faultOf(path: string, source: SourceRead, { envFiles = [] }: Asked): FileFault | undefined {
  switch (source.kind) {
    case 'text':
    case 'absent':
      return undefined
    case 'folder':
      // A folder of that name, such as one of Python's, is no file that was meant.
      if (basename(path) === '.env' && !envFiles.includes(path)) return undefined
      return unreadable(path, 'it is a folder')
    case 'outside':
      return outsideRoots(path, source.exit)
    case 'too-large':
      return tooLarge(path, source.bytes)
    case 'unreadable':
      return unreadable(path, source.reason)
  }
}

/** @param exit Where the path leaves the folders that may be read. */
export const outsideRoots = (path: string, exit: string) => ({
  code: 'COMPOSE_PATH_OUTSIDE_ROOTS' as const,
  message:
    path === exit
      ? `${path} is outside the project's folders and was not read.`
      : `${path} leads to ${exit}, which is outside the project's folders, and was not read.`,
})

const unreadable = (path: string, reason: string): FileFault => ({
  code: 'COMPOSE_FILE_UNREADABLE',
  message: `Could not read ${path}: ${reason}.`,
})

const tooLarge = (path: string, bytes: number): FileFault => ({
  code: 'COMPOSE_TOO_LARGE',
  message: `${path} has ${bytes} bytes; files of at most ${limits.fileBytes} are read.`,
})
