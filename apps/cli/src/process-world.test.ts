import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { shellFolder } from './process-world.ts'

let folder = ''

beforeAll(() => {
  folder = realpathSync(mkdtempSync(path.join(tmpdir(), 'berth-folder-')))
  for (const name of ['real', 'other']) mkdirSync(path.join(folder, name))
  symlinkSync('real', path.join(folder, 'link'))
})

afterAll(() => rmSync(folder, { recursive: true }))

describe('shellFolder', () => {
  it.each([
    ['a link that leads here', 'link', 'link'],
    ['the folder itself', 'real', 'real'],
    ['another folder', 'other', 'real'],
    ['a folder that is gone', 'gone', 'real'],
    ['a way round', 'other/../link', 'real'],
  ])('given %s, is %s: %s', (_what, shell, expected) => {
    const said = `${folder}/${shell}`
    expect(shellFolder(path.join(folder, 'real'), said)).toBe(path.join(folder, expected))
  })

  it('is the folder without links when the shell says nothing', () => {
    expect(shellFolder(folder, undefined)).toBe(folder)
    expect(shellFolder(folder, 'link')).toBe(folder)
  })
})
