import type { LogBatch } from '@berth/contract'
import { describe, expect, it } from 'vitest'
import { eventClient } from '../testing/event-client.ts'
import { startServer, type TestServer } from '../testing/start-server.ts'

const url = '/api/v1/projects/shop'
const compose = 'services: {api: {image: busybox}, web: {image: busybox}}'

async function startShop() {
  const server = await startServer({
    program: ({ name }) => ({ prints: [{ stream: 'stdout', text: `${name} starts` }] }),
  })
  const payload = { files: [{ path: 'compose.yaml', content: compose }] }
  await server.call({ method: 'PUT', url, payload })
  return server
}

const deploy = (server: TestServer) =>
  server.call({ method: 'POST', url: `${url}/deployments`, headers: { prefer: 'wait=600' } })

async function follow(server: TestServer, query = '') {
  const headers = { host: 'localhost', authorization: await server.authorization('viewer') }
  return eventClient<LogBatch>(await server.http.injectWS(`${url}/logs/ws${query}`, { headers }))
}

const has = (text: string) => (batch: LogBatch) => batch.some((line) => line.text === text)

describe('logs as text', () => {
  it('have the container in front of every line', async () => {
    const server = await startShop()
    await deploy(server)
    const reply = await server.call({ method: 'GET', url: `${url}/logs` })
    expect(reply.headers['content-type']).toContain('text/plain')
    expect(reply.body.split('\n').sort()).toEqual([
      '',
      'api-1  | shop-api-1 starts',
      'web-1  | shop-web-1 starts',
    ])
    const web = await server.call({ method: 'GET', url: `${url}/logs?service=web&tail=1` })
    expect(web.body).toBe('web-1  | shop-web-1 starts\n')
  })

  it.each(['tail=0', 'tail=many', 'tail=100000'])('are refused with %s', async (query) => {
    const server = await startShop()
    const reply = await server.call({ method: 'GET', url: `${url}/logs?${query}` })
    expect(reply.json()).toMatchObject({ status: 400, errors: [{ pointer: 'querystring/tail' }] })
  })
})

describe('logs over a websocket', () => {
  it('tell what was printed, and go on with what is', async () => {
    const server = await startShop()
    await deploy(server)
    const client = await follow(server)
    await client.next(has('shop-web-1 starts'))
    server.engine.print('shop-web-1', { stream: 'stderr', text: 'GET /' })
    const batch = await client.next(has('GET /'))
    expect(batch.find(({ text }) => text === 'GET /')).toEqual({
      container: 'shop-web-1',
      service: 'web',
      number: 1,
      stream: 'stderr',
      time: expect.any(Number),
      text: 'GET /',
    })
    client.terminate()
  })

  it('follow containers that start later', async () => {
    const server = await startShop()
    const client = await follow(server, '?service=api')
    await deploy(server)
    await client.next(has('shop-api-1 starts'))
    expect(client.messages.flat().every(({ service }) => service === 'api')).toBe(true)
    client.terminate()
  })

  it('close when the Engine goes away', async () => {
    const server = await startShop()
    await deploy(server)
    const client = await follow(server)
    await client.next(has('shop-web-1 starts'))
    server.engine.goAway()
    expect(await client.closed).toBe(1011)
  })

  it('are refused for a project that does not exist', async () => {
    const server = await startServer()
    await expect(follow(server)).rejects.toThrow('404')
  })
})
