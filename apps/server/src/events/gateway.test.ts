import type { ServerMessage } from '@berth/contract'
import { describe, expect, it } from 'vitest'
import { eventClient } from '../testing/event-client.ts'
import { origin, startServer, type TestServer } from '../testing/start-server.ts'

const url = '/api/v1/projects/shop'
const payload = { files: [{ path: 'compose.yaml', content: 'services: {web: {image: busybox}}' }] }
const put = (server: TestServer) => server.call({ method: 'PUT', url, payload })

async function connect(server: TestServer, headers?: Record<string, string>) {
  const socket = await server.http.injectWS('/api/v1/ws', {
    headers: { host: 'localhost', ...(headers ?? { authorization: await server.authorization('viewer') }) },
  })
  return eventClient(socket)
}

const isEvent =
  (name: string, topic?: string) =>
  (message: ServerMessage): boolean =>
    message.op === 'event' && message.name === name && (topic === undefined || message.topic === topic)

describe('the event socket', () => {
  it('tells what happens on the topics that were subscribed to', async () => {
    const server = await startServer()
    const client = await connect(server)
    client.send({ op: 'subscribe', topic: 'projects' })
    await client.next(({ op }) => op === 'subscribed')
    await put(server)
    expect(await client.next(isEvent('project.changed'))).toMatchObject({
      topic: 'projects',
      payload: { name: 'shop', state: 'stopped' },
    })
    expect(client.messages.some((message) => message.topic === 'project:shop')).toBe(false)
    client.terminate()
  })

  it('goes on from a snapshot: nothing is missed and nothing is told twice', async () => {
    const server = await startServer()
    await put(server)
    const { seq } = (await server.call({ method: 'GET', url: '/api/v1/projects' })).json()
    await put(server)
    const first = await connect(server)
    first.send({ op: 'subscribe', topic: 'projects', since: seq })
    const event = await first.next(isEvent('project.changed'))
    expect(event).toMatchObject({ seq: expect.any(Number) })
    first.terminate()

    await put(server)
    await put(server)
    const again = await connect(server)
    again.send({ op: 'subscribe', topic: 'projects', since: (event as { seq: number }).seq })
    await put(server)
    await again.next(() => again.messages.filter(isEvent('project.changed')).length === 3)
    const seqs = again.messages.flatMap((message) => (message.op === 'event' ? [message.seq] : []))
    expect(seqs).toEqual(seqs.toSorted((a, b) => a - b))
    expect(seqs[0]).toBeGreaterThan((event as { seq: number }).seq)
    again.terminate()
  })

  it('says reset for a number it cannot go on from, and is silent until the client subscribes again', async () => {
    const server = await startServer()
    const client = await connect(server)
    client.send({ op: 'subscribe', topic: 'projects', since: 999_999 })
    expect(await client.next(({ op }) => op === 'reset')).toEqual({ op: 'reset', topic: 'projects' })
    await put(server)
    client.send({ op: 'subscribe', topic: 'host' })
    await client.next((message) => message.op === 'subscribed' && message.topic === 'host')
    expect(client.messages.filter(isEvent('project.changed'))).toEqual([])
    client.terminate()
  })

  it('denies a topic that does not exist', async () => {
    const server = await startServer()
    const client = await connect(server)
    client.send({ op: 'subscribe', topic: 'everything' })
    expect(await client.next(() => true)).toEqual({
      op: 'denied',
      topic: 'everything',
      code: 'TOPIC_UNKNOWN',
    })
    client.terminate()
  })

  it('closes on what is not a message', async () => {
    const server = await startServer()
    const client = await connect(server)
    client.send('nonsense')
    expect(await client.closed).toBe(1008)
  })

  it('tells every step of an operation, in order', async () => {
    const server = await startServer()
    await put(server)
    const client = await connect(server)
    const reply = await server.call({ method: 'POST', url: `${url}/deployments` })
    const { id, seq } = reply.json()
    client.send({ op: 'subscribe', topic: `operation:${id}`, since: seq })
    await client.next(
      (message) =>
        message.op === 'event' &&
        message.name === 'operation.changed' &&
        message.payload.state === 'succeeded',
    )
    const steps = client.messages.flatMap((message) =>
      message.op === 'event' && message.name === 'operation.step'
        ? [`${message.payload.step.id} ${message.payload.step.state}`]
        : [],
    )
    // Progress tells a step again.
    expect([...new Set(steps)].slice(-4)).toEqual([
      'start-container:web:1 running',
      'start-container:web:1 done',
      'wait-container:web:1 running',
      'wait-container:web:1 done',
    ])
    client.terminate()
  })

  it('tells that the Engine went away and came back, and the projects with it', async () => {
    const server = await startServer()
    await put(server)
    const client = await connect(server)
    client.send({ op: 'subscribe', topic: 'host' })
    client.send({ op: 'subscribe', topic: 'projects' })
    await client.next((message) => message.op === 'subscribed' && message.topic === 'projects')
    server.engine.goAway()
    const gone = await client.next(isEvent('host.changed'))
    expect(gone).toMatchObject({ payload: { engine: { state: 'unreachable', fix: expect.any(String) } } })
    await client.next(
      (message) =>
        message.op === 'event' && message.name === 'project.changed' && message.payload.state === 'unknown',
    )
    expect((await server.http.inject('/readyz')).json()).toMatchObject({ engine: 'does not answer' })
    server.engine.comeBack()
    await client.next(
      (message) =>
        message.op === 'event' &&
        message.name === 'host.changed' &&
        message.payload.engine.state === 'reachable',
    )
    expect((await server.http.inject('/readyz')).statusCode).toBe(200)
    client.terminate()
  })
})

