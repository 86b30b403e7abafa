import { ProblemError } from '../../http/problem.ts'
import { fileLimits, tooMuch } from '../files.ts'

/** A regular file in an archive. */
export interface ArchiveEntry {
  /** As the archive names it. */
  readonly path: string
  readonly bytes: Buffer
  readonly isExecutable: boolean
}

export const archiveInvalid = (detail: string) => new ProblemError('ARCHIVE_INVALID', detail)

/** A link could lead out of the project, and a device is no file: an archive with one is refused as a whole. */
export const refuseEntry = (path: string, what: string) =>
  archiveInvalid(`${JSON.stringify(path)} in the archive is ${what}, not a file.`)

const mebibyte = 2 ** 20

/**
 * Counts what an archive holds while it is read, so that a small one that unpacks to much is given up early.
 *
 * @throws a problem, FILE_TOO_LARGE, as soon as {@link fileLimits} are passed.
 */
export function countEntries(): (path: string, bytes: number) => void {
  let files = 0
  let total = 0
  return (path, bytes) => {
    files += 1
    total += bytes
    if (files > fileLimits.files) throw tooMuch(`The archive holds more than ${fileLimits.files} files.`)
    if (bytes > fileLimits.file) {
      throw tooMuch(`${path} in the archive is larger than ${fileLimits.file / mebibyte} MiB.`)
    }
    if (total > fileLimits.project) {
      throw tooMuch(`The files in the archive are larger than ${fileLimits.project / mebibyte} MiB together.`)
    }
  }
}

const junk = /(?:^|\/)(?:\.git|__MACOSX)\/|(?:^|\/)(?:\.DS_Store|Thumbs\.db)$/

/** What belongs to the tools that made the archive and not to the project: a repository's history, a file manager's notes. */
export const isJunk = (path: string): boolean => junk.test(path)
