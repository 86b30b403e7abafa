import type { Notification } from '@berth/contract'
import { createFakeEngine, type Program } from '@berth/testkit'
import { describe, expect, it } from 'vitest'
import { startServer, type TestServer } from '../testing/start-server.ts'

const compose =
  "services: {web: {image: busybox, ports: ['8080:80'], volumes: ['data:/data']}}\nvolumes: {data: {}}"
const minute = 60_000
const hour = 60 * minute
const idle: Program = { processors: 0.001, receivesPerSecond: 10 }

/** A host on which time passes when a test says so, with shop and a copy of it that is stopped after two hours. */
async function startHost({ program = idle, hours = 2, dataDir }: HostOptions = {}) {
  const clock = { time: Date.parse('2026-03-01T00:00:00Z') }
  const now = () => clock.time
  const engine = createFakeEngine({ now, images: [{ reference: 'busybox' }], program: () => program })
  const server = await startServer({ engine, now, ...(dataDir !== undefined && { dataDir }) })
  const looks = countLooks(server)
  const files = [{ path: 'compose.yaml', content: compose }]
  await server.call({ method: 'POST', url: '/api/v1/projects', payload: { name: 'shop', files } })
  const payload = { name: 'shop-x', idleHours: hours }
  await server.call({ method: 'POST', url: '/api/v1/projects/shop/copies', payload })
  await server.call({ method: 'POST', url: '/api/v1/projects/shop-x/deployments?wait=60' })
  await expect.poll(looks).toBe(1)
  return { server, clock, engine, now, looks, ...passing(server, clock, looks) }
}

interface HostOptions {
  readonly program?: Program
  readonly hours?: number | null
  readonly dataDir?: string
}

/** Counts how often a container was sampled: once a look. */
function countLooks({ appEngine }: TestServer) {
  let count = 0
  const { containerStats } = appEngine
  Object.assign(appEngine, {
    containerStats: (...request: Parameters<typeof containerStats>) => {
      count += 1
      return containerStats(...request)
    },
  })
  return () => count
}

/** Lets time pass in steps between two looks, each of which is waited for; nobody looks at what does not run. */
function passing(server: TestServer, clock: { time: number }, looks: () => number) {
  const step = async () => {
    const before = looks()
    clock.time += 10 * minute
    await expect
      .poll(async () => looks() > before || (await stateOf(server)) === 'stopped', { interval: 5 })
      .toBe(true)
  }
  return {
    step,
    pass: async (ms: number) => {
      for (let passed = 0; passed < ms; passed += 10 * minute) await step()
    },
  }
}

const told = async (server: TestServer, headers = {}): Promise<Notification[]> =>
  (await server.call({ method: 'GET', url: '/api/v1/notifications', headers })).json().notifications
const stateOf = async (server: TestServer) =>
  (await server.call({ method: 'GET', url: '/api/v1/projects/shop-x' })).json().state
const operations = async (server: TestServer) =>
  (await server.call({ method: 'GET', url: '/api/v1/operations?project=shop-x' })).json().operations

