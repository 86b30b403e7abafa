import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { startServer, type TestServer } from '../testing/start-server.ts'

const files = [{ path: 'compose.yaml', content: 'services: {web: {image: busybox}}' }]
const create = (server: TestServer, payload: object, key = 'k1', at = '/api/v1/projects') =>
  server.call({ method: 'POST', url: at, headers: { 'idempotency-key': key }, payload })

describe('a request with an idempotency key that makes something', () => {
  it('makes it once, and is answered again as it was', async () => {
    const server = await startServer()
    const first = await create(server, { name: 'shop', files })
    await server.call({ method: 'PATCH', url: '/api/v1/projects/shop', payload: { recovery: 'undo' } })
    const second = await create(server, { name: 'shop', files })
    expect(second.statusCode).toBe(201)
    expect(second.json()).toEqual(first.json())
    expect(second.headers).toMatchObject({ etag: first.headers.etag, location: '/api/v1/projects/shop' })
    expect((await create(server, { name: 'shop', files }, 'k2')).json().code).toBe('PROJECT_EXISTS')
  })

  it('is refused with another body, or to another address', async () => {
    const server = await startServer()
    await create(server, { name: 'shop', files })
    const other = await create(server, { name: 'blog', files })
    expect(other.json()).toMatchObject({ status: 422, code: 'IDEMPOTENCY_MISMATCH' })
    const elsewhere = await create(server, { name: 'ci', role: 'viewer' }, 'k1', '/api/v1/tokens')
    expect(elsewhere.json()).toMatchObject({ status: 422, code: 'IDEMPOTENCY_MISMATCH' })
  })

  it('is answered with the plan that was made for it, in the form that was asked for', async () => {
    const server = await startServer()
    await create(server, { name: 'shop', files })
    const plan = (accept: string, key: string) =>
      server.call({
        method: 'POST',
        url: '/api/v1/projects/shop/plans',
        headers: { 'idempotency-key': key, accept },
        payload: { kind: 'up' },
      })
    const inJson = await plan('application/json', 'json')
    const inText = await plan('text/plain', 'text')
    expect(inText.body).toBe(inJson.json().text)
    await server.call({ method: 'POST', url: '/api/v1/projects/shop/deployments?wait=60' })
    expect((await plan('application/json', 'json')).json()).toEqual(inJson.json())
    expect(await plan('text/plain', 'text')).toMatchObject({
      body: inText.body,
      headers: { 'content-type': 'text/plain; charset=utf-8' },
    })
    expect((await plan('text/plain', 'json')).body).toContain('IDEMPOTENCY_MISMATCH')
  })

  it('cancels an operation once, in the form that was asked for', async () => {
    const server = await startServer()
    await create(server, { name: 'shop', files })
    const url = '/api/v1/projects/shop/deployments?wait=60'
    const { id } = (await server.call({ method: 'POST', url })).json()
    const cancel = (accept: string, of = id) =>
      server.call({
        method: 'POST',
        url: `/api/v1/operations/${of}/cancel`,
        headers: { 'idempotency-key': 'cancel', accept },
      })
    const first = await cancel('text/plain')
    expect(first.body).toContain('SUCCEEDED')
    const again = await cancel('text/plain')
    expect(again.body).toBe(first.body)
    expect(again.headers['content-type']).toBe(first.headers['content-type'])
    expect((await cancel('application/json')).json().code).toBe('IDEMPOTENCY_MISMATCH')
    expect((await cancel('text/plain', 'op_none')).body).toContain('IDEMPOTENCY_MISMATCH')
  })

  it('may be sent again when it was refused', async () => {
    const server = await startServer()
    await create(server, { name: 'shop', files }, 'other')
    expect((await create(server, { name: 'shop', files })).json().code).toBe('PROJECT_EXISTS')
    await server.call({ method: 'DELETE', url: '/api/v1/projects/shop' })
    expect((await create(server, { name: 'shop', files })).statusCode).toBe(201)
  })

  it('is answered as the first for a day, also after a restart', async () => {
    const clock = { now: Date.now() }
    const server = await startServer({ now: () => clock.now })
    await create(server, { name: 'shop', files })
    const dayMs = 24 * 60 * 60_000
    clock.now += dayMs - 1
    const again = await startServer({ dataDir: server.dataDir, now: () => clock.now })
    expect((await create(again, { name: 'shop', files })).statusCode).toBe(201)
    clock.now += 1
    expect((await create(again, { name: 'shop', files })).json().code).toBe('PROJECT_EXISTS')
  })

  it('is answered by the next server when the first ended between the making and the answer', async () => {
    const server = await startServer()
    await server.authorization('admin')
    const goOn = Promise.withResolvers<void>()
    const { listContainers } = server.appEngine
    Object.assign(server.appEngine, {
      listContainers: async (...args: Parameters<typeof listContainers>) => {
        await goOn.promise
        return listContainers(...args)
      },
    })
    const unanswered = create(server, { name: 'shop', files })
    const list = { method: 'GET', url: '/api/v1/projects' } as const
    await expect.poll(async () => (await server.call(list)).json().projects).toHaveLength(1)

    const next = await startServer({ dataDir: server.dataDir })
    const second = await create(next, { name: 'shop', files })
    expect(second.statusCode).toBe(201)
    expect(second.json()).toMatchObject({ name: 'shop', files: ['compose.yaml'] })
    expect(second.headers.location).toBe('/api/v1/projects/shop')
    expect((await create(next, { name: 'shop', files })).json()).toEqual(second.json())
    goOn.resolve()
    await unanswered
  })

  it('has its secret shown again, and kept by nobody in the open', async () => {
    const server = await startServer()
    const wish = { name: 'ci', role: 'viewer' }
    const made = await create(server, wish, 'k1', '/api/v1/tokens')
    const again = await create(server, wish, 'k1', '/api/v1/tokens')
    expect(again.json()).toEqual(made.json())
    await server.http.close()
    const bytes = await readFile(path.join(server.dataDir, 'berth.db'), 'latin1')
    expect(bytes).not.toContain(made.json().secret.split('_')[2])
  })
})
