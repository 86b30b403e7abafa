import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { label } from '@berth/docker-engine'
import { connectTestEngine, ensureBusybox, removeProject, uniqueProject } from '@berth/testkit/engine'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { berth, startBerth } from './testing/berth.ts'

const engine = await connectTestEngine()

let folder = ''
let project = ''

beforeAll(async () => {
  await ensureBusybox(engine)
})

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'berth-cli-'))
  project = uniqueProject('cli')
  const sleeping = 'image: busybox, init: true, command: [sleep, "1000"]'
  await writeFile(
    path.join(folder, 'compose.yaml'),
    `name: ${project}
services:
  db: { ${sleeping} }
  web: { ${sleeping}, scale: 2, depends_on: { db: { condition: service_started, restart: true } } }
  side: { ${sleeping}, depends_on: [db] }
`,
  )
})

afterEach(async () => {
  await removeProject(engine, project)
  await rm(folder, { recursive: true, force: true })
})

afterAll(() => engine.close())

const run = (...args: string[]) => berth(folder, args)

/** `db-1 running`, sorted. */
async function states(): Promise<string[]> {
  const containers = await engine.listContainers({ labels: [`${label.project}=${project}`] })
  return containers.map(({ name, state }) => `${name.slice(project.length + 1)} ${state}`).sort()
}

/** The Engine's list lags a moment behind its answer to a stop. */
const settled = { timeout: 30_000, interval: 100 }

const all = (state: string) => ['db-1', 'side-1', 'web-1', 'web-2'].map((name) => `${name} ${state}`)

/** The lines of progress in the order they came, without the project's name. */
const progress = (text: string) =>
  text
    .split('\n')
    .filter((line) => line.startsWith(' Container '))
    .map((line) => line.replace(` Container ${project}-`, '').replace('  ', ' '))

describe('berth stop, start and restart', () => {
  it('stop dependents first and start dependencies first, by files and by labels', async () => {
    await run('up', '-d')
    const stopped = await run('stop', '-t', '0')
    expect(stopped).toMatchObject({ code: 0, out: '' })
    expect(progress(stopped.err).slice(-2)).toEqual(['db-1 Stopping', 'db-1 Stopped'])
    await expect.poll(states, settled).toEqual(all('exited'))

    const one = await run('start', 'side')
    expect(one.code).toBe(0)
    expect(progress(one.err)).toEqual(['db-1 Starting', 'db-1 Started', 'side-1 Starting', 'side-1 Started'])
    expect(await run('-p', project, 'start')).toMatchObject({ code: 0 })
    await expect.poll(states, settled).toEqual(all('running'))

    await rm(path.join(folder, 'compose.yaml'))
    expect(await run('-p', project, 'stop', '-t', '0', 'web')).toMatchObject({ code: 0 })
    await expect
      .poll(states, settled)
      .toEqual(['db-1 running', 'side-1 running', 'web-1 exited', 'web-2 exited'])
  })

  it('restarts what depends on a service with restart: true, unless told not to', async () => {
    await run('up', '-d')
    const { code, err } = await run('restart', '-t', '0', 'db')
    expect(code).toBe(0)
    expect(progress(err).slice(0, 2)).toEqual(['db-1 Restarting', 'db-1 Started'])
    expect(progress(err).slice(2).sort()).toEqual([
      'web-1 Restarting',
      'web-1 Started',
      'web-2 Restarting',
      'web-2 Started',
    ])
    const alone = await run('restart', '--no-deps', '-t', '0', 'db')
    expect(progress(alone.err)).toEqual(['db-1 Restarting', 'db-1 Started'])
    await expect.poll(states, settled).toEqual(all('running'))
  })

  it('fail for a service that there is not, and start for a project without containers', async () => {
    for (const verb of ['stop', 'start', 'restart', 'pause', 'unpause', 'kill', 'rm']) {
      const { code, err } = await run(verb, 'wbe')
      expect({ code, err }).toEqual({ code: 1, err: expect.stringContaining('Did you mean web?') })
    }
    expect(await run('start')).toMatchObject({ code: 1, err: expect.stringContaining('PLAN_NO_CONTAINER') })
    expect(await run('stop')).toEqual({ code: 0, out: '', err: '' })
    expect(await run('restart')).toEqual({ code: 0, out: '', err: '' })
  })
})

describe('berth pause, unpause and kill', () => {
  it('freeze what runs and let it go on', async () => {
    await run('up', '-d')
    const paused = await run('pause', 'web')
    expect(paused.code).toBe(0)
    expect(progress(paused.err).sort()).toEqual(['web-1 Paused', 'web-2 Paused'])
    await expect
      .poll(states, settled)
      .toEqual(['db-1 running', 'side-1 running', 'web-1 paused', 'web-2 paused'])
    expect(await run('pause', 'web')).toMatchObject({
      code: 1,
      err: expect.stringContaining('already paused'),
    })
    expect(await run('unpause', 'web')).toMatchObject({ code: 0 })
    await expect.poll(states, settled).toEqual(all('running'))
  })

  it('send a signal, and say so when nothing runs', async () => {
    await run('up', '-d')
    expect(await run('kill', '-s', 'NOSUCH', 'db')).toMatchObject({
      code: 1,
      err: expect.stringMatching(/invalid signal: NOSUCH/i),
    })
    const killed = await run('kill', 'db')
    expect(killed.code).toBe(0)
    expect(progress(killed.err)).toEqual(['db-1 Killing', 'db-1 Killed'])
    expect(await run('kill', 'db')).toEqual({ code: 0, out: '', err: 'no container to kill\n' })
  })
})

describe('berth rm', () => {
  it('removes what does not run, and asks before it does', async () => {
    await run('up', '-d')
    expect(await run('rm', '-f')).toEqual({ code: 0, out: '', err: 'No stopped containers\n' })
    await run('stop', '-t', '0', 'web')
    const names = `Going to remove ${project}-web-1, ${project}-web-2\n`
    expect(await run('rm')).toEqual({ code: 0, out: names, err: '' })
    expect(await states()).toHaveLength(4)

    const answering = startBerth(folder, ['rm'])
    await answering.printed('Going to remove')
    answering.type('y\n')
    expect(await answering.ended).toMatchObject({ code: 0, out: names })
    await expect.poll(states, settled).toEqual(['db-1 running', 'side-1 running'])

    expect(await run('rm', '-sf', 'side')).toMatchObject({
      code: 0,
      out: `Going to remove ${project}-side-1\n`,
    })
    await expect.poll(states, settled).toEqual(['db-1 running'])
  })
})
