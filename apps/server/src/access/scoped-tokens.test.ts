import { describe, expect, it } from 'vitest'
import { eventClient } from '../testing/event-client.ts'
import { startServer, type TestServer } from '../testing/start-server.ts'
import type { TokenScope } from './scope.ts'

const files = [{ path: 'compose.yaml', content: 'services: {web: {image: busybox}}' }]

async function startBoth() {
  const server = await startServer()
  for (const name of ['shop', 'blog']) {
    await server.call({ method: 'PUT', url: `/api/v1/projects/${name}`, payload: { files } })
  }
  return server
}

async function callAs(server: TestServer, scope: TokenScope) {
  const authorization = await server.scoped(scope)
  return (method: 'GET' | 'POST', at: string, payload?: object) =>
    server.call(
      { method, url: `/api/v1${at}`, headers: { authorization }, ...(payload && { payload }) },
      'nobody',
    )
}

const deployOf = (project: string) => `/projects/${project}/deployments?wait=60`

describe('a token that may only deploy one project', () => {
  it('does that, and nothing else', async () => {
    const server = await startBoth()
    const call = await callAs(server, { permissions: ['project:deploy'], projects: ['shop'] })
    expect((await call('POST', deployOf('shop'))).json()).toMatchObject({ state: 'succeeded' })
    expect((await call('POST', deployOf('blog'))).json()).toMatchObject({
      status: 404,
      code: 'PROJECT_NOT_FOUND',
    })
    // Where a deployment that nobody waited for says to look.
    const { headers } = await call('POST', '/projects/shop/deployments')
    const at = `${headers.location}?wait=60`.replace('/api/v1', '')
    expect((await call('GET', at)).json()).toMatchObject({ state: 'succeeded' })
    const read = await call('GET', '/projects/shop')
    expect(read.json()).toMatchObject({
      code: 'ACCESS_DENIED',
      detail: 'The token does not hold project:read.',
      fix: 'Use a token that holds project:read.',
    })
    const lost = await call('POST', '/projects/shop/down', { volumes: true })
    expect(lost.json()).toMatchObject({ code: 'ACCESS_DENIED' })
  })

  it('tells what it is for in the list of tokens and of itself', async () => {
    const server = await startBoth()
    const scope = { permissions: ['project:deploy'], projects: ['shop-*'] } as const
    const call = await callAs(server, scope)
    expect((await call('GET', '/session')).json().user.permissions).toEqual(['project:deploy'])
    const { tokens } = (await server.call({ method: 'GET', url: '/api/v1/tokens' })).json()
    expect(tokens).toContainEqual(expect.objectContaining(scope))
  })
})

