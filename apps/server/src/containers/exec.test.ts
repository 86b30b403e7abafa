import { once } from 'node:events'
import type { ExecServerMessage } from '@berth/contract'
import { describe, expect, it, onTestFinished } from 'vitest'
import { WebSocket } from 'ws'
import { pagesOf } from '../testing/pages-of.ts'
import { origin, startServer, type TestServer } from '../testing/start-server.ts'

const url = '/api/v1/projects/shop'
const files = [{ path: 'compose.yaml', content: 'services: {web: {image: busybox}}' }]

async function runningShop() {
  const server = await startServer({
    exec: ({ command }) =>
      command[0] === 'cat'
        ? { prints: [{ stream: 'stdout', text: 'ready' }], echoes: true }
        : { exitCode: 3 },
  })
  await server.call({ method: 'PUT', url, payload: { files } })
  await server.call({ method: 'POST', url: `${url}/deployments?wait=60` })
  return server
}

const ask = async (server: TestServer, payload: object, container = 'shop-web-1') =>
  server.http.inject({
    method: 'POST',
    url: `${url}/containers/${container}/exec`,
    headers: { cookie: await server.setUp(), origin },
    payload,
  })

/** Over a real connection: one in memory does not end as sockets end. */
async function open(server: TestServer, path: string, headers?: Record<string, string>) {
  const { server: http } = server.http
  if (!http.listening) await server.http.listen({ port: 0, host: '127.0.0.1' })
  const address = http.address()
  const host = `127.0.0.1:${typeof address === 'object' ? address?.port : ''}`
  const own = { cookie: await server.setUp(), origin: `http://${host}` }
  const socket = new WebSocket(`ws://${host}${path}`, { headers: headers ?? own })
  onTestFinished(() => socket.terminate())
  const shown: string[] = []
  const said: ExecServerMessage[] = []
  const closed = Promise.withResolvers<number>()
  socket.on('message', (data: Buffer, isBinary: boolean) => {
    if (isBinary) shown.push(String(data))
    else said.push(JSON.parse(String(data)))
  })
  socket.on('close', closed.resolve)
  await once(socket, 'open')
  return { socket, said, text: () => shown.join(''), closed: closed.promise }
}

/** What the Engine is asked to run from now on. */
function recordExec({ appEngine }: TestServer) {
  const seen: object[] = []
  const { openExec } = appEngine
  const recording: typeof openExec = (id, request, options) => {
    seen.push({ request, isTty: options.isTty })
    return openExec(id, request, options)
  }
  Object.assign(appEngine, { openExec: recording })
  return seen
}

const records = async (server: TestServer) =>
  (await server.call({ method: 'GET', url: '/api/v1/exec-sessions' })).json().sessions

