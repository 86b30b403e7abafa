import { open, rename, rm } from 'node:fs/promises'

/**
 * Writes a file that is there as a whole or not at all: beside its place first, readable by nobody else. Rejects with
 * what the source or the file system says, and leaves what was there.
 */
export async function writeWhole(file: string, chunks: AsyncIterable<Uint8Array>): Promise<void> {
  const beside = `${file}.${process.pid}.partial`
  const handle = await open(beside, 'wx', 0o600)
  try {
    for await (const chunk of chunks) await handle.appendFile(chunk)
    await handle.close()
    await rename(beside, file)
  } catch (error) {
    await handle.close()
    await rm(beside, { force: true })
    throw error
  }
}
