import { execFile } from 'node:child_process'
import { chmod, copyFile, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { Module } from 'node:module'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

const launcher = fileURLToPath(new URL('../bin/berth', import.meta.url))
let folder = ''

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'berth launcher-'))
})

afterAll(() => rm(folder, { recursive: true, force: true }))

interface Ran {
  readonly code: number
  readonly out: string
  readonly err: string
}

function run(file: string, args: readonly string[], env: Record<string, string> = {}): Promise<Ran> {
  return new Promise((resolve) => {
    execFile(file, args, { cwd: folder, env: { ...process.env, ...env } }, (error, out, err) => {
      resolve({ code: typeof error?.code === 'number' ? error.code : 0, out, err })
    })
  })
}

/** A checkout with nothing in it but the launcher, and programs to be found on the PATH. */
async function checkout(name: string, programs: Readonly<Record<string, string>>) {
  const root = path.join(folder, name)
  await mkdir(path.join(root, 'apps/cli/bin'), { recursive: true })
  await mkdir(path.join(root, 'path'))
  await copyFile(launcher, path.join(root, 'apps/cli/bin/berth'))
  for (const [program, text] of Object.entries(programs)) {
    await writeFile(path.join(root, 'path', program), `#!/bin/sh\n${text}\n`)
    await chmod(path.join(root, 'path', program), 0o755)
  }
  return {
    root,
    setUp: () => mkdir(path.join(root, 'apps/cli/node_modules/@berth'), { recursive: true }),
    berth: (...args: string[]) =>
      run('/bin/sh', [path.join(root, 'apps/cli/bin/berth'), ...args], { PATH: path.join(root, 'path') }),
  }
}

describe('bin/berth', () => {
  it('runs from any folder', async () => {
    expect(await run(launcher, ['version', '--short'])).toMatchObject({ code: 0, err: '' })
  })

  it('runs through relative and absolute links, in folders with spaces', async () => {
    await mkdir(path.join(folder, 'a bin'))
    await symlink(launcher, path.join(folder, 'absolute'))
    await symlink('../absolute', path.join(folder, 'a bin/berth'))
    expect(await run(path.join(folder, 'a bin/berth'), ['version'])).toMatchObject({ code: 0, err: '' })
  })

  it('hands on arguments as they are, and the exit code', async () => {
    const { code, err } = await run(launcher, ['no such  command'])
    expect(code).toBe(1)
    expect(err).toContain('`berth no such  command`')
  })

  it('says how to set up when that has not been done', async () => {
    const { root, berth } = await checkout('fresh', {})
    expect(await berth()).toMatchObject({
      code: 1,
      err: `berth: not set up yet: its packages are not installed\n  Fix: cd '${root}' && npm run setup\n`,
    })
  })

  it.each([
    { name: 'v24.11.0', code: 0, text: 'src/main.ts up -d' },
    { name: 'v26.0.0', code: 0, text: 'src/main.ts up -d' },
    { name: 'v24.10.9', code: 1, text: 'Node v24.10.9 is too old: 24.11 or newer is needed' },
    { name: 'v20.20.2', code: 1, text: 'Node v20.20.2 is too old: 24.11 or newer is needed' },
  ])(
    'where none is carried, takes a Node $name of the machine or says why not',
    async ({ name, code, text }) => {
      const node = `[ "$1" = --version ] && { echo ${name}; exit; }\nmain=$1; shift\necho "node: \${main##*/cli/} $*"`
      const { setUp, berth } = await checkout(name, { node })
      await setUp()
      const ran = await berth('up', '-d')
      expect(ran.code).toBe(code)
      expect(ran.out + ran.err).toContain(text)
    },
  )

  it.each([
    ['code that was compiled for something else', 'no code of V8'],
    ['no compiled code', undefined],
  ])('runs the bundle that set-up made, with %s', async (_what, code) => {
    const { root, setUp, berth } = await checkout(`bundled ${code}`, {})
    await setUp()
    await mkdir(path.join(root, 'node_modules/.bin'), { recursive: true })
    await symlink(process.execPath, path.join(root, 'node_modules/.bin/node'))
    await copyFile(path.join(launcher, '../start.cjs'), path.join(root, 'apps/cli/bin/start.cjs'))
    await mkdir(path.join(root, 'apps/cli/dist'))
    const text = "exports.runProcess = () => console.log('bundle:', ...process.argv.slice(2))"
    const bundle = Module.wrap(text)
    await writeFile(path.join(root, 'apps/cli/dist/berth.cjs'), bundle)
    if (code !== undefined) await writeFile(path.join(root, 'apps/cli/dist/berth.cache'), code)
    expect(await berth('up', '-d')).toEqual({ code: 0, out: 'bundle: up -d\n', err: '' })
  })

  it('says what to install where there is no Node at all', async () => {
    const { setUp, berth } = await checkout('nodeless', {})
    await setUp()
    const { code, err } = await berth()
    expect(code).toBe(1)
    expect(err).toContain('no Node found')
    expect(err).toContain('install Node 24.11 or newer')
  })
})