describe('a terminal', () => {
  it('is prepared once for a request that was sent twice with one idempotency key', async () => {
    const server = await runningShop()
    const request = {
      method: 'POST',
      url: `${url}/containers/shop-web-1/exec`,
      headers: { cookie: await server.setUp(), origin, 'idempotency-key': 'k1' },
      payload: { command: ['cat'] },
    } as const
    const first = await server.http.inject(request)
    const second = await server.http.inject(request)
    expect(second.json()).toEqual(first.json())
    await open(server, second.json().path)
    await expect.poll(() => records(server)).toHaveLength(1)
  })

  it('is on record page by page', async () => {
    const server = await runningShop()
    for (const command of [['cat'], ['cat']]) {
      const { path } = (await ask(server, { command })).json()
      await open(server, path)
    }
    await expect.poll(() => records(server)).toHaveLength(2)
    const ids = (await records(server)).map(({ id }: { id: string }) => id)
    const list = '/api/v1/exec-sessions?project=shop&limit=1'
    expect(await pagesOf(server, list, { list: 'sessions', key: 'id' })).toEqual([[ids[0]], [ids[1]]])
  })

  it('shows what the command prints, takes what is typed, and is on record with its bytes', async () => {
    const server = await runningShop()
    const { id, path } = (await ask(server, { command: ['cat'], columns: 100, rows: 30 })).json()
    const terminal = await open(server, path)
    await expect.poll(terminal.text).toBe('ready\n')
    terminal.socket.send(JSON.stringify({ op: 'resize', columns: 120, rows: 40 }))
    terminal.socket.send(Buffer.from('hello'))
    await expect.poll(terminal.text).toBe('ready\nhello')
    terminal.socket.close()
    await terminal.closed
    await expect
      .poll(() => records(server))
      .toMatchObject([
        {
          id,
          project: 'shop',
          service: 'web',
          container: 'shop-web-1',
          user: 'ada',
          command: ['cat'],
          bytesIn: 5,
          bytesOut: 11,
          ending: 'closed',
          endedAt: expect.any(String),
        },
      ])
    const audit = { method: 'GET', url: '/api/v1/audit?project=shop&limit=3' } as const
    await expect
      .poll(async () => (await server.call(audit)).json().entries)
      .toMatchObject([
        {
          action: 'endExec',
          after: { service: 'web', container: 'shop-web-1', ending: 'closed', bytesIn: 5 },
        },
        { action: 'beginExec', actor: { user: 'ada' }, after: { container: 'shop-web-1' } },
        { action: 'openExec', outcome: 'done', after: { command: ['cat'] } },
      ])
  })

  it('tells the exit code when the command ends', async () => {
    const server = await runningShop()
    const terminal = await open(server, (await ask(server, { command: ['false'] })).json().path)
    expect(await terminal.closed).toBe(1000)
    expect(terminal.said).toEqual([{ op: 'exit', exitCode: 3 }])
    await expect.poll(() => records(server)).toMatchObject([{ ending: 'exited', exitCode: 3 }])
  })

  it('runs as another user, elsewhere, with variables and without a terminal', async () => {
    const server = await runningShop()
    const seen = recordExec(server)
    const wish = { user: '1000:1000', workingDir: '/srv', env: ['A=b c'] }
    const terminal = await open(
      server,
      (await ask(server, { command: ['id'], tty: false, ...wish })).json().path,
    )
    expect(await terminal.closed).toBe(1000)
    expect(seen).toEqual([{ request: { command: ['id'], ...wish }, isTty: false }])
    await expect.poll(() => records(server)).toMatchObject([{ containerUser: '1000:1000', command: ['id'] }])
  })

  it('says why the Engine refuses', async () => {
    const server = await runningShop()
    const { path } = (await ask(server, {})).json()
    await server.engine.stopContainer('shop-web-1')
    const terminal = await open(server, path)
    expect(await terminal.closed).toBe(1011)
    expect(terminal.said).toMatchObject([{ op: 'failed', code: 'ENGINE_CONFLICT' }])
  })

  it('closes on what is not a message', async () => {
    const server = await runningShop()
    const terminal = await open(server, (await ask(server, { command: ['cat'] })).json().path)
    await expect.poll(terminal.text).toBe('ready\n')
    terminal.socket.send('nonsense')
    expect(await terminal.closed).toBe(1008)
  })
})

describe('who may open a terminal', () => {
  it('once, with the ticket that was made for this session', async () => {
    const server = await runningShop()
    const { path } = (await ask(server, { command: ['cat'] })).json()
    const other = { authorization: await server.authorization('admin') }
    await expect(open(server, path, other)).rejects.toThrow('404')
    const terminal = await open(server, path)
    await expect(open(server, path)).rejects.toThrow('404')
    terminal.socket.terminate()
  })

  it.each(['root', '0', '00', '1000:0', 'root:root'])('as %s only an admin', async (user) => {
    const server = await runningShop()
    expect((await ask(server, { user })).statusCode).toBe(201)
    const request = { method: 'POST', url: `${url}/containers/shop-web-1/exec`, payload: { user } } as const
    const refused = await server.call(request, 'developer')
    expect(refused.json()).toMatchObject({
      code: 'ACCESS_DENIED',
      detail: expect.stringContaining('exec-root'),
    })
    const other = await server.call({ ...request, payload: { user: '1000' } }, 'developer')
    expect(other.json().code).toBe('EXEC_BY_TOKEN')
    expect((await ask(server, { user: `+${user}` })).json().code).toBe('REQUEST_INVALID')
  })

  it('only in containers of the project', async () => {
    const server = await runningShop()
    await server.engine.createContainer({
      name: 'stranger',
      body: { Image: 'busybox', HostConfig: {}, Labels: {} },
    })
    const reply = await ask(server, {}, 'stranger')
    expect(reply.json()).toMatchObject({ status: 404, code: 'CONTAINER_NOT_FOUND' })
  })

  it('no API token, and nobody who may only look', async () => {
    const server = await runningShop()
    const request = { method: 'POST', url: `${url}/containers/shop-web-1/exec`, payload: {} } as const
    expect((await server.call(request)).json()).toMatchObject({ status: 403, code: 'EXEC_BY_TOKEN' })
    expect((await server.call(request, 'viewer')).json()).toMatchObject({
      status: 403,
      code: 'ACCESS_DENIED',
    })
    expect((await server.call({ method: 'GET', url: '/api/v1/exec-sessions' }, 'developer')).statusCode).toBe(
      403,
    )
  })
})
