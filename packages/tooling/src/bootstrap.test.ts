import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { explainInstallFailure } from '../bootstrap/failure.mjs'
import { hashOf } from '../bootstrap/stamp.mjs'

describe('the set-up is repeated', () => {
  const before = process.cwd()
  let folder = ''
  const write = (file: string, text: string) => {
    mkdirSync(path.join(folder, path.dirname(file)), { recursive: true })
    writeFileSync(path.join(folder, file), text)
  }
  const page = () => hashOf([path.join(folder, 'page')])

  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'berth-stamp-'))
    write('page/src/a.ts', 'a')
    write('page/index.html', 'x')
  })
  afterEach(() => {
    process.chdir(before)
    rmSync(folder, { recursive: true })
  })

  it.each([
    ['a source changes', 'page/src/a.ts', 'b'],
    ['a source is added', 'page/src/b.ts', ''],
    ['the entry changes', 'page/index.html', 'y'],
  ])('when %s', (_when, file, text) => {
    const hash = page()
    write(file, text)
    expect(page()).not.toBe(hash)
  })

  it.each([
    ['a source is written again with the same text', 'page/src/a.ts', 'a'],
    ['a unit test changes', 'page/src/a.test.ts', 'it'],
    ['a browser test changes', 'page/e2e/journey.e2e.ts', 'it'],
    ['what was built changes', 'page/dist/index.html', 'built'],
  ])('not when %s', (_when, file, text) => {
    const hash = page()
    write(file, text)
    expect(page()).toBe(hash)
  })

  it('when one of the packages of a pattern changes', () => {
    process.chdir(folder)
    write('apps/web/package.json', '{}')
    const hash = hashOf(['apps/*/package.json'])
    write('apps/cli/package.json', '{}')
    expect(hashOf(['apps/*/package.json'])).not.toBe(hash)
  })
})

describe('explainInstallFailure', () => {
  it.each([
    ['npm error network request to http://x/pnpm failed, reason: getaddrinfo ENOTFOUND x', /network/],
    ['ERR_PNPM_ENOSPC no space left on device', /disk is full/],
    ['Error: spawn npm ENOENT', /npm is not on the PATH/],
    ['ERR_PNPM_OUTDATED_LOCKFILE', /pnpm-lock.yaml/],
    ['something new', /messages above/],
  ])('%s', (output, fix) => {
    expect(explainInstallFailure(output)).toMatch(fix)
  })
})
