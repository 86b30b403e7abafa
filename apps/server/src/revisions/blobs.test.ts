import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import { createBlobs } from './blobs.ts'

async function temporary() {
  const root = await mkdtemp(path.join(tmpdir(), 'berth-blobs-'))
  onTestFinished(() => rm(root, { recursive: true }))
  return { root, blobs: createBlobs(root) }
}

it('keeps a content once, for its owner only, and gives it back', async () => {
  const { root, blobs } = await temporary()
  const sha256 = await blobs.put(Buffer.from('hello'))
  expect(await blobs.put(Buffer.from('hello'))).toBe(sha256)
  expect(await blobs.get(sha256)).toEqual(Buffer.from('hello'))
  expect((await stat(path.join(root, sha256.slice(0, 2), sha256))).mode & 0o777).toBe(0o600)
})

it('refuses to give back what has changed on the disk', async () => {
  const { root, blobs } = await temporary()
  const sha256 = await blobs.put(Buffer.from('hello'))
  await writeFile(path.join(root, sha256.slice(0, 2), sha256), 'hullo')
  await expect(blobs.get(sha256)).rejects.toThrow('has changed')
})

it('sweeps what nobody wants, but nothing that was just put', async () => {
  const { blobs } = await temporary()
  const [wanted, other] = [await blobs.put(Buffer.from('a')), await blobs.put(Buffer.from('b'))]
  const isWanted = (sha256: string) => sha256 === wanted
  expect(await blobs.sweep(isWanted, Date.now() - 60_000)).toBe(0)
  expect(await blobs.sweep(isWanted, Date.now() + 60_000)).toBe(1)
  expect(await blobs.get(wanted)).toEqual(Buffer.from('a'))
  await expect(blobs.get(other)).rejects.toThrow('ENOENT')
})
