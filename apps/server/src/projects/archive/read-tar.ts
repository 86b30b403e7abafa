import { unpackTar } from 'modern-tar'
import { type ArchiveEntry, archiveInvalid, countEntries, isJunk, refuseEntry } from './archive-entry.ts'

const kinds: Readonly<Record<string, string>> = {
  link: 'a hard link',
  symlink: 'a symbolic link',
  'character-device': 'a device',
  'block-device': 'a device',
  fifo: 'a named pipe',
}

/**
 * The files in a tar archive, in its order.
 *
 * @throws a problem: ARCHIVE_INVALID for what is no tar or holds links or devices, FILE_TOO_LARGE.
 */
export async function readTar(archive: Buffer): Promise<ArchiveEntry[]> {
  const unpacked = await unpackTar(archive, { strict: true }).catch((error: unknown) => {
    throw archiveInvalid(`The archive is damaged: ${error instanceof Error ? error.message : String(error)}`)
  })
  const count = countEntries()
  return unpacked.flatMap(({ header, data }) => {
    const { name, type = 'file', mode = 0 } = header
    if (isJunk(name) || type === 'directory') return []
    if (type !== 'file') throw refuseEntry(name, kinds[type] ?? `a ${type}`)
    const bytes = Buffer.from(data ?? [])
    count(name, bytes.length)
    return [{ path: name, bytes, isExecutable: (mode & 0o100) !== 0 }]
  })
}
