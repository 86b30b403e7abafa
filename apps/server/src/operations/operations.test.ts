import type { Operation } from '@berth/contract'
import type { FakeEngineOptions } from '@berth/testkit'
import { describe, expect, it } from 'vitest'
import { startServer, type TestServer } from '../testing/start-server.ts'

const url = '/api/v1/projects/shop'
const web = (extra = '') => `services:\n  web:\n    image: busybox\n    command: [httpd, -f]\n${extra}`

const put = (server: TestServer, content = web()) =>
  server.call({ method: 'PUT', url, payload: { files: [{ path: 'compose.yaml', content }] } })

async function startShop(options: FakeEngineOptions = {}) {
  const server = await startServer(options)
  await put(server)
  return server
}

const deploy = (server: TestServer, headers: Record<string, string> = { prefer: 'wait=60' }, payload = {}) =>
  server.call({ method: 'POST', url: `${url}/deployments`, headers, payload })

const down = (server: TestServer, payload = {}) =>
  server.call({ method: 'POST', url: `${url}/down`, headers: { prefer: 'wait=60' }, payload })

const names = async ({ engine }: TestServer) => (await engine.listContainers({})).map(({ name }) => name)

/** An Engine whose first container start waits until the test lets it go on. */
function holdStart(server: TestServer) {
  const began = Promise.withResolvers<void>()
  const goOn = Promise.withResolvers<void>()
  const { appEngine } = server
  const start = appEngine.startContainer
  Object.assign(appEngine, {
    startContainer: async (...args: Parameters<typeof start>) => {
      began.resolve()
      await goOn.promise
      return start(...args)
    },
  })
  return { began: began.promise, goOn: goOn.resolve }
}

describe('a deployment', () => {
  it('that is waited for answers 200 when it succeeded', async () => {
    const server = await startShop()
    const reply = await deploy(server)
    expect(reply.statusCode).toBe(200)
    expect(reply.headers['preference-applied']).toBe('wait=60')
    const operation = reply.json<Operation>()
    expect(reply.headers.location).toBe(`/api/v1/operations/${operation.id}`)
    expect(operation).toMatchObject({
      id: expect.stringMatching(/^op_[0-9A-Z]{26}$/),
      project: 'shop',
      kind: 'deploy',
      state: 'succeeded',
      actor: { kind: 'token', name: 'admin' },
      services: [{ service: 'web', change: 'create' }],
      rolledBack: [],
    })
    expect(operation.steps.map(({ id, state }) => `${id} ${state}`)).toEqual([
      'create-network:default done',
      'create-container:web:1 done',
      'start-container:web:1 done',
      'wait-container:web:1 done',
    ])
    expect(await names(server)).toEqual(['shop-web-1'])
    // What was stored is what was told.
    const stored = await server.call({ method: 'GET', url: `/api/v1/operations/${operation.id}` })
    expect({ ...stored.json(), seq: 0 }).toEqual({ ...operation, seq: 0 })
  })

  it('that nobody waits for answers 202 and goes on', async () => {
    const server = await startShop()
    const reply = await deploy(server, {})
    expect(reply.statusCode).toBe(202)
    expect(reply.headers['retry-after']).toBe('5')
    expect(reply.headers['preference-applied']).toBeUndefined()
    const later = await server.call({
      method: 'GET',
      url: reply.headers.location as string,
      headers: { prefer: 'wait=60' },
    })
    expect(later.statusCode).toBe(200)
    expect(later.json().state).toBe('succeeded')
  })

  it('that takes longer than the caller waits answers 202', async () => {
    const server = await startShop()
    const held = holdStart(server)
    const reply = await deploy(server, { prefer: 'wait=0' })
    expect(reply.statusCode).toBe(202)
    expect(reply.json().state).toMatch(/queued|running/)
    held.goOn()
  })

  it('that fails answers 424 with the operation and the last lines', async () => {
    const server = await startShop({
      program: () => ({ prints: [{ stream: 'stderr', text: 'FATAL: no DB_URL' }], exitCode: 1 }),
    })
    const reply = await deploy(server)
    expect(reply.statusCode).toBe(424)
    expect(reply.headers['content-type']).toContain('application/problem+json')
    expect(reply.json()).toMatchObject({
      code: 'OPERATION_FAILED',
      operation: {
        state: 'failed',
        error: { code: 'CONTAINER_EXITED', service: 'web', exitCode: 1, logTail: ['FATAL: no DB_URL'] },
      },
    })
    const text = await deploy(server, { prefer: 'wait=60', accept: 'text/plain' })
    expect(text.statusCode).toBe(424)
    expect(text.body).toMatch(/^shop deploy FAILED in /)
    expect(text.body).toMatch(/--- web-1, last .*---\nFATAL: no DB_URL\n/)
  })

  it('of files with errors is refused with their places, and nothing is touched', async () => {
    const server = await startShop()
    await put(server, 'services:\n  web:\n    image: busybox\n    prots: []\n')
    const reply = await deploy(server)
    expect(reply.json()).toMatchObject({
      status: 422,
      code: 'COMPOSE_INVALID',
      errors: [{ code: 'COMPOSE_UNKNOWN_KEY', file: 'compose.yaml', line: 4, column: 5 }],
    })
    expect(reply.json().errors[0].frame).toContain('4 |     prots: []')
    expect(server.engine.calls).toEqual([])
  })

  it('without an Engine is refused, and nothing is stored', async () => {
    const server = await startShop()
    server.engine.goAway()
    expect((await deploy(server)).json()).toMatchObject({ status: 503, code: 'ENGINE_UNREACHABLE' })
    expect((await server.call({ method: 'GET', url: '/api/v1/operations' })).json()).toEqual({
      operations: [],
    })
  })

  it('ends failed when the Engine goes away in the middle, and the next one succeeds', async () => {
    const server = await startShop()
    const held = holdStart(server)
    const reply = deploy(server)
    await held.began
    server.engine.goAway()
    held.goOn()
    expect((await reply).json()).toMatchObject({
      status: 424,
      operation: { state: 'failed', error: { code: 'ENGINE_UNREACHABLE' } },
    })
    server.engine.comeBack()
    expect((await deploy(server)).statusCode).toBe(200)
  })

  it('of a project that is not there is refused', async () => {
    const server = await startServer()
    expect((await deploy(server)).json()).toMatchObject({ status: 404, code: 'PROJECT_NOT_FOUND' })
  })

  it('tells no value of an environment variable anywhere', async () => {
    const canary = 'canary-5f2c'
    const server = await startShop()
    await put(server, web(`    environment: {SECRET: ${canary}1}\n`))
    await deploy(server)
    await put(server, web(`    environment: {SECRET: ${canary}2}\n`))
    const plan = await server.call({ method: 'POST', url: `${url}/plans`, payload: { kind: 'up' } })
    expect(plan.json().services).toMatchObject([
      { change: 'recreate', reasons: [expect.stringContaining('SECRET')] },
    ])
    const deployed = await deploy(server)
    for (const text of [plan.body, deployed.body, server.logged()]) expect(text).not.toContain(canary)
  })
})

