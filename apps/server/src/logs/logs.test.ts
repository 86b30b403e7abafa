import type { LogBatch, LogLine } from '@berth/contract'
import type { Engine } from '@berth/docker-engine'
import { describe, expect, it } from 'vitest'
import { eventClient } from '../testing/event-client.ts'
import { openStream } from '../testing/open-stream.ts'
import { startServer, type TestServer } from '../testing/start-server.ts'

const url = '/api/v1/projects/shop'
const esc = '\u001b'
const compose = 'services: {api: {image: busybox}, web: {image: busybox}}'

async function startShop() {
  const server = await startServer({
    program: ({ name }) => ({ prints: [{ stream: 'stdout', text: `${name} starts` }] }),
  })
  const payload = { files: [{ path: 'compose.yaml', content: compose }] }
  await server.call({ method: 'PUT', url, payload })
  return server
}

const deploy = (server: TestServer, payload = {}) =>
  server.call({ method: 'POST', url: `${url}/deployments`, headers: { prefer: 'wait=600' }, payload })

async function runningShop() {
  const server = await startShop()
  await deploy(server)
  server.engine.print('shop-web-1', { stream: 'stdout', text: 'GET /one' })
  server.engine.print('shop-web-1', { stream: 'stderr', text: 'oops' })
  server.engine.print('shop-api-1', { stream: 'stdout', text: 'query' })
  server.engine.print('shop-web-1', { stream: 'stdout', text: 'GET /two' })
  return server
}

const read = (server: TestServer, query = '', accept = 'application/json') =>
  server.call({ method: 'GET', url: `${url}/logs${query}`, headers: { accept } })

const texts = async (server: TestServer, query: string) =>
  (await read(server, query)).json().lines.map(({ text }: LogLine) => text)

async function follow(server: TestServer, query = '') {
  const headers = { host: 'localhost', authorization: await server.authorization('viewer') }
  return eventClient<LogBatch>(await server.http.injectWS(`${url}/logs/ws${query}`, { headers }))
}

const has = (text: string) => (batch: LogBatch) => batch.some((line) => line.text === text)

describe('logs', () => {
  it('are lines in the order of time, with whose they are', async () => {
    const server = await runningShop()
    const { lines, isCut } = (await read(server)).json()
    expect(isCut).toBe(false)
    expect(lines.slice(-4)).toEqual([
      expect.objectContaining({ service: 'web', number: 1, stream: 'stdout', text: 'GET /one' }),
      expect.objectContaining({ container: 'shop-web-1', stream: 'stderr', text: 'oops' }),
      expect.objectContaining({ service: 'api', text: 'query' }),
      expect.objectContaining({ text: 'GET /two', time: expect.stringMatching(/^\d{4}-\d\d-\d\dT.*Z$/) }),
    ])
  })

  it.each([
    { query: '?service=api', told: ['shop-api-1 starts', 'query'] },
    { query: '?container=shop-api-1', told: ['shop-api-1 starts', 'query'] },
    { query: '?service=web&tail=2', told: ['oops', 'GET /two'] },
    { query: '?grep=GET', told: ['GET /one', 'GET /two'] },
    { query: '?grep=GET&tail=1', told: ['GET /two'] },
    { query: '?stream=stderr', told: ['oops'] },
    { query: '?since=1h&service=api&tail=all', told: ['shop-api-1 starts', 'query'] },
    { query: '?until=1h', told: [] },
    { query: '?since=2100-01-01', told: [] },
  ])('are chosen by $query', async ({ query, told }) => {
    const server = await runningShop()
    expect(await texts(server, query)).toEqual(told)
  })

  it('have the container in front of every line as text, and the time when it is asked for', async () => {
    const server = await runningShop()
    server.engine.print('shop-api-1', {
      stream: 'stdout',
      text: '\u001b[31mred\u001b[0m\u001b]0;title\u0007 alert\u0007',
    })
    const reply = await read(server, '?service=api&tail=2', 'text/plain')
    expect(reply.headers['content-type']).toContain('text/plain')
    expect(reply.body).toBe('api-1  | query\napi-1  | red alert\n')
    const coloured = await read(server, '?service=api&tail=1&color=true&timestamps=true', 'text/plain')
    expect(coloured.body.replace(/\d{4}-\S+Z/, 'TIME')).toBe(
      `api-1  | TIME ${esc}[31mred${esc}[0m alert${esc}[0m\n`,
    )
  })

  it('are one line of JSON each, or server-sent events, when asked for', async () => {
    const server = await runningShop()
    const lines = (await read(server, '?grep=GET', 'application/x-ndjson')).body.trimEnd().split('\n')
    expect(lines.map((line) => JSON.parse(line).text)).toEqual(['GET /one', 'GET /two'])
    const events = await read(server, '?grep=GET&tail=1&follow=false', 'text/event-stream')
    expect(events.body).toMatch(/^id: \d{4}-\S+Z\ndata: \{.*"text":"GET \/two"\}\n\n$/)
  })

  it.each(['tail=-1', 'tail=many', 'tail=100000', 'since=soon', 'grep=', 'follow=true', 'stream=both'])(
    'are refused with %s',
    async (query) => {
      const server = await runningShop()
      const reply = await read(server, `?${query}`)
      const [name] = query.split('=')
      expect(reply.json()).toMatchObject({ status: 400 })
      expect(reply.json().errors[0]).toMatchObject({ pointer: `querystring/${name}` })
    },
  )

  it('are of containers of the project, and asked of an Engine that is there', async () => {
    const server = await runningShop()
    expect((await read(server, '?container=stranger')).json()).toMatchObject({ code: 'CONTAINER_NOT_FOUND' })
    server.engine.goAway()
    for (const accept of ['application/json', 'text/plain', 'application/x-ndjson'])
      expect((await read(server, '', accept)).statusCode).toBe(503)
  })
})

