import { link, lstat, mkdir, mkdtemp, readFile, readlink, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { packTar } from 'modern-tar'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { packPath, unpackInto } from './local-tar.ts'

let folder = ''
const at = (...parts: string[]) => path.join(folder, ...parts)

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'berth-tar-'))
  await mkdir(at('from/sub'), { recursive: true })
  await mkdir(at('to'))
  await writeFile(at('from/sub/file'), 'text', { mode: 0o640 })
  await link(at('from/sub/file'), at('from/twin'))
  await symlink('/etc/hosts', at('from/away'))
})

afterEach(() => rm(folder, { recursive: true, force: true }))

async function* once(bytes: Uint8Array) {
  yield bytes
}

describe('a tar of what is here', () => {
  it('comes back as it was, under another name', async () => {
    await unpackInto(at('to'), packPath(at('from'), 'from'), { from: 'from', to: 'other' })
    expect(await readFile(at('to/other/sub/file'), 'utf8')).toBe('text')
    expect((await lstat(at('to/other/sub/file'))).mode & 0o777).toBe(0o640)
    expect((await lstat(at('to/other/twin'))).ino).toBe((await lstat(at('to/other/sub/file'))).ino)
    expect(await readlink(at('to/other/away'))).toBe('/etc/hosts')
  })

  it('comes without the folder where only its content is meant', async () => {
    await unpackInto(at('to'), packPath(at('from'), 'from'), { from: 'from', to: '' })
    expect(await readFile(at('to/sub/file'), 'utf8')).toBe('text')
  })

  it('holds a file or a link alone', async () => {
    await unpackInto(at('to'), packPath(at('from/twin'), 'file'), { from: 'file', to: 'a' })
    await unpackInto(at('to'), packPath(at('from/away'), 'link'), { from: 'link', to: 'a' })
    expect(await readlink(at('to/a'))).toBe('/etc/hosts')
  })
})

describe('a tar of somebody else', () => {
  it('never writes through a link that it brings', async () => {
    await mkdir(at('outside'))
    const tar = await packTar([
      { header: { name: 'x/door', type: 'symlink', linkname: at('outside'), size: 0 } },
      { header: { name: 'x/door/file', type: 'file', size: 3 }, body: 'bad' },
    ])
    await expect(unpackInto(at('to'), once(tar), { from: 'x', to: 'x' })).rejects.toThrow(/door/)
    await expect(lstat(at('outside/file'))).rejects.toMatchObject({ code: 'ENOENT' })
  })

  it.each(['../file', 'x/../../file'])('writes nothing at %s', async (name) => {
    const tar = await packTar([{ header: { name, type: 'file', size: 3 }, body: 'bad' }])
    await expect(unpackInto(at('to'), once(tar), { from: 'x', to: 'x' })).rejects.toThrow(/leads out of/)
    await expect(lstat(at('file'))).rejects.toMatchObject({ code: 'ENOENT' })
  })

  it.each(['../door', 'x/../../door'])('makes no link at %s', async (name) => {
    const tar = await packTar([{ header: { name, type: 'symlink', linkname: '/etc', size: 0 } }])
    await expect(unpackInto(at('to'), once(tar), { from: 'x', to: 'x' })).rejects.toThrow(/leads out of/)
    await expect(lstat(at('door'))).rejects.toMatchObject({ code: 'ENOENT' })
  })
})
