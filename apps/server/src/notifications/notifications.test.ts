import type { Notification } from '@berth/contract'
import { describe, expect, it } from 'vitest'
import { eventClient } from '../testing/event-client.ts'
import { origin, startServer, type TestServer } from '../testing/start-server.ts'

const url = '/api/v1/notifications'
const compose = 'services: {web: {image: busybox}}'
const day = 24 * 60 * 60_000

async function startShop(copies: Record<string, string> = {}): Promise<TestServer> {
  const server = await startServer()
  const files = [{ path: 'compose.yaml', content: compose }]
  await server.call({ method: 'POST', url: '/api/v1/projects', payload: { name: 'shop', files } })
  for (const [name, keptUntil] of Object.entries(copies)) {
    const payload = { name, keptUntil }
    await server.call({ method: 'POST', url: '/api/v1/projects/shop/copies', payload })
  }
  return server
}

const soon = (ms: number) => new Date(Date.now() + ms).toISOString()
const list = async (server: TestServer, headers = {}, query = '') =>
  (await server.call({ method: 'GET', url: `${url}${query}`, headers })).json<{
    notifications: Notification[]
    unread: number
    nextCursor?: string
  }>()
const kinds = async (server: TestServer) =>
  (await list(server)).notifications.map(({ kind, project }) => `${kind} ${project}`)

/** As a person at the page does it. */
const asPerson = async (server: TestServer) => ({ cookie: await server.setUp(), origin })

describe('the end of a copy', () => {
  it('is told a day before, once, and once when it has come', async () => {
    const server = await startShop({ 'shop-far': soon(2 * day), 'shop-x': soon(day - 60_000) })
    await expect.poll(() => kinds(server)).toEqual(['copy-ending shop-x'])
    const payload = { keptUntil: '2020-01-01T00:00:00.000Z' }
    await server.call({ method: 'PATCH', url: '/api/v1/projects/shop-x', payload })
    await expect.poll(() => kinds(server)).toEqual(['copy-ended shop-x', 'copy-ending shop-x'])
    const { notifications } = await list(server)
    expect(notifications[0]?.text).toBe('shop-x was deleted with its volumes: its time had come.')
    expect(notifications[1]?.text).toMatch(
      /^shop-x is deleted with its volumes on \d{4}-\d\d-\d\d at \d\d:\d\d UTC, unless somebody keeps it\.$/,
    )
  })

  it('is told anew when it is put off, for then it is another', async () => {
    const server = await startShop({ 'shop-x': soon(60 * 60_000) })
    await expect.poll(() => kinds(server)).toHaveLength(1)
    const payload = { keptUntil: soon(2 * 60 * 60_000) }
    await server.call({ method: 'PATCH', url: '/api/v1/projects/shop-x', payload })
    await expect.poll(() => kinds(server)).toEqual(['copy-ending shop-x', 'copy-ending shop-x'])
  })

  it('is told to nobody but its owner, on the page at once', async () => {
    const server = await startShop()
    await server.setUp()
    const grace = await server.colleague('developer')
    const open = async (authorization: string) =>
      eventClient(await server.http.injectWS('/api/v1/ws', { headers: { host: 'localhost', authorization } }))
    const hers = await open(grace)
    const his = await open(await server.authorization('viewer'))
    for (const client of [hers, his]) {
      client.send({ op: 'subscribe', topic: 'notifications' })
      await client.next(({ op }) => op === 'subscribed')
    }
    const make = (name: string, headers = {}) =>
      server.call({
        method: 'POST',
        url: '/api/v1/projects/shop/copies',
        headers,
        payload: { name, keptUntil: soon(60 * 60_000) },
      })
    await make('shop-grace', { authorization: grace })
    expect(await hers.next(({ op }) => op === 'event')).toMatchObject({
      name: 'notification.changed',
      payload: { user: 'grace-developer', unread: 1, notification: { project: 'shop-grace' } },
    })
    await make('shop-ada')
    expect(await his.next(({ op }) => op === 'event')).toMatchObject({
      payload: { user: 'ada', unread: 1, notification: { project: 'shop-ada' } },
    })
    expect((await list(server)).notifications).toHaveLength(1)
    const events = (await server.call({ method: 'GET', url: '/api/v1/events?limit=500' })).json().events
    expect(
      events.flatMap(({ name, payload }: { name: string; payload: { user: string } }) =>
        name === 'notification.changed' ? [payload.user] : [],
      ),
    ).toEqual(['ada'])
    hers.terminate()
    his.terminate()
  })
})

