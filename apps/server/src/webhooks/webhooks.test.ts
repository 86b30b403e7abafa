import { createHmac } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import path from 'node:path'
import type { WebhookInput } from '@berth/contract'
import { describe, expect, it } from 'vitest'
import { startGitServer } from '../testing/git-server.ts'
import { holdStart } from '../testing/hold-start.ts'
import { pagesOf } from '../testing/pages-of.ts'
import { startServer, type TestServer } from '../testing/start-server.ts'

const compose = (tag = '1') => `services: {web: {image: "busybox:${tag}"}}\n`
const images = ['1', '2', '3'].map((tag) => ({ reference: `busybox:${tag}` }))
const files = [{ path: 'compose.yaml', content: compose() }]

interface Hook {
  readonly id: string
  readonly path: string
  readonly secret: string
}

async function startShop(project: object = { files }, options: Parameters<typeof startServer>[0] = {}) {
  const server = await startServer({ images, ...options })
  const payload = { name: 'shop', ...project }
  expect((await server.call({ method: 'POST', url: '/api/v1/projects', payload })).statusCode).toBe(201)
  return server
}

async function makeHook(server: TestServer, input: Partial<WebhookInput> = {}, as?: string): Promise<Hook> {
  const reply = await server.call(
    {
      method: 'POST',
      url: '/api/v1/projects/shop/webhooks',
      payload: { name: 'main', sender: 'github', ...input },
      ...(as !== undefined && { headers: { authorization: as } }),
    },
    as === undefined ? 'admin' : 'nobody',
  )
  expect(reply.statusCode).toBe(201)
  const { webhook, secret } = reply.json<{ webhook: Hook; secret: string }>()
  return { ...webhook, secret }
}

const push = (paths = ['compose.yaml'], branch = 'main') => ({
  ref: `refs/heads/${branch}`,
  after: '1'.repeat(40),
  commits: [{ added: [], modified: paths, removed: [] }],
})

let count = 0

interface Delivery {
  readonly event?: string
  readonly delivery?: string
  readonly secret?: string
  readonly query?: string
}

/** As GitHub sends it. */
function send({ http }: TestServer, hook: Pick<Hook, 'path' | 'secret'>, body: object, how: Delivery = {}) {
  count += 1
  const payload = JSON.stringify(body)
  const signature = createHmac('sha256', how.secret ?? hook.secret)
    .update(payload)
    .digest('hex')
  return http.inject({
    method: 'POST',
    url: `${hook.path}${how.query ?? ''}`,
    headers: {
      'content-type': 'application/json',
      'x-github-event': how.event ?? 'push',
      'x-github-delivery': how.delivery ?? `d-${count}`,
      'x-hub-signature-256': `sha256=${signature}`,
    },
    payload,
  })
}

const get = async (server: TestServer, at: string) =>
  (await server.call({ method: 'GET', url: `/api/v1${at}` })).json()
const operationsOf = async (server: TestServer) => (await get(server, '/operations?project=shop')).operations
const deliveriesOf = async (server: TestServer, { id }: Hook) =>
  (await get(server, `/projects/shop/webhooks/${id}/deliveries`)).deliveries
const endOf = (server: TestServer, id: string) => get(server, `/operations/${id}?wait=30`)

