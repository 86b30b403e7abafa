import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest'
import { resolveInside } from './file-path.ts'

let root: string

beforeEach(async () => {
  const folder = await mkdtemp(path.join(tmpdir(), 'berth-path-'))
  onTestFinished(() => rm(folder, { recursive: true }))
  root = path.join(folder, 'shop')
  await mkdir(path.join(root, 'site'), { recursive: true })
  await writeFile(path.join(root, 'compose.yaml'), '')
  await writeFile(path.join(folder, 'secret'), 'secret')
  await symlink(path.join(folder, 'secret'), path.join(root, 'link'))
  await symlink(folder, path.join(root, 'site/up'))
  await symlink('nowhere', path.join(root, 'dangling'))
})

describe('resolveInside', () => {
  it.each([
    'compose.yaml',
    'site/index.html',
    'new/deep/file',
    '.env',
    'with space',
    'ünïcode',
    '..data',
    'a..b',
  ])('gives the place of %s', async (file) => {
    expect(await resolveInside(root, file)).toBe(path.join(root, file))
  })

  it.each([
    ['', 'empty part'],
    ['/etc/passwd', 'absolute'],
    ['../secret', '..'],
    ['site/../../secret', '..'],
    ['./compose.yaml', '.'],
    ['site//index.html', 'empty part'],
    ['site/', 'empty part'],
    ['..\\secret', 'backslash'],
    ['C:\\secret', 'backslash'],
    ['nul\0byte', 'control'],
    ['new\nline', 'control'],
    ['x'.repeat(256), '255 bytes'],
    [`${'a/'.repeat(40)}b`, '32 parts'],
    ['link', 'symbolic link'],
    ['dangling', 'symbolic link'],
    ['site/up/secret', 'symbolic link'],
    ['compose.yaml/below', 'goes through a file'],
    ['site', 'not a file'],
  ])('refuses %j', async (file, reason) => {
    await expect(resolveInside(root, file)).rejects.toMatchObject({ code: 'FILE_PATH_INVALID' })
    await expect(resolveInside(root, file)).rejects.toThrow(reason)
  })
})
