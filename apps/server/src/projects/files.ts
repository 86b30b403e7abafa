import { createHash, randomUUID } from 'node:crypto'
import { constants } from 'node:fs'
import { mkdir, open, rename, rm, rmdir } from 'node:fs/promises'
import path from 'node:path'
import type { FileInput } from '@berth/contract'
import { ProblemError } from '../http/problem.ts'
import { absent, resolveInside } from './file-path.ts'

/** What files may hold at most, in bytes: projects hold what describes them, not their data. */
export const fileLimits = { file: 8 * 2 ** 20, project: 16 * 2 ** 20, files: 500 } as const

/** A request's body at most: the files of a project, in base64, with some room. */
export const filesBodyLimit = 24 * 2 ** 20

export interface FileContent {
  readonly path: string
  readonly bytes: Buffer
  /** As it was, or not, unless said. */
  readonly isExecutable?: boolean
  /** It is the repository's. */
  readonly isFromSource?: boolean
}

/**
 * The files of projects on disk, below one folder each. It knows no database: which of the files in a
 * folder belong to the project is the store's; containers may have written others.
 */
export interface ProjectFiles {
  /** Absolute. */
  folderOf(project: string): string
  /** From now on the files of a project are in that folder of the host; without one, in ours. */
  place(project: string, folder: string | undefined): void
  /** Undefined when it is not there. */
  read(project: string, path: string): Promise<Buffer | undefined>
  /** Writes each file atomically, in order. */
  write(project: string, files: readonly FileContent[]): Promise<void>
  /** Deletes files, and the folders that become empty. */
  remove(project: string, paths: readonly string[]): Promise<void>
  /** A strong ETag, quotes included, over paths and contents. */
  etag(project: string, paths: readonly string[]): Promise<string>
}

export function createProjectFiles(root: string): ProjectFiles {
  const places = new Map<string, string>()
  const folderOf = (project: string) => places.get(project) ?? path.join(root, project)
  const read = async (project: string, relative: string) =>
    readIfThere(await resolveInside(folderOf(project), relative))

  return {
    folderOf,
    place(project, folder) {
      if (folder === undefined) places.delete(project)
      else places.set(project, folder)
    },
    read,
    async write(project, files) {
      await mkdir(folderOf(project), { recursive: true })
      for (const { path: relative, bytes, isExecutable = false } of files) {
        const file = await resolveInside(folderOf(project), relative)
        await writeAtomically(file, bytes, isExecutable ? 0o755 : 0o644)
      }
    },
    async remove(project, paths) {
      const folder = folderOf(project)
      for (const relative of paths) {
        await rm(await resolveInside(folder, relative), { force: true })
        await removeEmptyFolders(folder, path.dirname(relative))
      }
      await removeIfEmpty(folder)
    },
    async etag(project, paths) {
      const hash = createHash('sha256')
      for (const relative of paths.toSorted()) {
        const bytes = await read(project, relative)
        hash.update(`${relative}\0${bytes === undefined ? '' : sha256(bytes)}\n`)
      }
      return `"${hash.digest('hex').slice(0, 32)}"`
    },
  }
}

const sha256 = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex')

async function readIfThere(file: string): Promise<Buffer | undefined> {
  const handle = await open(file, constants.O_RDONLY | constants.O_NOFOLLOW).catch(absent)
  try {
    return await handle?.readFile()
  } finally {
    await handle?.close()
  }
}

/** Writes a file as a whole: nobody ever reads half of it, also after a crash. */
export async function writeAtomically(file: string, bytes: Buffer, mode = 0o644): Promise<void> {
  const folder = path.dirname(file)
  await mkdir(folder, { recursive: true })
  const temporary = path.join(folder, `.berth-${randomUUID()}`)
  const handle = await open(temporary, 'wx', mode)
  try {
    await handle.writeFile(bytes)
    await handle.close()
    await rename(temporary, file)
  } catch (error) {
    await handle.close()
    await rm(temporary, { force: true })
    throw error
  }
}

/** From `relative` up to the root, which stays. */
async function removeEmptyFolders(root: string, relative: string): Promise<void> {
  for (let at = relative; at !== '.'; at = path.dirname(at)) {
    if (!(await removeIfEmpty(path.join(root, at)))) return
  }
}

async function removeIfEmpty(folder: string): Promise<boolean> {
  try {
    await rmdir(folder)
    return true
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code === 'ENOTEMPTY' || code === 'EEXIST' || code === 'ENOENT') return false
    throw error
  }
}

/**
 * Decodes what a caller sent, and holds it to {@link fileLimits}.
 *
 * @throws a problem when something is too large, not base64, or named twice.
 */
export function decodeFiles(inputs: readonly FileInput[]): FileContent[] {
  const files = inputs.map(({ path: relative, content, encoding, isExecutable }) => ({
    path: relative,
    bytes: encoding === 'base64' ? decodeBase64(relative, content) : Buffer.from(content, 'utf8'),
    ...(isExecutable !== undefined && { isExecutable }),
  }))
  const tooLarge = files.find(({ bytes }) => bytes.length > fileLimits.file)
  if (tooLarge !== undefined) throw tooMuch(`${tooLarge.path} is larger than ${mebibytes(fileLimits.file)}.`)
  const total = files.reduce((sum, { bytes }) => sum + bytes.length, 0)
  if (total > fileLimits.project) {
    throw tooMuch(`Together the files are larger than ${mebibytes(fileLimits.project)}.`)
  }
  const names = new Set(files.map((file) => file.path))
  if (names.size < files.length) throw new ProblemError('FILE_PATH_INVALID', 'Two files have the same path.')
  return files
}

export const tooMuch = (detail: string) => new ProblemError('FILE_TOO_LARGE', detail)

const mebibytes = (bytes: number) => `${bytes / 2 ** 20} MiB`

function decodeBase64(relative: string, content: string): Buffer {
  if (!/^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/.test(content)) {
    throw new ProblemError('FILE_ENCODING_INVALID', `The content of ${relative} is not base64.`)
  }
  return Buffer.from(content, 'base64')
}

/** How a file goes over the wire: as text when it is UTF-8, else as base64. */
export function encodeFile(bytes: Buffer): { content: string; encoding: 'utf8' | 'base64' } {
  try {
    return {
      content: new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes),
      encoding: 'utf8',
    }
  } catch {
    // Not UTF-8: that is what was to be found out.
    return { content: bytes.toString('base64'), encoding: 'base64' }
  }
}