describe('a push that is signed', () => {
  it('queues a deployment on behalf of who made the webhook', async () => {
    const server = await startShop()
    const hook = await makeHook(server, { branch: 'main', paths: ['*.yaml'] })
    const reply = await send(server, hook, push())
    expect(reply.statusCode).toBe(202)
    const { operation, ...rest } = reply.json()
    expect(rest).toEqual({})
    expect(reply.headers.location).toBe(`/api/v1/operations/${operation}`)
    expect(await endOf(server, operation)).toMatchObject({
      kind: 'deploy',
      state: 'succeeded',
      trigger: 'webhook',
      actor: { kind: 'webhook', name: 'main', user: 'ada' },
    })
    expect(await deliveriesOf(server, hook)).toMatchObject([
      { event: 'push to main (11111111)', outcome: 'deployed', operation },
    ])
  })

  it('is done once, however often it is sent', async () => {
    const server = await startShop()
    const hook = await makeHook(server)
    const first = await send(server, hook, push(), { delivery: 'same' })
    await endOf(server, first.json().operation)
    const again = await send(server, hook, push(), { delivery: 'same' })
    expect([again.statusCode, again.json()]).toEqual([200, { duplicate: true }])
    expect(await operationsOf(server)).toHaveLength(1)
  })

  it.each([
    ['branch', { branch: 'main' }, push(['compose.yaml'], 'dev')],
    ['paths', { paths: ['shop/**'] }, push(['blog/index.html'])],
    ['event', {}, { ...push(), ref: 'refs/tags/v1' }],
  ])('is ignored for its %s', async (why, filters, body) => {
    const server = await startShop()
    const hook = await makeHook(server, filters)
    const reply = await send(server, hook, body)
    expect([reply.statusCode, reply.json()]).toEqual([200, { ignored: why }])
    expect(await operationsOf(server)).toEqual([])
    expect(await deliveriesOf(server, hook)).toMatchObject([{ outcome: 'ignored', detail: why }])
  })

  it('is answered with the end when the sender waits', async () => {
    const server = await startShop()
    const hook = await makeHook(server)
    const done = await send(server, hook, push(), { query: '?wait=30' })
    expect(done.statusCode).toBe(200)
    expect(done.json()).toEqual({ operation: expect.stringMatching(/^op_/), state: 'succeeded' })
    const broken = { files: [{ path: 'compose.yaml', content: 'services: {web: {}}' }] }
    await server.call({ method: 'PUT', url: '/api/v1/projects/shop', payload: broken })
    const failed = await send(server, hook, push(), { query: '?wait=30' })
    expect(failed.json()).toMatchObject({ status: 424, code: 'OPERATION_FAILED' })
    expect(failed.json().operation).toBeUndefined()
  })
})

it('answers a ping', async () => {
  const server = await startShop()
  const hook = await makeHook(server)
  const reply = await send(server, hook, { zen: 'x' }, { event: 'ping' })
  expect([reply.statusCode, reply.json()]).toEqual([200, { ping: true }])
  expect(await deliveriesOf(server, hook)).toMatchObject([{ event: 'ping', outcome: 'ping' }])
})

it('deploys the image that a registry has got', async () => {
  const server = await startShop()
  const hook = await makeHook(server, { sender: 'docker-hub', tag: 'v*' })
  const post = (payload: object) =>
    server.http.inject({ method: 'POST', url: `${hook.path}?token=${hook.secret}`, payload })
  const ofTag = (tag: string) => ({ push_data: { tag }, repository: { repo_name: 'ada/shop' } })
  expect((await post(ofTag('dev'))).json()).toEqual({ ignored: 'tag' })
  expect((await post(ofTag('v1'))).statusCode).toBe(202)
  expect(server.logged()).not.toContain(hook.secret)
})

describe('a delivery', () => {
  it('that is not signed as it must be gets 401, and nothing is queued', async () => {
    const server = await startShop()
    const hook = await makeHook(server)
    const replies = [
      await send(server, hook, push(), { secret: 'other' }),
      await server.http.inject({ method: 'POST', url: hook.path, payload: push() }),
    ]
    for (const reply of replies) {
      expect(reply.json()).toMatchObject({ status: 401, code: 'WEBHOOK_REFUSED' })
    }
    expect(await operationsOf(server)).toEqual([])
    expect(await deliveriesOf(server, hook)).toMatchObject([
      { outcome: 'refused', detail: 'X-Hub-Signature-256 is missing.' },
      { outcome: 'refused', detail: 'X-Hub-Signature-256 does not match.' },
    ])
  })

  it('that was refused may come again under its name', async () => {
    const server = await startShop()
    const hook = await makeHook(server)
    await send(server, hook, push(), { delivery: 'x', secret: 'other' })
    expect((await send(server, hook, push(), { delivery: 'x' })).statusCode).toBe(202)
  })

  it('that is too large is refused', async () => {
    const server = await startShop()
    const hook = await makeHook(server)
    const reply = await send(server, hook, push(['x'.repeat(6 * 2 ** 20)]))
    expect(reply.statusCode).toBe(413)
  })

  it('does nothing once its user may not deploy any more, and says so', async () => {
    const server = await startShop()
    const hook = await makeHook(server, {}, await server.colleague('developer'))
    await server.setRole('grace-developer', 'viewer')
    const reply = await send(server, hook, push())
    expect(reply.json()).toMatchObject({ status: 403, code: 'ACCESS_DENIED' })
    expect(await operationsOf(server)).toEqual([])
    expect(await deliveriesOf(server, hook)).toMatchObject([
      { outcome: 'refused', detail: 'grace-developer may not deploy.' },
    ])
  })
})