describe('notifications', () => {
  const three = { 'shop-a': soon(1_000_000), 'shop-b': soon(1_000_000), 'shop-c': soon(1_000_000) }

  it('are marked as read, one or all', async () => {
    const server = await startShop(three)
    await expect.poll(() => kinds(server)).toHaveLength(3)
    const { notifications, unread } = await list(server)
    expect(unread).toBe(3)
    const id = notifications[0]?.id
    const read = await server.call({ method: 'PUT', url: `${url}/${id}/read` })
    expect(read.json()).toEqual({ ...notifications[0], isRead: true })
    expect(await list(server, {}, '?unread=true')).toMatchObject({ unread: 2, notifications: [{}, {}] })
    expect((await server.call({ method: 'PUT', url: `${url}/read` })).json()).toEqual({ unread: 0 })
    expect((await list(server, {}, '?unread=true')).notifications).toEqual([])
  })

  it('come in pages, and in lines', async () => {
    const server = await startShop(three)
    await expect.poll(() => kinds(server)).toHaveLength(3)
    const first = await list(server, {}, '?limit=2')
    const second = await list(server, {}, `?limit=2&cursor=${first.nextCursor}`)
    expect([first.notifications.length, second.notifications.length, second.nextCursor]).toEqual([
      2,
      1,
      undefined,
    ])
    const lines = await server.call({ method: 'GET', url, headers: { accept: 'text/plain' } })
    expect(lines.body).toMatch(/^(\S+Z unread copy-ending shop-[abc] shop-[abc] is deleted .*\n){3}$/)
  })

  it('are those of a token’s projects, for a token of some', async () => {
    const server = await startShop(three)
    await expect.poll(() => kinds(server)).toHaveLength(3)
    const authorization = await server.scoped({ projects: ['shop-a'] })
    const seen = await list(server, { authorization })
    expect([seen.unread, seen.notifications.map(({ project }) => project)]).toEqual([1, ['shop-a']])
    const other = (await list(server)).notifications.find(({ project }) => project === 'shop-b')
    const reply = await server.call({
      method: 'PUT',
      url: `${url}/${other?.id}/read`,
      headers: { authorization },
    })
    expect(reply.json()).toMatchObject({ status: 404, code: 'NOTIFICATION_NOT_FOUND' })
    await server.call({ method: 'PUT', url: `${url}/read`, headers: { authorization } })
    expect((await list(server)).unread).toBe(2)
  })

  it('are for who is signed in, and of others not to be found', async () => {
    const server = await startShop(three)
    await expect.poll(() => kinds(server)).toHaveLength(3)
    expect((await server.call({ method: 'GET', url }, 'nobody')).statusCode).toBe(401)
    const hers = { authorization: await server.colleague('developer') }
    expect((await list(server, hers)).notifications).toEqual([])
    const id = (await list(server)).notifications[0]?.id
    const reply = await server.call({ method: 'PUT', url: `${url}/${id}/read`, headers: hers })
    expect(reply.json().code).toBe('NOTIFICATION_NOT_FOUND')
  })
})

describe('an operation that fails', () => {
  const deploy = async (server: TestServer, query: string) => {
    server.engine.failNext('startContainer', new Error('it is stuck'))
    const headers = { ...(await asPerson(server)), authorization: undefined }
    return server.call({ method: 'POST', url: `/api/v1/projects/shop/deployments${query}`, headers })
  }

  it('is told to the person who asked for it and went away', async () => {
    const server = await startShop()
    const { id } = (await deploy(server, '')).json()
    await expect.poll(() => kinds(server)).toEqual(['operation-failed shop'])
    expect((await list(server)).notifications[0]).toMatchObject({
      operation: id,
      text: expect.stringMatching(/^deploy of shop failed: .+/),
    })
  })

  /** What was told besides, once one is that is certain to be. */
  const toldAfter = async (server: TestServer) => {
    const { id } = (await deploy(server, '')).json()
    await expect.poll(async () => (await list(server)).notifications[0]?.operation).toBe(id)
    return (await list(server)).notifications.slice(1)
  }

  it('is not told to who waits for it, nor to scripts', async () => {
    const server = await startShop()
    expect((await deploy(server, '?wait=60')).statusCode).toBe(424)
    server.engine.failNext('startContainer', new Error('it is stuck'))
    const script = await server.call({ method: 'POST', url: '/api/v1/projects/shop/deployments' })
    await server.call({ method: 'GET', url: `/api/v1/operations/${script.json().id}?wait=60` })
    expect(await toldAfter(server)).toEqual([])
  })

  it('is not told to who has its page open', async () => {
    const server = await startShop()
    const headers = { host: 'localhost', ...(await asPerson(server)) }
    const client = eventClient(await server.http.injectWS('/api/v1/ws', { headers }))
    const held = Promise.withResolvers<void>()
    const { createContainer } = server.appEngine
    Object.assign(server.appEngine, {
      createContainer: async (...request: Parameters<typeof createContainer>) => {
        await held.promise
        return createContainer(...request)
      },
    })
    const { id } = (await deploy(server, '')).json()
    client.send({ op: 'subscribe', topic: `operation:${id}` })
    await client.next(({ op }) => op === 'subscribed')
    held.resolve()
    await client.next(
      (message) =>
        message.op === 'event' && message.name === 'operation.changed' && message.payload.state === 'failed',
    )
    client.terminate()
    expect(await toldAfter(server)).toEqual([])
  })
})
