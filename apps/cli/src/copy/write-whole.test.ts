import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { writeWhole } from './write-whole.ts'

let folder = ''
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'berth-whole-'))
})
afterEach(() => rm(folder, { recursive: true }))

async function* chunks(...texts: string[]) {
  for (const text of texts) {
    if (text === 'fault') throw new Error('the source failed')
    yield new TextEncoder().encode(text)
  }
}

it('writes all of it, for its owner alone, and leaves nothing beside it', async () => {
  const file = path.join(folder, 'a.tar')
  await writeWhole(file, chunks('one', 'two'))
  expect(await readFile(file, 'utf8')).toBe('onetwo')
  expect((await stat(file)).mode & 0o777).toBe(0o600)
  expect(await readdir(folder)).toEqual(['a.tar'])
})

it('leaves what was there when the source fails', async () => {
  const file = path.join(folder, 'a.tar')
  await writeFile(file, 'before')
  await expect(writeWhole(file, chunks('one', 'fault'))).rejects.toThrow('the source failed')
  expect(await readFile(file, 'utf8')).toBe('before')
  expect(await readdir(folder)).toEqual(['a.tar'])
})

it('leaves nothing where a folder is in the way', async () => {
  const file = path.join(folder, 'a.tar')
  await mkdir(path.join(file, 'full'), { recursive: true })
  await expect(writeWhole(file, chunks('one'))).rejects.toMatchObject({ syscall: 'rename' })
  expect(await readdir(folder)).toEqual(['a.tar'])
})