describe('what the policy of its user refuses', () => {
  const evil = 'services: {web: {image: busybox, volumes: ["/run/docker.sock:/s"]}}\n'
  const refusal = {
    state: 'failed',
    error: {
      code: 'POLICY_VIOLATION',
      message: expect.stringContaining('compose.yaml:1, rule protectedPaths'),
    },
  }

  it('is not made of a push, and the operation says why', async () => {
    const server = await startShop({ files: [{ path: 'compose.yaml', content: evil }] })
    const hook = await makeHook(server, {}, await server.colleague('developer'))
    const { operation } = (await send(server, hook, push())).json()
    expect((await endOf(server, operation)).operation).toMatchObject(refusal)
    expect(server.engine.calls).toEqual([])
  })

  it('is not made of what a push brings from a repository, nor when it is deployed by hand', async () => {
    const git = await startGitServer()
    await git.commit('shop', { 'compose.yaml': compose() })
    const server = await startShop({ git: { url: `${git.url}/shop.git`, ref: 'main' } })
    const authorization = await server.colleague('developer')
    const hook = await makeHook(server, {}, authorization)
    await git.commit('shop', { 'compose.yaml': evil })
    const { operation } = (await send(server, hook, push())).json()
    expect((await endOf(server, operation)).operation).toMatchObject(refusal)
    const deploy = { method: 'POST', url: '/api/v1/projects/shop/deployments', payload: {} } as const
    const byHand = await server.call({ ...deploy, headers: { authorization } }, 'nobody')
    expect(byHand.json()).toMatchObject({ status: 422, code: 'POLICY_VIOLATION' })
    expect(server.engine.calls).toEqual([])
  })
})

describe('a project from a repository', () => {
  it('gets the newest commit, once for all pushes while a deployment runs', async () => {
    const git = await startGitServer()
    await git.commit('shop', { 'compose.yaml': compose('1') })
    const server = await startShop({ git: { url: `${git.url}/shop.git`, ref: 'main' } })
    const hook = await makeHook(server)
    const { began, goOn } = holdStart(server)
    const first = (await send(server, hook, push())).json().operation
    await began
    await git.commit('shop', { 'compose.yaml': compose('2') })
    const early = await Promise.all([1, 2].map(() => send(server, hook, push())))
    const newest = await git.commit('shop', { 'compose.yaml': compose('3') })
    const late = await Promise.all([1, 2, 3].map(() => send(server, hook, push())))
    goOn()
    const next = new Set([...early, ...late].map((reply) => reply.json().operation))
    expect(next.size).toBe(1)
    for (const operation of [first, ...next]) {
      expect(await endOf(server, operation)).toMatchObject({ state: 'succeeded' })
    }
    expect(await operationsOf(server)).toHaveLength(2)
    expect((await get(server, '/projects/shop')).source.commit).toBe(newest)
    expect((await get(server, '/projects/shop/revisions')).revisions).toMatchObject([
      { number: 2, images: [{ image: 'busybox:3' }] },
      { number: 1, images: [{ image: 'busybox:1' }] },
    ])
  })

  it('ignores pushes to a branch that it does not follow', async () => {
    const git = await startGitServer()
    await git.commit('shop', { 'compose.yaml': compose() })
    const server = await startShop({ git: { url: `${git.url}/shop.git`, ref: 'main' } })
    const hook = await makeHook(server)
    expect((await send(server, hook, push(['x'], 'dev'))).json()).toEqual({ ignored: 'branch' })
  })

  it('tells in the operation that the repository cannot be read', async () => {
    const git = await startGitServer()
    await git.commit('shop', { 'compose.yaml': compose() })
    const server = await startShop({ git: { url: `${git.url}/shop.git`, ref: 'main' } })
    const hook = await makeHook(server)
    await git.git('shop', 'branch', '--move', 'main', 'other')
    const { operation } = (await send(server, hook, push())).json()
    expect((await endOf(server, operation)).operation).toMatchObject({
      state: 'failed',
      error: { code: 'GIT_REF_NOT_FOUND' },
    })
  })
})

