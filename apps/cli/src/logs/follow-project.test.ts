import { loadProject } from '@berth/compose'
import { observe, observeTarget, planUp, toDesiredState } from '@berth/convergence'
import { createFakeEngine, type FakeEngine, type Program } from '@berth/testkit'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { carryOut } from '../project/carry-out.ts'
import { type FakeWorld, fakeWorld } from '../testing/fake-world.ts'
import { globalsOf } from '../testing/globals-of.ts'
import type { Cascade } from './cascade.ts'
import { createProjectFollower } from './follow-project.ts'

const chain = `
name: shop
services:
  db: { image: shop, healthcheck: { test: [CMD, ready] } }
  job: { image: shop }
  web: { image: shop, depends_on: { db: { condition: service_healthy } } }
`

let programs: Record<string, Program>
let engine: FakeEngine
let world: FakeWorld
let clock: number

beforeEach(() => {
  programs = {}
  clock = Date.now()
  engine = createFakeEngine({
    now: () => clock,
    images: [{ reference: 'shop' }],
    program: ({ labels }) => programs[labels['com.docker.compose.service'] ?? ''],
  })
  world = { ...fakeWorld(), now: () => clock }
})

const says = (text: string) => [{ stream: 'stdout', text }] as const

interface UpOptions {
  readonly text?: string
  readonly attached?: readonly string[]
  readonly awaited?: readonly string[]
  readonly cascade?: Cascade
}

/** Deploys and follows, as `up` does; resolves with the exit code. */
async function up({
  text = chain,
  attached = ['db', 'job', 'web'],
  awaited = attached,
  cascade = { kind: 'none' },
}: UpOptions = {}): Promise<number> {
  const request = { files: ['c.yaml'], workingDir: '/shop', environment: {}, envFiles: [] }
  const { project } = loadProject({ ...request, sources: new Map([['c.yaml', text]]) })
  if (project === undefined) throw new Error('the project does not load')
  const desired = toDesiredState(project)
  const observed = await observe(engine, observeTarget(desired))
  const globals = globalsOf()
  const follower = createProjectFollower({
    engine,
    globals,
    world,
    project: 'shop',
    services: Object.keys(project.services),
    attached: new Set(attached),
    awaited: new Set(awaited),
    timeoutSeconds: undefined,
    cascade,
    format: { noColor: true },
  })
  const { onBegin, beforeStart, signal } = follower
  try {
    const code = await carryOut(planUp(desired, observed, { wait: false }), {
      globals,
      world,
      engine,
      observed,
      verb: ['Deploying', 'Deployed'],
      onBegin,
      signal,
      apply: { beforeStart },
    })
    return await follower.end(code)
  } finally {
    follower.close()
  }
}

const printed = (text: string) => vi.waitFor(() => expect(world.stdout()).toContain(text))
const isRunning = async (name: string) =>
  (await engine.listContainers({})).some(
    (container) => container.name === name && container.state === 'running',
  )

describe('what containers write', () => {
  it('is shown while others wait still', async () => {
    programs = { db: { health: 'starting', prints: says('warming up') }, web: { prints: says('serving') } }
    const running = up()
    await printed('Attaching to db-1, job-1, web-1\n')
    await printed('db-1   | warming up\n')
    expect(await isRunning('shop-web-1')).toBe(false)
    engine.setHealth('shop-db-1', 'healthy')
    await printed('web-1  | serving\n')
    world.interrupt()
    await expect(running).resolves.toBe(130)
    expect(await isRunning('shop-db-1')).toBe(false)
  })

  it('is shown of one that ends at once', async () => {
    programs = { job: { prints: says('done'), exitCode: 3 } }
    const text = 'name: shop\nservices: { job: { image: shop } }'
    await expect(up({ text, attached: ['job'] })).resolves.toBe(0)
    expect(world.stdout()).toBe('Attaching to job-1\njob-1  | done\njob-1 exited with code 3\n')
  })

  it('is shown of those that ran before, from now on', async () => {
    const text = 'name: shop\nservices: { web: { image: shop } }'
    const first = up({ text, attached: ['web'] })
    await printed('Attaching')
    await vi.waitFor(async () => expect(await isRunning('shop-web-1')).toBe(true))
    engine.print('shop-web-1', { stream: 'stdout', text: 'old' })
    await printed('old')
    clock += 1
    const before = world
    world = { ...fakeWorld(), now: () => clock }
    const second = up({ text, attached: ['web'] })
    await printed('Attaching to web-1\n')
    engine.print('shop-web-1', { stream: 'stdout', text: 'new' })
    await printed('web-1  | new\n')
    expect(world.stdout()).not.toContain('old')
    engine.exitContainer('shop-web-1', 0)
    await expect(Promise.all([first, second])).resolves.toEqual([0, 0])
    expect(before.stdout()).toContain('web-1 exited with code 0\n')
  })

  it('is shown of a failed successor, and then of what is brought back', async () => {
    const text = (tag: string) =>
      `name: shop\nservices: { web: { image: shop, environment: { TAG: ${tag} } } }`
    const first = up({ text: text('old'), attached: ['web'] })
    await vi.waitFor(async () => expect(await isRunning('shop-web-1')).toBe(true))
    world.interrupt()
    await first
    await engine.startContainer('shop-web-1')
    programs = { web: { prints: says('broken'), exitCode: 9 } }
    world = { ...fakeWorld(), now: () => clock }
    await expect(up({ text: text('new'), attached: ['web'] })).resolves.toBe(1)
    expect(world.stdout()).toContain('web-1  | broken\nweb-1 exited with code 9\n')
    expect(world.stderr()).toContain('The old container of web is running again.\n')
  })
})

describe('the end', () => {
  it('comes when those that are waited for have ended, whatever goes on', async () => {
    programs = { job: { exitCode: 3 } }
    await expect(up({ attached: ['job'] })).resolves.toBe(0)
    expect(await isRunning('shop-web-1')).toBe(true)
  })

  it('comes with the first that exits also when not all is deployed yet, and stops all', async () => {
    programs = { db: { health: 'starting', exitCodeOnStop: 4 }, job: { exitCode: 7 } }
    await expect(up({ cascade: { kind: 'exit' } })).resolves.toBe(7)
    expect(world.stderr()).toContain('Aborting on container exit...\n')
    expect(world.stdout()).toContain('db-1 exited with code 4\n')
    expect(await isRunning('shop-db-1')).toBe(false)
  })

  it('is no success when not all was deployed', async () => {
    programs = { db: { health: 'starting', exitCodeOnStop: 4 }, job: { exitCode: 0 } }
    await expect(up({ cascade: { kind: 'exit' } })).resolves.toBe(1)
  })

  it('leaves running what ran when the deployment fails, where nothing else was asked for', async () => {
    programs = { db: { health: 'unhealthy' } }
    await expect(up()).resolves.toBe(1)
    expect(await isRunning('shop-db-1')).toBe(true)
  })
})