describe('a plan', () => {
  const plan = (server: TestServer, payload: object, headers = {}) =>
    server.call({ method: 'POST', url: `${url}/plans`, payload, headers })

  it('is what a deployment does, by its digest', async () => {
    const server = await startShop()
    const { digest, isEmpty } = (await plan(server, { kind: 'up' })).json()
    expect(isEmpty).toBe(false)
    expect(server.engine.calls).toEqual([])
    expect((await deploy(server, { prefer: 'wait=60' }, { planDigest: digest })).statusCode).toBe(200)
    expect((await plan(server, { kind: 'up' })).json()).toMatchObject({ isEmpty: true, actions: [] })
  })

  it('is stale when the files or the host have changed', async () => {
    const server = await startShop()
    const { digest } = (await plan(server, { kind: 'up' })).json()
    await put(server, web('    environment: {A: "1"}\n'))
    const reply = await deploy(server, { prefer: 'wait=60' }, { planDigest: digest })
    expect(reply.json()).toMatchObject({ status: 409, code: 'PLAN_STALE' })
    expect(server.engine.calls).toEqual([])
  })

  it('that cannot be applied says why, and is refused as a deployment', async () => {
    const server = await startShop()
    await put(server, `${web()}    networks: [proxy]\nnetworks:\n  proxy:\n    external: true\n`)
    expect((await plan(server, { kind: 'up' })).json().problems).toMatchObject([
      { code: 'PLAN_NETWORK_MISSING' },
    ])
    expect((await deploy(server)).json()).toMatchObject({
      status: 409,
      code: 'PLAN_BLOCKED',
      errors: [{ code: 'PLAN_NETWORK_MISSING' }],
    })
  })

  it('is text for who prefers text', async () => {
    const server = await startShop()
    const reply = await plan(server, { kind: 'up' }, { accept: 'text/plain' })
    expect(reply.headers['content-type']).toContain('text/plain')
    expect(reply.body).toMatch(/^shop: 2 to create/)
  })
})

describe('tearing down', () => {
  it('removes containers and networks', async () => {
    const server = await startShop()
    await deploy(server)
    expect((await down(server)).json()).toMatchObject({ kind: 'down', state: 'succeeded' })
    expect(await names(server)).toEqual([])
    expect(await server.engine.listNetworks({ labels: ['com.docker.compose.project=shop'] })).toEqual([])
  })

  it('works with files that no longer load', async () => {
    const server = await startShop()
    await deploy(server)
    await put(server, 'services: [')
    expect((await down(server)).statusCode).toBe(200)
    expect(await names(server)).toEqual([])
  })
})

