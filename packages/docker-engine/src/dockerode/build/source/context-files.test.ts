import { chmod, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { readBuildInputs } from './build-inputs.ts'
import { walkContext } from './context-files.ts'
import { noRules } from './ignore-rules.ts'
import { wantedPaths } from './wanted-paths.ts'

describe('the files of a build context', () => {
  let root = ''
  beforeEach(async () => {
    root = await mkdtemp(path.join(tmpdir(), 'berth-context-'))
  })
  afterEach(() => rm(root, { recursive: true }))

  const write = async (files: Readonly<Record<string, string>>) => {
    for (const [file, text] of Object.entries(files)) {
      await mkdir(path.dirname(path.join(root, file)), { recursive: true })
      await writeFile(path.join(root, file), text)
    }
  }

  const filesSent = async (follow: readonly string[] = []) => {
    const { folders } = await readBuildInputs({ context: root, dockerfileInline: 'FROM scratch', tags: [] })
    const context = folders.get('context')
    const ignore = context?.kind === 'folder' ? context.ignore : noRules
    const isWanted = await wantedPaths(root, follow)
    const files = await Array.fromAsync(walkContext(root, { ...ignore, isWanted }))
    return files.map((file) => file.path)
  }

  it('come sorted by bytes, folders before what is in them', async () => {
    await write({ 'a/z': '', 'a-b': '', 'a/b/c': '', B: '', ä: '' })
    expect(await filesSent()).toEqual(['B', 'a', 'a/b', 'a/b/c', 'a/z', 'a-b', 'ä'])
  })

  it('keep mode and link, and leave sockets and the like out', async () => {
    await write({ run: 'x' })
    await chmod(path.join(root, 'run'), 0o4755)
    await symlink('run', path.join(root, 'link'))
    const isIgnored = () => false
    const filter = { isIgnored, mayHoldKept: false, isWanted: () => true }
    expect(await Array.fromAsync(walkContext(root, filter))).toMatchObject([
      { path: 'link', kind: 'link', target: 'run' },
      { path: 'run', kind: 'file', mode: 0o4755, size: 1 },
    ])
  })

  it('obey .dockerignore, and bring the folders of what a `!` rule takes back', async () => {
    await write({
      '.dockerignore': '# all but\nbuild\n**/*.log\n!build/keep/this.txt\n',
      'build/keep/this.txt': '',
      'build/keep/not.txt': '',
      'build/other/x': '',
      'src/a.log': '',
      'src/a.ts': '',
    })
    expect(await filesSent()).toEqual([
      '.dockerignore',
      'build',
      'build/keep',
      'build/keep/this.txt',
      'src',
      'src/a.ts',
    ])
  })

  it('are only those that the Dockerfile copies, with where their links lead', async () => {
    await write({ 'app/src/a': '', 'app/b': '', 'real/c': '', 'big/d': '' })
    await symlink('../real', path.join(root, 'app/linked'))
    expect(await filesSent(['app/src', 'app/linked/c'])).toEqual([
      'app',
      'app/linked',
      'app/src',
      'app/src/a',
      'real',
      'real/c',
    ])
  })

  it.each([
    { what: 'a wildcard', follow: ['app/*.ts'] },
    { what: 'the whole context', follow: ['.'] },
    { what: 'a path that is not there', follow: ['app', 'gone'] },
  ])('are all of them for $what', async ({ follow }) => {
    await write({ 'app/a.ts': '', other: '' })
    expect(await filesSent(follow)).toEqual(['app', 'app/a.ts', 'other'])
  })
})
