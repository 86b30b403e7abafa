import type { ServerMessage } from '@berth/contract'
import { describe, expect, it } from 'vitest'
import { eventClient } from '../testing/event-client.ts'
import { openStream } from '../testing/open-stream.ts'
import { startServer, type TestServer } from '../testing/start-server.ts'

const url = '/api/v1/projects/shop'
const compose = 'services: {api: {image: busybox}, web: {image: busybox, scale: 2}}'

/** What the server reads of which container, as long as it does. */
async function watchedShop() {
  const server = await startServer()
  const open: string[] = []
  const asked: string[] = []
  const { containerStats } = server.appEngine
  Object.assign(server.appEngine, {
    async *containerStats(id: string, options: object) {
      asked.push(id)
      open.push(id)
      try {
        yield* containerStats(id, options)
      } finally {
        open.splice(open.indexOf(id), 1)
      }
    },
  })
  await server.call({ method: 'PUT', url, payload: { files: [{ path: 'compose.yaml', content: compose }] } })
  await server.call({ method: 'POST', url: `${url}/deployments?wait=60` })
  return { server, open, asked }
}

const web1 = {
  container: 'shop-web-1',
  service: 'web',
  number: 1,
  cpuPercent: 50,
  memoryBytes: 2 << 20,
  memoryLimitBytes: 1 << 30,
  receivedBytes: 1_000,
  sentBytes: 2_000,
  readBytes: 4_096,
  writtenBytes: 0,
  pids: 1,
}

async function socket(server: TestServer, role: 'viewer' | 'admin' = 'viewer') {
  const headers = { host: 'localhost', authorization: await server.authorization(role) }
  return eventClient(await server.http.injectWS('/api/v1/ws', { headers }))
}

const tellsOf = (...containers: string[]) => {
  return (message: ServerMessage) =>
    message.op === 'stats' &&
    'containers' in message.usage &&
    message.usage.containers.map(({ container }) => container).join() === containers.join()
}

describe('stats', () => {
  it('are of each running container, as docker stats counts them', async () => {
    const { server } = await watchedShop()
    await server.engine.stopContainer('shop-api-1')
    const reply = await server.call({ method: 'GET', url: `${url}/stats` }, 'viewer')
    expect(reply.json()).toEqual({
      at: expect.any(String),
      containers: [web1, { ...web1, container: 'shop-web-2', number: 2 }],
    })
    const text = await server.call({ method: 'GET', url: `${url}/stats`, headers: { accept: 'text/plain' } })
    expect(text.body.split('\n')[0]).toBe(
      'shop-web-1 cpuPercent=50 memoryBytes=2097152 memoryLimitBytes=1073741824 receivedBytes=1000 sentBytes=2000 readBytes=4096 writtenBytes=0 pids=1',
    )
  })

  it('of the host are the sums of its projects', async () => {
    const { server } = await watchedShop()
    const { containers: _, ...reply } = (
      await server.call({ method: 'GET', url: '/api/v1/host/stats' })
    ).json()
    expect(reply).toMatchObject({
      processors: 2,
      cpuPercent: 150,
      memoryBytes: 6 << 20,
      memoryLimitBytes: 1 << 30,
      projects: [{ project: 'shop', containers: 3, cpuPercent: 150, pids: 3 }],
    })
  })

  it('are empty where nothing runs, and a problem where the Engine is away', async () => {
    const { server } = await watchedShop()
    await server.call({ method: 'POST', url: `${url}/down?wait=60` })
    expect((await server.call({ method: 'GET', url: `${url}/stats` })).json().containers).toEqual([])
    server.engine.goAway()
    expect((await server.call({ method: 'GET', url: `${url}/stats` })).statusCode).toBe(503)
    expect((await server.call({ method: 'GET', url: '/api/v1/projects/none/stats' })).statusCode).toBe(404)
  })

  it('are read once per container however many watch, and not when nobody does', async () => {
    const { server, open, asked } = await watchedShop()
    expect(asked).toEqual([])
    const first = await socket(server)
    const second = await socket(server)
    for (const client of [first, second]) client.send({ op: 'subscribe', topic: 'stats:shop' })
    first.send({ op: 'subscribe', topic: 'stats' })
    const all = ['shop-api-1', 'shop-web-1', 'shop-web-2']
    for (const client of [first, second]) await client.next(tellsOf(...all))
    const stream = await openStream(server, '/projects/shop/stats', { accept: 'application/x-ndjson' })
    const line = (await stream.until((text) => text.includes('}\n'))).split('\n')[0] ?? ''
    expect(JSON.parse(line).containers).toHaveLength(3)
    expect(asked).toHaveLength(3)
    stream.close()
    first.terminate()
    second.send({ op: 'unsubscribe', topic: 'stats:shop' })
    await expect.poll(() => open).toEqual([])
    second.terminate()
  })

  it('follow what starts and stops', async () => {
    const { server } = await watchedShop()
    const client = await socket(server)
    client.send({ op: 'subscribe', topic: 'stats:shop' })
    await client.next(tellsOf('shop-api-1', 'shop-web-1', 'shop-web-2'))
    await server.engine.stopContainer('shop-web-1')
    await client.next(tellsOf('shop-api-1', 'shop-web-2'))
    client.terminate()
  })
})
