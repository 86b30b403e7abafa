import { createHash } from 'node:crypto'
import { readdir, readFile, rm, stat, utimes } from 'node:fs/promises'
import path from 'node:path'
import { absent } from '../projects/file-path.ts'
import { writeAtomically } from '../projects/files.ts'

/** Contents of files, each kept once, under the name of its SHA-256. */
export interface Blobs {
  /** Resolves with the hash, in hexadecimal, when the content is on the disk. */
  put(bytes: Buffer): Promise<string>
  /** Rejects when it is gone, or is not what it was. */
  get(sha256: string): Promise<Buffer>
  /**
   * Removes what is not wanted and was not put since `before`, in epoch milliseconds: what is put is not
   * wanted by anybody yet. Resolves with how many there were.
   */
  sweep(isWanted: (sha256: string) => boolean, before: number): Promise<number>
}

/** @param root A folder; made when something is put. */
export function createBlobs(root: string): Blobs {
  const fileOf = (sha256: string) => path.join(root, sha256.slice(0, 2), sha256)
  return {
    async put(bytes) {
      const sha256 = hashOf(bytes)
      const file = fileOf(sha256)
      const now = new Date()
      const known = await stat(file).catch(absent)
      if (known?.size === bytes.length) await utimes(file, now, now)
      else await writeAtomically(file, bytes, 0o600)
      return sha256
    },
    async get(sha256) {
      const bytes = await readFile(fileOf(sha256))
      if (hashOf(bytes) !== sha256) throw new Error(`The content of ${sha256} has changed on the disk`)
      return bytes
    },
    async sweep(isWanted, before) {
      let removed = 0
      for (const folder of (await readdir(root).catch(absent)) ?? []) {
        for (const sha256 of await readdir(path.join(root, folder))) {
          const file = path.join(root, folder, sha256)
          if (isWanted(sha256) || (await stat(file)).mtimeMs >= before) continue
          await rm(file)
          removed += 1
        }
      }
      return removed
    },
  }
}

/** The name of a content. */
export const hashOf = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex')
