import { promisify } from 'node:util'
import { gunzip, zstdDecompress } from 'node:zlib'
import type { FileInput } from '@berth/contract'
import { fileLimits, tooMuch } from '../files.ts'
import { composeFileOf } from '../loader.ts'
import { type ArchiveEntry, archiveInvalid } from './archive-entry.ts'
import { readTar } from './read-tar.ts'
import { readZip } from './read-zip.ts'

/** Of a tar file: the files, and room for the headers between them. */
const tarBytes = fileLimits.project * 2

/**
 * The files of a project from a zip, tar, tar.gz or tar.zst archive: the format is told by its first bytes. When
 * everything in it is in one folder and the compose file is not beside that, the folder is taken off, as in the
 * archives that git hosts make.
 *
 * @throws a problem: ARCHIVE_INVALID, FILE_TOO_LARGE.
 */
export async function unpackArchive(archive: Buffer): Promise<FileInput[]> {
  const entries = await readEntries(archive)
  if (entries.length === 0) throw archiveInvalid('The archive holds no file.')
  const files = entries.map((entry) => ({ ...entry, path: entry.path.replace(/^(?:\.\/)+/, '') }))
  const folder = onlyFolderOf(files.map(({ path }) => path))
  return files.map(({ path, bytes, isExecutable }) => ({
    path: path.slice(folder.length),
    content: bytes.toString('base64'),
    encoding: 'base64',
    isExecutable,
  }))
}

async function readEntries(archive: Buffer): Promise<ArchiveEntry[]> {
  if (startsWith(archive, [0x50, 0x4b])) return readZip(archive)
  if (startsWith(archive, [0x1f, 0x8b])) return readTar(await unpressed(promisify(gunzip), archive))
  if (startsWith(archive, [0x28, 0xb5, 0x2f, 0xfd]))
    return readTar(await unpressed(promisify(zstdDecompress), archive))
  if (archive.toString('latin1', 257, 262) === 'ustar') return readTar(archive)
  throw archiveInvalid(
    'What was sent is neither a zip nor a tar archive, packed with gzip, zstd or not at all.',
  )
}

const startsWith = (bytes: Buffer, magic: readonly number[]) => magic.every((byte, at) => bytes[at] === byte)

type Unpress = (packed: Buffer, options: { readonly maxOutputLength: number }) => Promise<Buffer>

async function unpressed(unpress: Unpress, packed: Buffer): Promise<Buffer> {
  try {
    return await unpress(packed, { maxOutputLength: tarBytes })
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException
    if (code === 'ERR_BUFFER_TOO_LARGE') {
      throw tooMuch(`The archive unpacks to more than ${tarBytes / 2 ** 20} MiB.`)
    }
    throw archiveInvalid(`The archive cannot be unpacked: ${message}`)
  }
}

/** With its slash; empty when there is none that can be taken off. */
function onlyFolderOf(paths: readonly string[]): string {
  if (composeFileOf(paths) !== undefined) return ''
  const [first = ''] = paths
  const folder = first.slice(0, first.indexOf('/') + 1)
  return folder !== '/' && paths.every((path) => path.startsWith(folder)) ? folder : ''
}
