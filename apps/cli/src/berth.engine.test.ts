import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import {
  connectTestEngine,
  ensureBusybox,
  freePort,
  projectRemains,
  removeProject,
  uniqueProject,
} from '@berth/testkit/engine'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { berth, startBerth } from './testing/berth.ts'

const engine = await connectTestEngine()
const sleeping = 'init: true, command: [sleep, "1000"]'

let folder = ''
let project = ''

beforeAll(async () => {
  await ensureBusybox(engine)
})

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'berth-cli-'))
  project = uniqueProject('cli')
})

afterEach(async () => {
  await removeProject(engine, project)
  await rm(folder, { recursive: true, force: true })
})

afterAll(() => engine.close())

const write = (services: string, rest = '', file = 'compose.yaml') =>
  writeFile(path.join(folder, file), `name: ${project}\nservices:\n${services}\n${rest}\n`)

const run = (...args: string[]) => berth(folder, args)

const psJson = async (...args: string[]): Promise<Record<string, unknown>[]> =>
  (await run('ps', '--format', 'json', ...args)).out
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line))

describe('berth up, ps and down', () => {
  it('deploys, leaves alone what is up to date, replaces only what changed, and removes everything', async () => {
    const services = (mode: string) => `
  db: { image: busybox, ${sleeping}, volumes: ["data:/data"] }
  web: { image: busybox, ${sleeping}, depends_on: [db], environment: { MODE: ${mode} } }`
    await write(services('one'), 'volumes: { data: {} }')

    const planned = await run('plan')
    expect(planned).toMatchObject({ code: 0, out: expect.stringMatching(/db-1 +create\b.*web-1 +create\b/s) })

    const first = await run('up', '-d')
    expect(first).toMatchObject({ code: 0, out: '' })
    expect(first.err).toContain(` Container ${project}-web-1  Started`)
    const before = await psJson('--no-trunc')
    expect(before).toMatchObject([
      {
        Name: `${project}-db-1`,
        Service: 'db',
        State: 'running',
        Project: project,
        Mounts: `${project}_data`,
      },
      { Name: `${project}-web-1`, Service: 'web', State: 'running', ExitCode: 0 },
    ])

    const second = await run('up', '-d')
    expect(second).toEqual({
      code: 0,
      out: '',
      err: ` Container ${project}-db-1  Running\n Container ${project}-web-1  Running\n`,
    })

    await write(services('two'), 'volumes: { data: {} }')
    expect((await run('plan')).out).toMatch(/web-1 +recreate +environment MODE changed/)
    const third = await run('up', '-d')
    expect(third.err).toContain(` Container ${project}-web-1  Recreated`)
    expect(third.err).toContain(` Container ${project}-db-1  Running`)
    const after = await psJson('--no-trunc')
    expect(after[0]?.ID).toBe(before[0]?.ID)
    expect(after[1]?.ID).not.toBe(before[1]?.ID)

    const down = await run('down', '-v')
    expect(down.code).toBe(0)
    expect(down.err).toContain(`deleting for good: volume ${project}_data`)
    expect(await projectRemains(engine, project)).toEqual([])
  })

  it('finds and removes a project by its name alone', async () => {
    await write(`  web: { image: busybox, ${sleeping} }`)
    await run('up', '-d')
    await rm(path.join(folder, 'compose.yaml'))
    expect((await run('-p', project, 'ps', '--services')).out).toBe('web\n')
    expect(await run('-p', project, 'down', '-t', '0')).toMatchObject({ code: 0 })
    expect(await projectRemains(engine, project)).toEqual([])
    const again = await run('-p', project, 'down')
    expect(again).toMatchObject({ code: 0, err: expect.stringContaining('No resource found to remove') })
  })

  it('scales, lists containers in any state, and tells their exit codes', async () => {
    await write(`
  job: { image: busybox, command: ["true"] }
  web: { image: busybox, ${sleeping} }`)
    expect((await run('up', '-d', '--scale', 'web=2')).code).toBe(0)
    expect((await run('ps', '-q')).out.trim().split('\n')).toHaveLength(2)
    expect(await psJson('-a', 'job')).toMatchObject([{ Service: 'job', State: 'exited', ExitCode: 0 }])
    expect((await run('ps', '--status', 'exited', '--services')).out).toBe('job\n')
    expect((await run('up', '-d', '--scale', 'web=1', 'web')).code).toBe(0)
    expect((await run('ps', '-q')).out.trim().split('\n')).toHaveLength(1)
  })
})

