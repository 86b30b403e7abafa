import { buffer } from 'node:stream/consumers'
import { crc32 } from 'node:zlib'
import { type Entry, fromBufferPromise, type ZipFile } from 'yauzl'
import { ProblemError } from '../../http/problem.ts'
import { type ArchiveEntry, archiveInvalid, countEntries, isJunk, refuseEntry } from './archive-entry.ts'

/**
 * The files in a zip archive, in its order. What an entry says of its size is believed only as far as it goes: one
 * that unpacks to more is refused while it does.
 *
 * @throws a problem: ARCHIVE_INVALID for what is no zip, is encrypted or holds links, FILE_TOO_LARGE.
 */
export async function readZip(archive: Buffer): Promise<ArchiveEntry[]> {
  const count = countEntries()
  const entries: ArchiveEntry[] = []
  try {
    const zip = await fromBufferPromise(archive)
    for await (const entry of zip.eachEntry()) {
      const { fileName: path, uncompressedSize } = entry
      if (isJunk(path) || path.endsWith('/')) continue
      if (isLink(entry)) throw refuseEntry(path, 'a symbolic link')
      count(path, uncompressedSize)
      entries.push({ path, bytes: await readEntry(zip, entry), isExecutable: (modeOf(entry) & 0o100) !== 0 })
    }
  } catch (error) {
    if (error instanceof ProblemError) throw error
    throw archiveInvalid(
      `The archive cannot be read: ${error instanceof Error ? error.message : String(error)}`,
    )
  }
  return entries
}

async function readEntry(zip: ZipFile, entry: Entry): Promise<Buffer> {
  const { fileName } = entry
  if (entry.isEncrypted()) throw archiveInvalid(`${fileName} in the archive is encrypted.`)
  const bytes = await buffer(await zip.openReadStreamPromise(entry))
  if (crc32(bytes) !== entry.crc32) throw archiveInvalid(`${fileName} in the archive is damaged.`)
  return bytes
}

/** What Unix keeps of a file; 0 in an archive made on Windows. */
const modeOf = ({ externalFileAttributes }: Entry) => externalFileAttributes >>> 16

const isLink = (entry: Entry) => (modeOf(entry) & 0o170000) === 0o120000
