import { chmod, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest'
import { KeyError, openKeyFile } from './key-file.ts'

let file: string

beforeEach(async () => {
  const folder = await mkdtemp(path.join(tmpdir(), 'berth-key-'))
  file = path.join(folder, 'berth.key')
  onTestFinished(() => rm(folder, { recursive: true }))
})

describe('the key file', () => {
  it('is made at the first start, for its owner only, and opens what it sealed at the next', async () => {
    const sealed = openKeyFile(file, []).seal('hunter2', 'shop')
    expect((await stat(file)).mode & 0o777).toBe(0o600)
    expect(openKeyFile(file, [sealed]).open(sealed, 'shop')).toBe('hunter2')
  })

  it('may be missing or new while nothing is sealed', async () => {
    const before = openKeyFile(file, []).keyId
    await rm(file)
    expect(openKeyFile(file, []).keyId).not.toBe(before)
  })

  it('is missed, and not made anew, when something is sealed', async () => {
    const sealed = openKeyFile(file, []).seal('hunter2', 'shop')
    await rm(file)
    expect(() => openKeyFile(file, [sealed])).toThrow(/is missing.*Restore/)
    await expect(readFile(file)).rejects.toThrow('ENOENT')
  })

  it('is refused when it is another than the one that sealed', async () => {
    const sealed = openKeyFile(file, []).seal('hunter2', 'shop')
    await rm(file)
    openKeyFile(file, [])
    expect(() => openKeyFile(file, [sealed])).toThrow(KeyError)
    expect(() => openKeyFile(file, [sealed])).toThrow(/is not the one/)
  })

  it('is refused when others can read it', async () => {
    openKeyFile(file, [])
    await chmod(file, 0o644)
    expect(() => openKeyFile(file, [])).toThrow(/mode is 0644.*chmod 600/)
  })

  it.each(['', 'secret', 'AAAA', `${'A'.repeat(43)}`])('is refused when it holds %j', async (text) => {
    await writeFile(file, text, { mode: 0o600 })
    expect(() => openKeyFile(file, [])).toThrow(/does not hold a key/)
  })
})