describe('failures', () => {
  it('tells why a container exited and that the old one runs again', async () => {
    await write(`  web: { image: busybox, ${sleeping} }`)
    await run('up', '-d')
    const before = await psJson()
    await write('  web: { image: busybox, command: [sh, -c, "echo no DATABASE_URL; exit 3"] }')
    const { code, err } = await run('up', '-d')
    expect(code).toBe(1)
    expect(err).toContain('exited with code 3')
    expect(err).toContain('| no DATABASE_URL')
    expect(err).toContain('The old container of web is running again.')
    expect((await psJson())[0]?.ID).toBe(before[0]?.ID)
  })

  it('names the port that is taken, and succeeds when it is free', async () => {
    const port = await freePort()
    const taker = createServer().listen(port, '0.0.0.0')
    await write(`  web: { image: busybox, ${sleeping}, ports: ["${port}:80"] }`)
    const refused = await run('up', '-d')
    await new Promise((resolve) => taker.close(resolve))
    expect(refused).toMatchObject({ code: 1, err: expect.stringContaining(`port ${port} is already in use`) })
    expect(await run('up', '-d')).toMatchObject({ code: 0 })
  })

  it('leaves alone what somebody deployed under the same name from another folder, until told to take over', async () => {
    await write(`  web: { image: busybox, ${sleeping} }`)
    await run('up', '-d')
    const theirs = (await psJson()).map(({ ID }) => ID)
    const other = await mkdtemp(path.join(tmpdir(), 'berth-cli-'))
    await writeFile(
      path.join(other, 'compose.yaml'),
      `name: ${project}\nservices:\n  job: {image: busybox}\n`,
    )
    for (const verb of [['up', '-d', '--remove-orphans'], ['down']]) {
      const { code, err } = await berth(other, verb)
      expect(code).toBe(1)
      expect(err).toContain('PLAN_OTHER_FOLDER')
      expect(err).toContain(folder)
    }
    expect((await psJson()).map(({ ID }) => ID)).toEqual(theirs)
    expect(await berth(other, ['-p', project, 'down', '--remove-orphans'])).toMatchObject({ code: 0 })
    expect(await psJson()).toEqual([])
    await rm(other, { recursive: true })
  })

  it('names the image that is not there and may not be pulled', async () => {
    await write('  web: { image: berth-no-such-image }')
    const { code, err } = await run('up', '-d', '--pull', 'never')
    expect(code).toBe(1)
    expect(err).toContain('berth-no-such-image')
  })

  it('goes back and ends with 130 when Ctrl-C comes while a replacement starts', async () => {
    await write(`  web: { image: busybox, ${sleeping} }`)
    await run('up', '-d')
    const before = await psJson()
    await write(
      `  web: { image: busybox, ${sleeping}, healthcheck: { test: ["CMD", "true"], interval: 1h } }`,
    )
    const running = startBerth(folder, ['up', '-d'])
    await running.printed(' Waiting')
    running.interrupt()
    const { code, err } = await running.ended
    expect(code).toBe(130)
    expect(err).toContain('The old container of web is running again.')
    expect((await psJson())[0]?.ID).toBe(before[0]?.ID)
  })
})

describe('berth up without -d', () => {
  it('shows what containers write behind their names and ends when all have', async () => {
    await write(`
  one: { image: busybox, command: [sh, -c, "echo first"] }
  three: { image: busybox, command: [sh, -c, "echo third >&2; exit 3"] }`)
    const { code, out, err } = await run('up')
    expect(code).toBe(0)
    expect(out).toContain('Attaching to one-1, three-1\n')
    expect(out).toContain('one-1    | first\n')
    expect(err).toContain('three-1  | third\n')
    expect(out).toContain('three-1 exited with code 3\n')
  })

  it('stops gracefully at Ctrl-C, keeps the containers, and ends with 130', async () => {
    await write(
      `  web: { image: busybox, command: [sh, -c, "trap 'echo bye; exit 0' TERM; echo ready; while :; do sleep 1 & wait; done"] }`,
    )
    const running = startBerth(folder, ['up'])
    await running.printed('web-1  | ready')
    running.interrupt()
    const { code, out } = await running.ended
    expect(code).toBe(130)
    expect(out).toContain('Gracefully Stopping')
    expect(out).toContain('web-1  | bye\n')
    expect(await psJson('-a')).toMatchObject([{ State: 'exited', ExitCode: 0 }])
  })

  it('kills at a second Ctrl-C', async () => {
    await write(
      `  web: { image: busybox, stop_grace_period: 1h, command: [sh, -c, "trap '' TERM; echo ready; while :; do sleep 1; done"] }`,
    )
    const running = startBerth(folder, ['up'])
    await running.printed('web-1  | ready')
    running.interrupt()
    await running.printed('  Stopping')
    running.interrupt()
    expect((await running.ended).code).toBe(130)
    expect(await psJson('-a')).toMatchObject([{ State: 'exited', ExitCode: 137 }])
  })
})
