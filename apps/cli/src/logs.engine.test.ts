import { writeFile } from 'node:fs/promises'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type DeployedProject, deployForTest } from './testing/deployed-project.ts'

let shop: DeployedProject

beforeAll(async () => {
  shop = await deployForTest(`
  web:
    image: busybox
    scale: 2
    command: [sh, -c, "echo hello; echo oops >&2; trap 'exit 0' TERM; while :; do sleep 1 & wait; done"]
  job: { image: busybox, command: [sh, -c, "echo one; echo two"] }`)
})

afterAll(() => shop.remove())

describe('berth logs', () => {
  it('prints what was written to either stream, each line behind its container', async () => {
    const { code, out, err } = await shop.berth('logs')
    expect(code).toBe(0)
    expect(out.split('\n').sort()).toEqual([
      '',
      'job-1  | one',
      'job-1  | two',
      'web-1  | hello',
      'web-2  | hello',
    ])
    expect(err.split('\n').sort()).toEqual(['', 'web-1  | oops', 'web-2  | oops'])
  })

  it('chooses a service, a container, and the last lines', async () => {
    expect(await shop.berth('logs', 'web', '--index', '2')).toMatchObject({ out: 'web-2  | hello\n' })
    expect(await shop.berth('logs', '-n', '1', '--no-log-prefix', 'job')).toMatchObject({ out: 'two\n' })
    expect(await shop.berth('logs', '--since', '0s')).toMatchObject({ code: 0, out: '', err: '' })
    expect(await shop.berth('logs', '--until', '5h')).toMatchObject({ code: 0, out: '', err: '' })
  })

  it('prints the time that the Engine gave, to the nanosecond', async () => {
    const { out } = await shop.berth('logs', '-t', '--no-log-prefix', 'job')
    expect(out).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{9}Z one\n/)
  })

  it('needs no file when the project is named', async () => {
    expect(await shop.elsewhere('-p', shop.project, 'logs', 'job')).toMatchObject({
      code: 0,
      out: 'job-1  | one\njob-1  | two\n',
    })
    expect(await shop.elsewhere('-p', `${shop.project}x`, 'logs')).toMatchObject({ code: 0, out: '' })
    expect(await shop.elsewhere('-p', shop.project, 'logs', 'nosuch')).toMatchObject({ code: 1 })
  })

  it.each([
    { args: ['logs', 'nosuch'], says: 'no such service: nosuch' },
    { args: ['logs', '--index', '9', 'web'], says: 'is not running container #9' },
    { args: ['logs', '--index', '1'], says: '--index requires one service' },
    { args: ['logs', '--tail', 'few'], says: "--tail does not understand 'few'" },
    { args: ['logs', '--since', 'whenever'], says: "--since does not understand 'whenever'" },
  ])('refuses $args', async ({ args, says }) => {
    const { code, err } = await shop.berth(...args)
    expect(code).toBe(1)
    expect(err).toContain(says)
  })

  it('follows into new containers until Ctrl-C', async () => {
    const following = shop.start('logs', '-f', 'web')
    await following.printed('web-2  | hello')
    await writeFile(
      path.join(shop.folder, 'override.yaml'),
      'services:\n  web: { scale: 3, command: [sh, -c, "echo newer; sleep 1000"] }\n',
    )
    await shop.berth('-f', 'compose.yaml', '-f', 'override.yaml', 'up', '-d', '-t', '1')
    await following.printed('web-3  | newer')
    following.interrupt()
    expect((await following.ended).code).toBe(130)
  })
})
