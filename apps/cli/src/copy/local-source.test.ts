import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { fileFault, localSource } from './local-source.ts'

let folder = ''
const at = (name: string) => path.join(folder, name)

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'berth-copy-'))
  await mkdir(at('site'))
  await writeFile(at('page'), 'hello')
  await symlink('site', at('link'))
  await symlink('nowhere', at('broken'))
  await symlink('circle', at('circle'))
})
afterAll(() => rm(folder, { recursive: true }))

describe('what is copied from here', () => {
  it.each([
    ['page', false, 'page', 'file'],
    ['site', false, 'site', 'folder'],
    ['link', false, 'link', 'file'],
    ['link', true, 'site', 'folder'],
    ['link/', false, 'link/', 'folder'],
  ] as const)('is, of %s with links followed %s, the %s, a %s', async (name, follows, source, kind) => {
    const real = follows ? await localSource(at(source), false) : { path: at(source), kind }
    expect(await localSource(at(name), follows)).toEqual({ path: real?.path, kind })
  })

  it.each([
    ['absent', false],
    ['broken', true],
  ])('is nothing where there is nothing: %s', async (name, follows) => {
    expect(await localSource(at(name), follows)).toBeUndefined()
  })

  it.each([
    ['page/below', false, 'ENOTDIR'],
    ['circle', true, 'ELOOP'],
    ['x'.repeat(300), false, 'ENAMETOOLONG'],
  ])('is told why it cannot be looked at: %s', async (name, follows, code) => {
    const error = await localSource(at(name), follows).catch((thrown: unknown) => thrown)
    expect(fileFault(error)).toMatch(new RegExp(`^${code}: `))
  })
})

it('leaves other errors to others', () => {
  expect(fileFault(new TypeError('x is undefined'))).toBeUndefined()
  expect(fileFault(undefined)).toBeUndefined()
})