describe('operations of one project', () => {
  it('run one after the other', async () => {
    const server = await startShop()
    const held = holdStart(server)
    const first = deploy(server)
    await held.began
    const second = await deploy(server, {})
    expect(second.json()).toMatchObject({ state: 'queued' })
    expect((await server.call({ method: 'GET', url })).json().activeOperation).not.toBe(second.json().id)
    held.goOn()
    expect((await first).json().state).toBe('succeeded')
    const ended = await server.call({
      method: 'GET',
      url: `/api/v1/operations/${second.json().id}`,
      headers: { prefer: 'wait=60' },
    })
    expect(ended.json()).toMatchObject({ state: 'succeeded', steps: [] })
    const list = (await server.call({ method: 'GET', url: '/api/v1/operations?project=shop' })).json()
    expect(list.operations.map(({ id }: Operation) => id)).toEqual([
      second.json().id,
      (await first).json().id,
    ])
  })

  it('can be cancelled while they wait', async () => {
    const server = await startShop()
    const held = holdStart(server)
    const first = deploy(server)
    await held.began
    const { id } = (await deploy(server, {})).json()
    await server.call({ method: 'DELETE', url: `/api/v1/operations/${id}` })
    held.goOn()
    await first
    const reply = await server.call({
      method: 'GET',
      url: `/api/v1/operations/${id}`,
      headers: { prefer: 'wait=60' },
    })
    expect(reply.json()).toMatchObject({
      status: 424,
      code: 'OPERATION_CANCELLED',
      operation: { state: 'cancelled' },
    })
  })

  it('begin nothing new once they are cancelled', async () => {
    const server = await startShop()
    const held = holdStart(server)
    const reply = deploy(server)
    await held.began
    const { activeOperation } = (await server.call({ method: 'GET', url })).json()
    await server.call({ method: 'DELETE', url: `/api/v1/operations/${activeOperation}` })
    held.goOn()
    const { operation } = (await reply).json()
    expect(operation).toMatchObject({ id: activeOperation, state: 'cancelled' })
    expect(operation.steps.at(-1)).toMatchObject({ id: 'wait-container:web:1', state: 'cancelled' })
  })

  it('are not forgotten when they have ended: cancelling changes nothing', async () => {
    const server = await startShop()
    const { id } = (await deploy(server)).json()
    const reply = await server.call({ method: 'DELETE', url: `/api/v1/operations/${id}` })
    expect(reply.json()).toMatchObject({ id, state: 'succeeded' })
    const none = await server.call({ method: 'DELETE', url: '/api/v1/operations/op_none' })
    expect(none.json()).toMatchObject({ status: 404, code: 'OPERATION_NOT_FOUND' })
  })

  it('keep the project from being deleted', async () => {
    const server = await startShop()
    const held = holdStart(server)
    const reply = deploy(server)
    await held.began
    expect((await server.call({ method: 'DELETE', url })).json().code).toBe('PROJECT_IN_USE')
    held.goOn()
    await reply
  })
})

describe('an idempotency key', () => {
  const keyed = { prefer: 'wait=60', 'idempotency-key': 'k1' }

  it('makes one operation of a request that was sent twice, also at the same moment', async () => {
    const server = await startShop()
    const [one, two] = await Promise.all([deploy(server, keyed), deploy(server, keyed)])
    const three = await deploy(server, keyed)
    expect(new Set([one.json().id, two.json().id, three.json().id]).size).toBe(1)
  })

  it('is refused for another request', async () => {
    const server = await startShop()
    await deploy(server, keyed)
    expect((await deploy(server, keyed, { build: true })).json()).toMatchObject({
      status: 422,
      code: 'IDEMPOTENCY_MISMATCH',
    })
  })
})

it('keeps what a build printed', async () => {
  const server = await startShop({
    build: () => ({ events: [{ kind: 'output', id: '1', text: 'compiling' }] }),
  })
  await put(server, 'services:\n  web:\n    build: .\n')
  const { id } = (await deploy(server)).json()
  const log = await server.call({ method: 'GET', url: `/api/v1/operations/${id}/log` })
  expect(log.headers['content-type']).toContain('text/plain')
  expect(log.body).toContain('compiling\n')
})

describe('when the server stops', () => {
  it('what runs is interrupted, and the next server says what to do', async () => {
    const server = await startShop()
    const held = holdStart(server)
    const reply = deploy(server, {})
    await held.began
    const { id } = (await reply).json()
    const closed = server.http.close()
    held.goOn()
    await closed

    const next = await startServer({ dataDir: server.dataDir })
    const { operation } = (
      await next.call({ method: 'GET', url: `/api/v1/operations/${id}`, headers: { prefer: 'wait=1' } })
    ).json()
    expect(operation).toMatchObject({
      state: 'interrupted',
      error: { code: 'OPERATION_INTERRUPTED', fix: expect.stringContaining('again') },
    })
  })
})