describe('followed logs', () => {
  it('go on with the container that replaces another, and miss no line of it', async () => {
    const server = await runningShop()
    const stream = await openStream(server, '/projects/shop/logs?container=shop-web-1&follow=true', {
      accept: 'text/plain',
    })
    await stream.until((text) => text.includes('GET /two'))
    await deploy(server, { forceRecreate: true })
    server.engine.print('shop-web-1', { stream: 'stdout', text: 'GET /three' })
    const lines = (await stream.until((text) => text.includes('three'))).split('\n')
    expect(lines.slice(-4)).toEqual([
      'web-1  | GET /two',
      // Its name when it was made.
      expect.stringMatching(/^web-1 {2}\| \w+_shop-web-1 starts$/),
      'web-1  | GET /three',
      '',
    ])
    stream.close()
  })

  it('tell a container that starts again from where it ended', async () => {
    const server = await runningShop()
    const stream = await openStream(server, '/projects/shop/logs?service=api&follow=true', {
      accept: 'application/x-ndjson',
    })
    await stream.until((text) => text.includes('query'))
    await server.engine.restartContainer('shop-api-1')
    await stream.until((text) => text.split('starts').length === 3)
    server.engine.print('shop-api-1', { stream: 'stdout', text: 'again' })
    const lines = (await stream.until((text) => text.includes('again'))).trimEnd().split('\n')
    expect(lines.map((line) => JSON.parse(line).text)).toEqual([
      'shop-api-1 starts',
      'query',
      'shop-api-1 starts',
      'again',
    ])
    stream.close()
  })

  it('have every line, also when those of the two streams come in another order than that of time', async () => {
    const server = await runningShop()
    const { containerLogs } = server.appEngine
    // As an Engine does that reads two pipes.
    const swapped: Engine['containerLogs'] = async function* (id, options) {
      const lines = containerLogs(id, options)[Symbol.asyncIterator]()
      for (let next = await lines.next(); !next.done; next = await lines.next()) {
        const later = next.value.text === 'GET /one' ? await lines.next() : undefined
        if (later !== undefined && !later.done) yield later.value
        yield next.value
      }
    }
    Object.assign(server.appEngine, { containerLogs: swapped })
    const stream = await openStream(server, '/projects/shop/logs?service=web&follow=true', {
      accept: 'text/plain',
    })
    expect((await stream.until((text) => text.includes('two'))).split('\n').slice(1)).toEqual([
      'web-1  | GET /one',
      'web-1  | oops',
      'web-1  | GET /two',
      '',
    ])
    stream.close()
  })

  it.each([
    ['text/plain', '?tail=all'],
    ['application/x-ndjson', ''],
  ])('are broken off in %s when the token ends before they do', async (accept, query) => {
    const server = await runningShop()
    const { containerLogs } = server.appEngine
    // As an Engine does that has much to tell.
    const endless: Engine['containerLogs'] = async function* (id, options) {
      yield* containerLogs(id, options)
      await new Promise((_, reject) => options.signal?.addEventListener('abort', reject, { once: true }))
    }
    Object.assign(server.appEngine, { containerLogs: endless })
    const authorization = await server.scoped({})
    const stream = await openStream(server, `/projects/shop/logs${query}`, { accept, authorization })
    expect(stream.reply.status).toBe(200)
    const { tokens } = (await server.call({ method: 'GET', url: '/api/v1/tokens' })).json()
    const own = tokens.find(({ id }: { id: string }) => authorization.includes(id))
    await server.call({ method: 'DELETE', url: `/api/v1/tokens/${own.id}` })
    await expect(stream.until(() => false)).rejects.toThrow('terminated')
  })

  it('are cut off when the Engine goes away, not ended as if that were all', async () => {
    const server = await runningShop()
    const stream = await openStream(server, '/projects/shop/logs', { accept: 'text/event-stream' })
    await stream.until((text) => text.includes('two'))
    server.engine.goAway()
    await expect(stream.until(() => false)).rejects.toThrow('terminated')
  })
})

describe('logs over a websocket', () => {
  it('tell what was printed, and go on with what is', async () => {
    const server = await runningShop()
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

  it('take the same query', async () => {
    const server = await runningShop()
    const client = await follow(server, '?grep=GET&tail=1&stream=stdout')
    await client.next(has('GET /two'))
    server.engine.print('shop-web-1', { stream: 'stdout', text: 'POST /' })
    server.engine.print('shop-web-1', { stream: 'stdout', text: 'GET /three' })
    await client.next(has('GET /three'))
    expect(client.messages.flat().map(({ text }) => text)).toEqual(['GET /two', 'GET /three'])
    await expect(follow(server, '?until=1m')).rejects.toThrow('400')
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
    const server = await runningShop()
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
