import { execFileSync } from 'node:child_process'
import { chown, mkdir, readFile, readlink, symlink, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type DeployedProject, deployForTest } from './testing/deployed-project.ts'

let shop: DeployedProject
const here = (...parts: string[]) => path.join(shop.folder, ...parts)

beforeAll(async () => {
  shop = await deployForTest(`
  web:
    image: busybox
    init: true
    user: root
    command: [sleep, "600"]
    scale: 2`)
  await mkdir(here('site/sub'), { recursive: true })
  await writeFile(here('site/page'), 'hello\n')
  await symlink('page', here('site/link'))
})

afterAll(() => shop.remove())

const inside = async (index: string, ...command: string[]) =>
  (await shop.berth('exec', '--index', index, 'web', ...command)).out

describe('berth commit', () => {
  it('makes an image of what has become of a container, with what it is told to change', async () => {
    const name = `${shop.project}-made:1`
    await shop.berth('exec', '--index', '2', 'web', 'touch', '/tmp/made')
    const change = ['-c', 'CMD ["ls", "/tmp"]', '-c', 'LABEL who=me']
    const ran = await shop.berth('commit', '--index', '2', '-m', 'first', ...change, 'web', name)
    const { Id, Config } = await shop.engine.inspectImage(name)
    expect(ran).toEqual({
      code: 0,
      out: '',
      err: ` ${shop.project}-web-2 commit Committing\n ${shop.project}-web-2 commit Committed as ${Id}\n`,
    })
    expect(Config).toMatchObject({ Cmd: ['ls', '/tmp'], Labels: { who: 'me' } })
    await shop.engine.removeImage(name)
  })

  it('says why it cannot', async () => {
    await expect(shop.berth('commit', 'web', 'Not A Name')).resolves.toMatchObject({
      code: 1,
      err: expect.stringContaining('invalid reference format'),
    })
    await expect(shop.berth('commit', 'nobody')).resolves.toMatchObject({ code: 1 })
    await expect(shop.berth('commit')).resolves.toMatchObject({
      code: 1,
      err: expect.stringContaining('needs one service'),
    })
  })
})

describe('berth cp', () => {
  it('copies a folder into all containers of a service, and tells of each', async () => {
    const { code, err } = await shop.berth('cp', 'site', 'web:/tmp')
    expect(code).toBe(0)
    expect(err.split('\n').filter((line) => line.endsWith('Copied'))).toHaveLength(2)
    expect(await inside('1', 'cat', '/tmp/site/page')).toBe('hello\n')
    expect(await inside('2', 'readlink', '/tmp/site/link')).toBe('page\n')
  })

  it('copies into the one that is chosen, with its owner, or as the user of the container', async () => {
    await writeFile(here('owned'), '')
    await chown(here('owned'), 1234, 1234)
    await shop.berth('cp', '--index', '2', 'owned', 'web:/tmp/kept')
    await shop.berth('cp', '--index', '2', '-a', 'owned', 'web:/tmp/mine')
    expect(await inside('2', 'stat', '-c', '%u:%g', '/tmp/kept', '/tmp/mine')).toBe('1234:1234\n0:0\n')
    expect(await inside('1', 'ls', '/tmp')).not.toContain('mine')
  })

  it('copies out what is there, links as links unless they are to be followed', async () => {
    await shop.berth('cp', 'site', 'web:/tmp/out')
    await shop.berth('cp', 'web:/tmp/out', 'back')
    expect(await readFile(here('back/page'), 'utf8')).toBe('hello\n')
    expect(await readlink(here('back/link'))).toBe('page')
    await shop.berth('cp', '-L', 'web:/tmp/out/link', 'followed')
    expect(await readFile(here('followed'), 'utf8')).toBe('hello\n')
  })

  it('gives a tar, and takes one', async () => {
    await writeFile(here('piped'), 'piped\n')
    const tar = execFileSync('tar', ['cf', '-', 'piped'], { cwd: shop.folder }).toString('latin1')
    const running = shop.start('cp', '--index', '1', '-', 'web:/tmp')
    running.type(tar)
    expect((await running.ended).code).toBe(0)
    const { out } = await shop.berth('--progress', 'quiet', 'cp', 'web:/tmp/piped', '-')
    expect(execFileSync('tar', ['xOf', '-'], { input: out }).toString()).toBe('piped\n')
  })

  it('leaves the rest to export, which writes all files of a container', async () => {
    await shop.berth('cp', '--index', '2', 'site/page', 'web:/tmp/exported')
    const { code, err } = await shop.berth('export', '--index', '2', 'web', '-o', 'web.tar')
    expect(code).toBe(0)
    expect(err).toContain(`${shop.project}-web-2 export to web.tar Exported`)
    const text = execFileSync('tar', ['xOf', here('web.tar'), 'tmp/exported']).toString()
    expect(text).toBe('hello\n')
  })

  it.each([
    { args: ['site', 'web:/nowhere/x'], err: 'error ENGINE_NOT_FOUND:' },
    {
      args: ['nowhere', 'web:/tmp'],
      err: 'error CLI_CANNOT_COPY: Could not copy nowhere to web:/tmp: there is no nowhere here',
    },
    { args: ['web:/nowhere', '.'], err: 'error ENGINE_NOT_FOUND:' },
    { args: ['--index', '9', 'web:/tmp', '.'], err: 'error CLI_NO_CONTAINER:' },
    { args: ['web:/tmp', 'web:/tmp'], err: 'error CLI_BAD_VALUE: copying between services' },
    { args: ['-', 'web:/tmp'], err: 'error CLI_BAD_VALUE: service "web" has several containers' },
  ])('refuses $args', async ({ args, err }) => {
    await expect(shop.berth('cp', ...args)).resolves.toMatchObject({
      code: 1,
      err: expect.stringContaining(err),
    })
  })
})
