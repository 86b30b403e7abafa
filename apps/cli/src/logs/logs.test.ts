import { type ContainerSummary, label } from '@berth/docker-engine'
import { createFakeEngine, type FakeEngine } from '@berth/testkit'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { plainStyle } from '../print/style.ts'
import { type FakeWorld, fakeWorld } from '../testing/fake-world.ts'
import { followLogs } from './follow-logs.ts'
import { createLogPrinter } from './log-printer.ts'
import { printLogs } from './print-logs.ts'

let engine: FakeEngine
let world: FakeWorld
let clock = 0

beforeEach(() => {
  clock = 1_000
  engine = createFakeEngine({ images: [{ reference: 'busybox' }], now: () => clock })
  world = { ...fakeWorld(), now: () => clock }
})

const create = (name: string, RestartPolicy = { Name: 'no', MaximumRetryCount: 0 }) =>
  engine.createContainer({
    name: `shop-${name}`,
    body: { Image: 'busybox', Labels: { [label.project]: 'shop' }, HostConfig: { RestartPolicy } },
  })

const run = async (name: string, policy?: Parameters<typeof create>[1]) => {
  const { id } = await create(name, policy)
  await engine.startContainer(id)
}

const say = (name: string, text: string, stream: 'stdout' | 'stderr' = 'stdout') => {
  clock += 1
  engine.print(`shop-${name}`, { stream, text })
}

const all = async (): Promise<ContainerSummary[]> => (await engine.listContainers({})).reverse()

const inputOf = async (format: { prefix?: boolean; timestamps?: boolean } = {}) => ({
  engine,
  world,
  project: 'shop',
  containers: await all(),
  options: {},
  printer: createLogPrinter(world, { style: plainStyle, ...format }),
  isWanted: () => true,
})

const printed = (text: string) => vi.waitFor(() => expect(world.stdout()).toContain(text))

describe('printLogs', () => {
  beforeEach(async () => {
    await run('web-1')
    await run('db-1')
    say('web-1', 'first')
    say('db-1', 'second')
    say('web-1', 'third', 'stderr')
    say('web-1', 'fourth')
  })

  it('prints what several containers wrote in the order of time, each behind its name', async () => {
    await expect(printLogs(await inputOf())).resolves.toBe(0)
    expect(world.stdout()).toBe('web-1  | first\ndb-1   | second\nweb-1  | fourth\n')
    expect(world.stderr()).toBe('web-1  | third\n')
  })

  it('prints the time, and leaves out the name, when asked to', async () => {
    await printLogs(await inputOf({ prefix: false, timestamps: true }))
    expect(world.stderr()).toBe('1970-01-01T00:00:01.003000003Z third\n')
  })

  it('prints only the last lines of each', async () => {
    await printLogs({ ...(await inputOf()), options: { tail: 1 } })
    expect(world.stdout()).toBe('db-1   | second\nweb-1  | fourth\n')
  })

  it('has nothing to tell of a container that was removed meanwhile', async () => {
    const input = await inputOf()
    await engine.removeContainer('shop-web-1', { force: true })
    await printLogs(input)
    expect(world.stdout()).toBe('db-1   | second\n')
  })
})

describe('followLogs', () => {
  it('follows new containers and new runs, and ends when nothing runs any more', async () => {
    await run('web-1')
    say('web-1', 'old')
    const following = followLogs(await inputOf())
    await printed('old')

    await run('db-1')
    say('db-1', 'new container')
    await printed('db-1   | new container\n')

    const { id } = await create('web-2')
    await engine.stopContainer('shop-web-1')
    await printed('web-1 exited with code 137\n')
    engine.exitContainer('shop-db-1', 3)
    await printed('db-1 exited with code 3\n')
    await engine.startContainer(id)
    say('web-2', 'was expected')
    await printed('web-2  | was expected\n')
    engine.exitContainer('shop-web-2', 0)
    await expect(following).resolves.toBe(0)
    expect(world.stdout().match(/old/g)).toHaveLength(1)
  })

  it('goes on when a container is restarted, and repeats nothing', async () => {
    await run('web-1', { Name: 'always', MaximumRetryCount: 0 })
    const following = followLogs(await inputOf())
    say('web-1', 'first run')
    await printed('first run')
    engine.exitContainer('shop-web-1', 1)
    await vi.waitFor(async () => expect((await all())[0]?.state).toBe('running'))
    say('web-1', 'second run')
    await printed('second run')
    expect(world.stdout().match(/first run/g)).toHaveLength(1)
    await engine.stopContainer('shop-web-1')
    await expect(following).resolves.toBe(0)
  })

  it('loses no line of the millisecond in which a run ended, and repeats none', async () => {
    await run('web-1', { Name: 'always', MaximumRetryCount: 0 })
    const following = followLogs(await inputOf())
    say('web-1', 'one')
    engine.print('shop-web-1', { stream: 'stdout', text: 'two' })
    await printed('two')
    engine.exitContainer('shop-web-1', 1)
    await vi.waitFor(async () => expect((await all())[0]?.state).toBe('running'))
    engine.print('shop-web-1', { stream: 'stdout', text: 'three' })
    await printed('three')
    const texts = [...world.stdout().matchAll(/\| (\w+)/g)].map(([, text]) => text)
    expect(texts).toEqual(['one', 'two', 'three'])
    await engine.stopContainer('shop-web-1')
    await following
  })

  it('shows nothing that is older than what it was asked for, after a restart too', async () => {
    await run('web-1', { Name: 'always', MaximumRetryCount: 0 })
    say('web-1', 'old')
    clock += 1
    const following = followLogs({ ...(await inputOf()), options: { tail: 0 } })
    engine.exitContainer('shop-web-1', 1)
    await vi.waitFor(async () => expect((await all())[0]?.state).toBe('running'))
    say('web-1', 'new')
    await printed('new')
    expect(world.stdout()).not.toContain('old')
    await engine.stopContainer('shop-web-1')
    await following
  })

  it('ends at once when nothing runs, after what was written', async () => {
    await run('job-1')
    say('job-1', 'done')
    engine.exitContainer('shop-job-1', 0)
    clock += 1
    await expect(followLogs(await inputOf())).resolves.toBe(0)
    expect(world.stdout()).toBe('job-1  | done\n')
  })

  it('ends with 130 at Ctrl-C and leaves the containers running', async () => {
    await run('web-1')
    say('web-1', 'hello')
    const following = followLogs(await inputOf())
    await printed('hello')
    world.interrupt()
    await expect(following).resolves.toBe(130)
    expect((await all())[0]?.state).toBe('running')
  })

  it('passes on that the Engine went away', async () => {
    await run('web-1')
    const following = followLogs(await inputOf())
    engine.goAway()
    await expect(following).rejects.toMatchObject({ code: 'ENGINE_UNREACHABLE' })
  })
})