describe('a webhook', () => {
  it('is listed and changed without its secret, which is sealed at rest', async () => {
    const server = await startShop()
    const hook = await makeHook(server, { paths: ['shop/**'] })
    const change = { name: 'other', paths: null, branch: 'release/*' }
    const at = `/api/v1/projects/shop/webhooks/${hook.id}`
    const changed = await server.call({ method: 'PATCH', url: at, payload: change })
    expect(changed.json()).toMatchObject({ name: 'other', branch: 'release/*', user: 'ada' })
    expect(changed.json().paths).toBeUndefined()
    const list = await server.call({ method: 'GET', url: '/api/v1/projects/shop/webhooks' }, 'viewer')
    expect(list.json()).toEqual({ webhooks: [changed.json()] })
    for (const file of ['berth.db', 'berth.db-wal']) {
      const bytes = await readFile(path.join(server.dataDir, file)).catch(() => Buffer.alloc(0))
      expect(bytes.includes(hook.secret)).toBe(false)
    }
  })

  it('is listed page by page, as all of them at once', async () => {
    const server = await startShop()
    for (const name of ['a', 'b', 'c']) await makeHook(server, { name })
    const { webhooks } = await get(server, '/projects/shop/webhooks')
    const names = webhooks.map(({ name }: { name: string }) => name)
    expect(names.toSorted()).toEqual(['a', 'b', 'c'])
    const pages = await pagesOf(server, '/api/v1/projects/shop/webhooks?limit=2', { list: 'webhooks' })
    expect(pages).toEqual([names.slice(0, 2), names.slice(2)])
  })

  it('believes its new secret only, once that was changed', async () => {
    const server = await startShop()
    const hook = await makeHook(server)
    const url = `/api/v1/projects/shop/webhooks/${hook.id}/secret`
    const { secret } = (await server.call({ method: 'POST', url })).json()
    expect((await send(server, hook, push())).statusCode).toBe(401)
    expect((await send(server, { ...hook, secret }, push())).statusCode).toBe(202)
  })

  it('that was deleted takes nothing any more', async () => {
    const server = await startShop()
    const hook = await makeHook(server)
    const at = `/api/v1/projects/shop/webhooks/${hook.id}`
    expect((await server.call({ method: 'DELETE', url: at })).statusCode).toBe(204)
    expect((await send(server, hook, push())).json().code).toBe('WEBHOOK_NOT_FOUND')
    expect((await server.call({ method: 'DELETE', url: at })).json().code).toBe('WEBHOOK_NOT_FOUND')
  })

  it('is of one project', async () => {
    const server = await startShop()
    const hook = await makeHook(server)
    await server.call({ method: 'POST', url: '/api/v1/projects', payload: { name: 'blog', files } })
    const url = `/api/v1/projects/blog/webhooks/${hook.id}`
    expect((await server.call({ method: 'DELETE', url })).json().code).toBe('WEBHOOK_NOT_FOUND')
  })

  it('is made by nobody who may not deploy', async () => {
    const server = await startShop()
    const authorization = await server.scoped({ permissions: ['project:write'] })
    const reply = await server.call(
      {
        method: 'POST',
        url: '/api/v1/projects/shop/webhooks',
        payload: { name: 'x', sender: 'generic' },
        headers: { authorization },
      },
      'nobody',
    )
    expect(reply.json()).toMatchObject({ status: 403, code: 'ACCESS_DENIED' })
  })

  it('tells its deliveries page by page', async () => {
    const server = await startShop()
    const hook = await makeHook(server)
    for (const name of ['one', 'two', 'three']) await send(server, hook, {}, { event: name })
    const at = `/projects/shop/webhooks/${hook.id}/deliveries?limit=2`
    const page = await get(server, at)
    expect(page.deliveries.map(({ event }: { event: string }) => event)).toEqual(['three', 'two'])
    const next = await get(server, `${at}&cursor=${page.nextCursor}`)
    expect(next.deliveries.map(({ event }: { event: string }) => event)).toEqual(['one'])
    expect(next.nextCursor).toBeUndefined()
  })
})