describe('an idle copy', () => {
  it('is stopped with its volumes kept, by an operation that says so, and its owner is told once', async () => {
    const { server, engine, pass } = await startHost()
    await pass(2 * hour)
    await expect.poll(() => told(server)).toHaveLength(1)
    expect(await stateOf(server)).toBe('stopped')
    const [stopped] = await operations(server)
    expect(stopped).toMatchObject({
      kind: 'stop',
      state: 'succeeded',
      trigger: 'schedule',
      actor: { kind: 'schedule', name: 'Berth', user: 'ada' },
    })
    expect(await told(server)).toEqual([
      {
        id: expect.stringMatching(/^nt_/),
        kind: 'copy-idle',
        project: 'shop-x',
        operation: stopped.id,
        text: 'shop-x was stopped: nobody used it for 2 hours. Its volumes are kept.',
        at: expect.any(String),
        isRead: false,
      },
    ])
    expect((await engine.listVolumes({})).map(({ Name }) => Name)).toEqual(['shop-x_data'])
  })

  it('is stopped and told of again, after it was started and left alone once more', async () => {
    const { server, looks, pass } = await startHost()
    await pass(2 * hour)
    await expect.poll(() => told(server)).toHaveLength(1)
    const before = looks()
    await server.call({ method: 'POST', url: '/api/v1/projects/shop-x/start?wait=60' })
    expect(await stateOf(server)).toBe('running')
    // From then on its time counts.
    await expect.poll(looks).toBe(before + 1)
    await pass(2 * hour)
    await expect.poll(() => told(server)).toHaveLength(2)
  })

  it.each([
    ['its processor is busy', { ...idle, processors: 0.1 }],
    ['its network is busy', { ...idle, receivesPerSecond: 1_000 }],
  ])('is none while %s', async (_why, program) => {
    const { server, pass } = await startHost({ program })
    await pass(3 * hour)
    expect([await stateOf(server), await told(server)]).toEqual(['running', []])
  })

  it('is none after somebody did something with it', async () => {
    const { server, clock, pass } = await startHost()
    await pass(hour + 50 * minute)
    clock.time += minute
    await server.call({ method: 'POST', url: '/api/v1/projects/shop-x/restart?wait=60' })
    await pass(hour + 50 * minute)
    expect(await stateOf(server)).toBe('running')
  })

  it('is none while somebody reads its log, and is one again afterwards', async () => {
    const { server, pass } = await startHost()
    const headers = { host: 'localhost', authorization: await server.authorization('viewer') }
    const socket = await server.http.injectWS('/api/v1/projects/shop-x/logs/ws', { headers })
    await pass(3 * hour)
    expect(await stateOf(server)).toBe('running')
    socket.terminate()
    await pass(2 * hour + 10 * minute)
    await expect.poll(() => stateOf(server)).toBe('stopped')
  })

  it('that cannot be stopped is tried again an hour later, and only then told of', async () => {
    const { server, engine, step, pass } = await startHost()
    engine.failNext('stopContainer', new Error('it is stuck'))
    await pass(2 * hour)
    await expect
      .poll(async () => (await operations(server))[0])
      .toMatchObject({ kind: 'stop', state: 'failed' })
    await pass(50 * minute)
    expect([await operations(server), await told(server)]).toMatchObject([[{}, {}], []])
    await step()
    await expect.poll(() => told(server)).toHaveLength(1)
    expect(await stateOf(server)).toBe('stopped')
  })

  it('does not become busy by being looked at', async () => {
    const { server, step } = await startHost()
    for (let looked = 0; looked < 12; looked += 1) {
      await stateOf(server)
      await step()
    }
    await expect.poll(() => stateOf(server)).toBe('stopped')
  })

  it('is never stopped where its hours are off, and its parent is not either', async () => {
    const { server, clock } = await startHost({ hours: 1 })
    await server.call({ method: 'POST', url: '/api/v1/projects/shop/deployments?wait=60' })
    const url = '/api/v1/projects/shop-x'
    const pinned = await server.call({ method: 'PATCH', url, payload: { idleHours: null, keptUntil: null } })
    expect(pinned.json()).not.toHaveProperty('idleHours')
    // A second copy shows that there were looks.
    const payload = { name: 'shop-y', idleHours: 1 }
    await server.call({ method: 'POST', url: '/api/v1/projects/shop/copies', payload })
    await server.call({ method: 'POST', url: '/api/v1/projects/shop-y/deployments?wait=60' })
    await expect
      .poll(async () => {
        clock.time += 10 * minute
        return (await told(server)).map(({ project }) => project)
      })
      .toEqual(['shop-y'])
    expect(await stateOf(server)).toBe('running')
    expect((await server.engine.listContainers({})).filter(({ state }) => state === 'running')).toHaveLength(
      2,
    )
  })

  it('has the hours of BERTH_COPY_IDLE_HOURS, unless it is made with others', async () => {
    const server = await startServer({ config: { copyIdleHours: 12 } })
    const files = [{ path: 'compose.yaml', content: compose }]
    await server.call({ method: 'POST', url: '/api/v1/projects', payload: { name: 'shop', files } })
    const copy = async (payload: object) => {
      const made = await server.call({ method: 'POST', url: '/api/v1/projects/shop/copies', payload })
      const url = `/api/v1/projects/${made.json().name}`
      return (await server.call({ method: 'GET', url })).json().idleHours
    }
    expect(await copy({ name: 'a' })).toBe(12)
    expect(await copy({ name: 'b', idleHours: 3 })).toBe(3)
    expect(await copy({ name: 'c', idleHours: null })).toBeUndefined()
    const refused = await server.call({
      method: 'PATCH',
      url: '/api/v1/projects/shop',
      payload: { idleHours: 3 },
    })
    expect(refused.json()).toMatchObject({ status: 409, code: 'PROJECT_NOT_COPY' })
  })
})

describe('a restart of Berth', () => {
  const restart = async (host: Awaited<ReturnType<typeof startHost>>) => {
    const { server, engine, now, clock } = host
    await server.http.close()
    const next = await startServer({ engine, now, dataDir: server.dataDir })
    return { server: next, ...passing(next, clock, countLooks(next)) }
  }

  it('does not make an idle copy look used', async () => {
    const host = await startHost()
    await host.pass(hour + 50 * minute)
    const { server, step } = await restart(host)
    expect(await stateOf(server)).toBe('running')
    await step()
    await expect.poll(() => told(server)).toHaveLength(1)
  })

  it('does not count the time in which nobody looked', async () => {
    const host = await startHost()
    await host.pass(20 * minute)
    const { clock } = host
    await host.server.http.close()
    clock.time += 5 * hour
    const { server, pass } = await restart(host)
    await pass(hour)
    expect(await stateOf(server)).toBe('running')
    await pass(hour)
    await expect.poll(() => stateOf(server)).toBe('stopped')
  })
})