it('goes on after a restart of the server as if there had been none', async () => {
  const first = await startServer()
  await put(first)
  const { seq } = (await first.call({ method: 'GET', url: '/api/v1/projects' })).json()
  await put(first)
  await first.http.close()
  const second = await startServer({ dataDir: first.dataDir })
  const client = await connect(second)
  client.send({ op: 'subscribe', topic: 'project:shop', since: seq })
  const event = await client.next(isEvent('project.changed'))
  expect(event).toMatchObject({ seq: seq + 1 })
  client.terminate()
})

describe('who may connect', () => {
  const upgrade = { connection: 'upgrade', upgrade: 'websocket' }

  it.each([
    { who: 'nobody', headers: {}, status: 401 },
    { who: 'a page of another site', headers: { origin: 'https://evil.example' }, status: 403 },
    { who: 'a cookie without an origin', headers: {}, withCookie: true, status: 403 },
    {
      who: 'a page of another site with the cookie',
      headers: { origin: 'https://evil.example' },
      withCookie: true,
      status: 403,
    },
    { who: 'a token that is not valid', headers: { authorization: 'Bearer berth_x' }, status: 401 },
  ])('not $who: $status', async ({ headers, withCookie = false, status }) => {
    const server = await startServer()
    const cookie = await server.setUp()
    const all: Record<string, string> = { ...headers, ...(withCookie && { cookie }) }
    await expect(connect(server, all)).rejects.toThrow(String(status))
    const reply = await server.http.inject({ url: '/api/v1/ws', headers: { ...upgrade, ...all } })
    expect(reply.statusCode).toBe(status)
  })

  it('our own page, until it signs out', async () => {
    const server = await startServer()
    const cookie = await server.setUp()
    const client = await connect(server, { cookie, origin })
    await server.http.inject({ method: 'DELETE', url: '/api/v1/session', headers: { cookie, origin } })
    expect(await client.closed).toBe(4401)
  })

  it('a token, until it is revoked', async () => {
    const server = await startServer()
    const made = await server.call({
      method: 'POST',
      url: '/api/v1/tokens',
      payload: { name: 'x', role: 'viewer' },
    })
    const client = await connect(server, { authorization: `Bearer ${made.json().secret}` })
    await server.call({ method: 'DELETE', url: `/api/v1/tokens/${made.json().token.id}` })
    expect(await client.closed).toBe(4401)
  })

  it('nobody any more when the server stops', async () => {
    const server = await startServer()
    const client = await connect(server)
    await server.http.close()
    expect(await client.closed).toBe(1001)
  })
})