describe('a token for certain projects', () => {
  it('knows of no other in lists, events and topics', async () => {
    const server = await startBoth()
    for (const name of ['shop', 'blog']) {
      await server.call({ method: 'POST', url: `/api/v1${deployOf(name)}` })
    }
    const { operations } = (await server.call({ method: 'GET', url: '/api/v1/operations' })).json()
    const blogs = operations.find(({ project }: { project: string }) => project === 'blog').id
    const scope = { projects: ['shop'] }
    const call = await callAs(server, scope)
    const namesIn = (list: { name?: string; project?: string }[]) => [
      ...new Set(list.map(({ name, project }) => project ?? name)),
    ]
    expect(namesIn((await call('GET', '/projects')).json().projects)).toEqual(['shop'])
    expect(namesIn((await call('GET', '/operations')).json().operations)).toEqual(['shop'])
    expect((await call('GET', '/operations?project=blog')).json().operations).toEqual([])
    const { events } = (await call('GET', '/events?limit=1000')).json()
    expect(new Set(events.map(({ project }: { project?: string }) => project))).toEqual(new Set(['shop']))
    expect((await call('GET', `/events?operation=${blogs}`)).json().code).toBe('OPERATION_NOT_FOUND')

    const headers = { host: 'localhost', authorization: await server.scoped(scope) }
    const client = eventClient(await server.http.injectWS('/api/v1/ws', { headers }))
    for (const topic of ['host', 'stats', 'project:blog', 'stats:blog', `operation:${blogs}`] as const) {
      client.send({ op: 'subscribe', topic })
      const answer = await client.next((message) => 'topic' in message && message.topic === topic)
      expect(answer).toMatchObject({ op: 'denied', code: 'ACCESS_DENIED' })
    }
    client.send({ op: 'subscribe', topic: 'projects', since: 0 })
    await client.next(({ op }) => op === 'event')
    const seen = client.messages.length
    await server.call({ method: 'POST', url: `/api/v1${deployOf('blog')}` })
    await server.call({ method: 'POST', url: `/api/v1/projects/shop/down?wait=60` })
    await client.next((message) => client.messages.indexOf(message) >= seen)
    const payloads = client.messages.flatMap((message) => (message.op === 'event' ? [message.payload] : []))
    expect(new Set(payloads.map((payload) => 'name' in payload && payload.name))).toEqual(new Set(['shop']))
  })

  it('learns that an operation waits, but not for which other project', async () => {
    const server = await startServer({ config: { operationLimit: 1 } })
    for (const name of ['shop', 'blog']) {
      await server.call({ method: 'PUT', url: `/api/v1/projects/${name}`, payload: { files } })
    }
    const began = Promise.withResolvers<void>()
    const goOn = Promise.withResolvers<void>()
    const { startContainer } = server.appEngine
    Object.assign(server.appEngine, {
      startContainer: async (...args: Parameters<typeof startContainer>) => {
        began.resolve()
        await goOn.promise
        return startContainer(...args)
      },
    })
    const first = server.call({ method: 'POST', url: `/api/v1${deployOf('blog')}` })
    await began.promise
    const scope = { projects: ['shop'] }
    const call = await callAs(server, scope)
    const headers = { host: 'localhost', authorization: await server.scoped(scope) }
    const client = eventClient(await server.http.injectWS('/api/v1/ws', { headers }))
    client.send({ op: 'subscribe', topic: 'project:shop' })
    await client.next(({ op }) => op === 'subscribed')

    const { id } = (await call('POST', '/projects/shop/deployments')).json()
    const told = await client.next(
      (message) =>
        message.op === 'event' &&
        message.name === 'operation.changed' &&
        message.payload.queuePosition !== undefined,
    )
    const replies = [
      await call('GET', `/operations/${id}`),
      await call('GET', '/operations'),
      await call('GET', '/events?project=shop&limit=1000'),
    ].map((reply) => reply.body)
    for (const text of [JSON.stringify(told), ...replies]) {
      expect(text).toContain('"queuePosition":1')
      expect(text).not.toContain('blog')
    }
    const whole = await server.call({ method: 'GET', url: `/api/v1/operations/${id}` })
    expect(whole.json().waitsFor.project).toBe('blog')
    goOn.resolve()
    await first
  })

  it('makes projects of these names only', async () => {
    const call = await callAs(await startServer(), { projects: ['shop-*'] })
    expect((await call('POST', '/projects', { name: 'shop-2', files })).statusCode).toBe(201)
    expect((await call('POST', '/projects', { name: 'blog', files })).json().code).toBe('ACCESS_DENIED')
  })
})

describe('making a token', () => {
  it.each([
    [{ permissions: ['token:write'] }, { role: 'viewer', permissions: ['project:read'] }],
    [{ permissions: ['token:write', 'project:read'] }, { role: 'viewer' }],
    [{}, { role: 'viewer', permissions: ['project:deploy'] }],
  ] as const)('as a token with %j gives nothing more: %j', async (scope, wish) => {
    const server = await startServer()
    const call = await callAs(server, scope)
    const reply = await call('POST', '/tokens', { name: 'more', ...wish })
    expect(reply.json()).toMatchObject({ status: 403, code: 'TOKEN_EXCEEDS_CREATOR' })
  })
})
