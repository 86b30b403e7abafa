import type { Operation } from '@berth/contract'
import type { FakeEngineOptions } from '@berth/testkit'
import { describe, expect, it } from 'vitest'
import { holdStart } from '../testing/hold-start.ts'
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
    // With a healthcheck it is waited for until it is healthy, however long that takes.
    await put(server, web('    healthcheck: {test: [CMD, "true"]}\n'))
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
    expect(text.body).toMatch(
      /^shop deploy FAILED in \d+s \(op_\w+, revision 1\)\ncause: web exited 1 before becoming healthy\n/,
    )
    expect(text.body).toMatch(/\n--- web-1, last \d+ lines ---\n(FATAL: no DB_URL\n)+$/)
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
    await server.call({ method: 'POST', url: `/api/v1/operations/${id}/cancel` })
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
    await server.call({ method: 'POST', url: `/api/v1/operations/${activeOperation}/cancel` })
    held.goOn()
    const { operation } = (await reply).json()
    expect(operation).toMatchObject({ id: activeOperation, state: 'cancelled' })
    expect(operation.steps.at(-1)).toMatchObject({ id: 'wait-container:web:1', state: 'cancelled' })
  })

  it('are told in lines to who cancels them', async () => {
    const server = await startShop()
    const { id } = (await deploy(server)).json()
    const headers = { accept: 'text/plain' }
    const reply = await server.call({ method: 'POST', url: `/api/v1/operations/${id}/cancel`, headers })
    expect(reply.body).toMatch(new RegExp(`^shop deploy SUCCEEDED in \\d+s \\(${id}, revision 1\\)\n`))
  })

  it('are not forgotten when they have ended: cancelling changes nothing', async () => {
    const server = await startShop()
    const { id } = (await deploy(server)).json()
    const reply = await server.call({ method: 'POST', url: `/api/v1/operations/${id}/cancel` })
    expect(reply.json()).toMatchObject({ id, state: 'succeeded' })
    const none = await server.call({ method: 'POST', url: '/api/v1/operations/op_none/cancel' })
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

describe('the queue of a project', () => {
  /** One operation runs and is held; more can be asked for. */
  async function busyShop() {
    const server = await startShop()
    const held = holdStart(server)
    const first = deploy(server)
    await held.began
    return { server, goOn: held.goOn, first }
  }
  const read = async (server: TestServer, id: string, headers = {}) =>
    (await server.call({ method: 'GET', url: `/api/v1/operations/${id}`, headers })).json<Operation>()
  const cancel = (server: TestServer, id: string, headers = {}) =>
    server.call({ method: 'POST', url: `/api/v1/operations/${id}/cancel`, headers })

  it('says where an operation stands, and whose it waits for', async () => {
    const { server, goOn, first } = await busyShop()
    const second = (await deploy(server, {})).json<Operation>()
    const third = (await deploy(server, {}, { forceRecreate: true })).json<Operation>()
    const running = (await server.call({ method: 'GET', url })).json().activeOperation
    expect(second).toMatchObject({
      state: 'queued',
      queuePosition: 1,
      waitsFor: { operation: running, project: 'shop', kind: 'deploy', user: 'ada' },
    })
    expect(third).toMatchObject({ queuePosition: 2, waitsFor: { operation: second.id } })
    goOn()
    await first
    const ended = await read(server, third.id, { prefer: 'wait=60' })
    expect(ended).toMatchObject({ state: 'succeeded' })
    expect(ended).not.toHaveProperty('queuePosition')
  })

  it('has one place for equal requests, which is of all who asked', async () => {
    const { server, goOn, first } = await busyShop()
    const hers = { authorization: await server.colleague('developer') }
    const one = (await deploy(server, {})).json<Operation>()
    const same = (await deploy(server, hers)).json<Operation>()
    const other = (await deploy(server, hers, { forceRecreate: true })).json<Operation>()
    expect(same).toMatchObject({ id: one.id, actor: { user: 'ada' }, alsoFor: ['grace-developer'] })
    expect(other.id).not.toBe(one.id)

    // Who cancels it leaves it; the last one ends it.
    expect((await cancel(server, one.id)).json()).toMatchObject({
      state: 'queued',
      actor: { user: 'grace-developer' },
      alsoFor: [],
    })
    expect((await cancel(server, one.id, hers)).json()).toMatchObject({ state: 'cancelled' })
    goOn()
    await first
  })

  it('is left at once by what is cancelled, and what others asked for cannot be', async () => {
    const { server, goOn, first } = await busyShop()
    const hers = { authorization: await server.colleague('developer') }
    const { id } = (await deploy(server, {})).json<Operation>()
    const refused = await cancel(server, id, hers)
    expect(refused.json()).toMatchObject({ status: 403, code: 'OPERATION_NOT_YOURS' })
    expect(refused.json().detail).toContain('ada')
    const admin = { authorization: await server.colleague('admin') }
    expect((await cancel(server, id, admin)).json()).toMatchObject({
      state: 'cancelled',
      error: { message: expect.stringContaining('before it had begun') },
    })
    goOn()
    expect((await first).statusCode).toBe(200)
  })

  it('does nothing for an agreed plan that others have carried out meanwhile', async () => {
    const server = await startShop()
    const plan = await server.call({ method: 'POST', url: `${url}/plans`, payload: { kind: 'up' } })
    const held = holdStart(server)
    const first = deploy(server)
    await held.began
    const second = deploy(server, { prefer: 'wait=60' }, { planDigest: plan.json().digest })
    held.goOn()
    await first
    expect((await second).json()).toMatchObject({ state: 'succeeded', steps: [] })
  })

  it('is full at twenty', async () => {
    const { server, goOn, first } = await busyShop()
    const replies = []
    for (let index = 0; index <= 20; index += 1) {
      replies.push(await deploy(server, {}, { timeoutSeconds: index }))
    }
    expect(replies.slice(0, 20).map(({ statusCode }) => statusCode)).toEqual(Array(20).fill(202))
    expect(replies[20]?.json()).toMatchObject({ status: 429, code: 'OPERATION_QUEUE_FULL' })
    expect(replies[20]?.headers['retry-after']).toBe('30')
    goOn()
    await first
  })

  it('waits for other projects when as many are worked on as the host allows', async () => {
    const server = await startServer({ config: { operationLimit: 1 } })
    await put(server)
    const files = [{ path: 'compose.yaml', content: web() }]
    await server.call({ method: 'PUT', url: '/api/v1/projects/blog', payload: { files } })
    const held = holdStart(server)
    const first = deploy(server)
    await held.began
    const other = await server.call({
      method: 'POST',
      url: '/api/v1/projects/blog/deployments?wait=0',
      payload: {},
    })
    expect(other.json()).toMatchObject({
      state: 'queued',
      queuePosition: 1,
      waitsFor: { project: 'shop', kind: 'deploy' },
    })
    held.goOn()
    await first
    const ended = await server.call({
      method: 'GET',
      url: `/api/v1/operations/${other.json().id}?wait=60`,
    })
    expect(ended.json()).toMatchObject({ project: 'blog', state: 'succeeded' })
  })
})

describe('doing an operation again', () => {
  const retry = (server: TestServer, id: string, headers = {}) =>
    server.call({ method: 'POST', url: `/api/v1/operations/${id}/retry`, headers })

  it('plans anew what it was for, and says which one it is', async () => {
    const server = await startShop()
    const { digest } = (
      await server.call({ method: 'POST', url: `${url}/plans`, payload: { kind: 'up' } })
    ).json()
    const { id } = (await deploy(server, undefined, { planDigest: digest })).json()
    const again = await retry(server, id, { prefer: 'wait=60' })
    expect(again.statusCode).toBe(200)
    expect(again.json()).toMatchObject({ kind: 'deploy', retryOf: id, state: 'succeeded', steps: [] })
    expect(again.json().id).not.toBe(id)
  })

  it('is refused while it runs, and for what the asker may not do', async () => {
    const server = await startShop()
    const held = holdStart(server)
    const first = deploy(server)
    await held.began
    const { activeOperation } = (await server.call({ method: 'GET', url })).json()
    expect((await retry(server, activeOperation)).json()).toMatchObject({
      status: 409,
      code: 'OPERATION_NOT_ENDED',
    })
    held.goOn()
    await first
    const { id } = (await down(server, { volumes: true })).json()
    const refused = await retry(server, id, { authorization: await server.colleague('developer') })
    expect(refused.json()).toMatchObject({ status: 403, code: 'ACCESS_DENIED' })
  })
})

describe('the list of operations', () => {
  it('is read page by page, and by project, state and kind', async () => {
    const server = await startShop()
    const ids: string[] = []
    for (const force of [false, true, true]) {
      ids.unshift((await deploy(server, undefined, { forceRecreate: force })).json().id)
    }
    ids.unshift((await down(server)).json().id)
    const list = async (query: string) =>
      (await server.call({ method: 'GET', url: `/api/v1/operations?${query}` })).json()
    const idsOf = ({ operations }: { operations: Operation[] }) => operations.map(({ id }) => id)
    const first = await list('limit=3')
    expect(idsOf(first)).toEqual(ids.slice(0, 3))
    const second = await list(`limit=3&cursor=${first.nextCursor}`)
    expect(idsOf(second)).toEqual(ids.slice(3))
    const request = { method: 'GET', headers: { accept: 'text/plain' } } as const
    const text = await server.call({ ...request, url: '/api/v1/operations?kind=deploy&limit=2' })
    const line = (id: string | undefined) => `shop deploy SUCCEEDED in \\d+s \\(${id}, revision \\d\\)\n`
    expect(text.body).toMatch(new RegExp(`^${line(ids[1])}${line(ids[2])}$`))
    expect(text.headers.link).toBe(`</api/v1/operations?kind=deploy&limit=2&cursor=${ids[2]}>; rel="next"`)
    expect(second).not.toHaveProperty('nextCursor')
    expect(idsOf(await list('kind=down'))).toEqual(ids.slice(0, 1))
    expect(idsOf(await list('state=failed'))).toEqual([])
    expect(idsOf(await list('project=blog'))).toEqual([])
  })

  it('leads to the plan of each, as data and as text', async () => {
    const server = await startShop()
    const { id, planDigest } = (await deploy(server)).json()
    const plan = { method: 'GET', url: `/api/v1/operations/${id}/plan` } as const
    expect((await server.call(plan)).json()).toMatchObject({
      digest: planDigest,
      isEmpty: false,
      services: [{ service: 'web', change: 'create' }],
    })
    const text = await server.call({ ...plan, headers: { accept: 'text/plain' } })
    expect(text.body).toMatch(/^shop: 2 to create/)
  })
})

describe('an idempotency key', () => {
  const keyed = { prefer: 'wait=60', 'idempotency-key': 'k1' }

  it('makes one operation of a request that was sent twice', async () => {
    const server = await startShop()
    const one = await deploy(server, keyed)
    const two = await deploy(server, keyed)
    expect(two.statusCode).toBe(200)
    expect(two.json().id).toBe(one.json().id)
  })

  it('is refused while the first request with it is still being worked on', async () => {
    const server = await startShop()
    const replies = await Promise.all([deploy(server, keyed), deploy(server, keyed)])
    const refused = replies.find(({ statusCode }) => statusCode === 409)
    expect(refused?.json().code).toBe('IDEMPOTENCY_IN_PROGRESS')
    expect(refused?.headers['retry-after']).toBe('1')
    expect(replies.filter(({ statusCode }) => statusCode === 200)).toHaveLength(1)
  })

  it('waits for the operation of the first request, when that is what is asked', async () => {
    const server = await startShop()
    const held = holdStart(server)
    const { id } = (await deploy(server, { 'idempotency-key': 'k1' })).json()
    const again = deploy(server, keyed)
    await held.began
    held.goOn()
    expect((await again).json()).toMatchObject({ id, state: 'succeeded' })
  })

  it('may be used again when the request came to nothing, and by somebody else', async () => {
    const server = await startShop()
    server.engine.goAway()
    expect((await deploy(server, keyed)).statusCode).toBe(503)
    server.engine.comeBack()
    const mine = await deploy(server, keyed)
    expect(mine.statusCode).toBe(200)
    const hers = await deploy(server, { ...keyed, authorization: await server.colleague('developer') })
    expect(hers.statusCode).toBe(200)
    expect(hers.json().id).not.toBe(mine.json().id)
  })

  it('is forgotten after a day', async () => {
    const clock = { now: Date.now() }
    const server = await startServer({ now: () => clock.now })
    await put(server)
    const first = (await deploy(server, keyed)).json()
    clock.now += 24 * 60 * 60_000
    expect((await deploy(server, keyed)).json().id).not.toBe(first.id)
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
  it('what runs is interrupted, and the next server goes on with it, then with what waited', async () => {
    const server = await startShop()
    const held = holdStart(server)
    const { id } = (await deploy(server, {})).json()
    await held.began
    const waiting = (await deploy(server, {}, { forceRecreate: true })).json()
    const closed = server.http.close()
    held.goOn()
    await closed

    const next = await startServer({ dataDir: server.dataDir })
    const read = async (operation: string, headers = {}) =>
      next.call({ method: 'GET', url: `/api/v1/operations/${operation}`, headers })
    const { operation } = (await read(id, { prefer: 'wait=1' })).json()
    expect(operation).toMatchObject({
      state: 'interrupted',
      error: { code: 'OPERATION_INTERRUPTED', fix: expect.stringContaining(operation.resumedBy) },
    })
    const ended = async (one: string) => (await read(one)).json<Operation>()
    await expect
      .poll(() => ended(operation.resumedBy))
      .toMatchObject({
        kind: 'deploy',
        trigger: 'recovery',
        resumes: id,
        state: 'succeeded',
      })
    await expect.poll(() => ended(waiting.id)).toMatchObject({ state: 'succeeded' })
    expect(await names(next)).toEqual(['shop-web-1'])
  })
})

it('forgets operations that ended long ago', async () => {
  const clock = { now: Date.now() }
  const server = await startServer({ now: () => clock.now })
  await put(server)
  const old = (await deploy(server)).json()
  clock.now += 91 * 24 * 60 * 60_000
  await server.http.close()
  const next = await startServer({ dataDir: server.dataDir, now: () => clock.now })
  const list = async () => (await next.call({ method: 'GET', url: '/api/v1/operations' })).json().operations
  expect(old.state).toBe('succeeded')
  await expect.poll(list).toEqual([])
})
