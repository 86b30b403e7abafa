import { permissions } from '@berth/contract'
import { describe, expect, it } from 'vitest'
import { pagesOf } from '../testing/pages-of.ts'
import { admin, origin, startServer } from '../testing/start-server.ts'
import { sessionIdleMs, sessionMostMs } from './session-store.ts'

const day = 24 * 60 * 60_000
const setUp = { method: 'POST', url: '/api/v1/setup' } as const
const signIn = { method: 'POST', url: '/api/v1/session', payload: admin } as const
const session = { method: 'GET', url: '/api/v1/session' } as const

/** A server whose clock the test moves. */
async function serverAt(start: number) {
  const clock = { now: start }
  return { clock, server: await startServer({ now: () => clock.now }) }
}

describe('set-up', () => {
  it('makes the first admin with the one-time token, and signs in', async () => {
    const { http, app } = await startServer()
    expect((await http.inject(session)).json()).toMatchObject({ isSetUp: false, user: null })

    const token = await app.issueSetupToken()
    const reply = await http.inject({ ...setUp, payload: { token, ...admin } })
    expect(reply.statusCode).toBe(201)
    expect(reply.json()).toEqual({
      isSetUp: true,
      user: { name: 'ada', role: 'admin', permissions },
      isTransportSafe: true,
    })
  })

  it('refuses a token that is not the last one', async () => {
    const { http, app } = await startServer()
    const old = await app.issueSetupToken()
    await app.issueSetupToken()
    const reply = await http.inject({ ...setUp, payload: { token: old, ...admin } })
    expect(reply.json()).toMatchObject({ status: 403, code: 'SETUP_TOKEN_WRONG' })
  })

  it('works once', async () => {
    const { http, app } = await startServer()
    const token = await app.issueSetupToken()
    await http.inject({ ...setUp, payload: { token, ...admin } })
    const again = await http.inject({ ...setUp, payload: { token, ...admin, name: 'eve' } })
    expect(again.json()).toMatchObject({ status: 409, code: 'SETUP_DONE' })
    expect(await app.issueSetupToken()).toBeUndefined()
  })

  it('lets only one of two who come at the same moment', async () => {
    const { http, app } = await startServer()
    const token = await app.issueSetupToken()
    const replies = await Promise.all(
      ['ada', 'eve'].map((name) => http.inject({ ...setUp, payload: { ...admin, token, name } })),
    )
    expect(replies.map(({ statusCode }) => statusCode).sort()).toEqual([201, 409])
  })

  it('limits guesses', async () => {
    const { http } = await startServer()
    const guess = { ...setUp, payload: { token: 'guess', ...admin } }
    for (let count = 0; count < 10; count++) await http.inject(guess)
    const reply = await http.inject(guess)
    expect(reply.json()).toMatchObject({ status: 429, code: 'RATE_LIMITED' })
    expect(reply.headers['retry-after']).toBeDefined()
  })
})

describe('sessions', () => {
  it('refuses a wrong password and an unknown name alike', async () => {
    const server = await startServer()
    await server.setUp()
    for (const payload of [
      { ...admin, password: 'wrong' },
      { ...admin, name: 'eve' },
    ]) {
      const reply = await server.http.inject({ ...signIn, payload })
      expect(reply.json()).toMatchObject({ status: 401, code: 'AUTH_WRONG_PASSWORD' })
      expect(reply.cookies).toEqual([])
    }
  })

  it('rotate: signing in gives a new id and ends the old session of the browser', async () => {
    const server = await startServer()
    const cookie = await server.setUp()
    const reply = await server.http.inject({ ...signIn, headers: { cookie, origin } })
    expect(`${reply.cookies[0]?.name}=${reply.cookies[0]?.value}`).not.toBe(cookie)
    expect((await server.http.inject({ ...session, headers: { cookie } })).json()).toMatchObject({
      user: null,
    })
  })

  it('end when somebody signs out', async () => {
    const server = await startServer()
    const cookie = await server.setUp()
    const reply = await server.http.inject({
      method: 'DELETE',
      url: '/api/v1/session',
      headers: { cookie, origin },
    })
    expect(reply.statusCode).toBe(204)
    expect(reply.cookies.every(({ value }) => value === '')).toBe(true)
    expect((await server.http.inject({ ...session, headers: { cookie } })).json()).toMatchObject({
      user: null,
    })
  })

  it('end when nobody used them for a day', async () => {
    const { clock, server } = await serverAt(0)
    const cookie = await server.setUp()
    const user = async () => (await server.http.inject({ ...session, headers: { cookie } })).json().user
    clock.now += sessionIdleMs - 1
    expect(await user()).not.toBeNull()
    clock.now += sessionIdleMs - 1
    expect(await user()).not.toBeNull()
    clock.now += sessionIdleMs
    expect(await user()).toBeNull()
  })

  it('end after a month, used or not', async () => {
    const { clock, server } = await serverAt(0)
    const cookie = await server.setUp()
    const user = async () => (await server.http.inject({ ...session, headers: { cookie } })).json().user
    for (; clock.now < sessionMostMs - day / 2; clock.now += day / 2) expect(await user()).not.toBeNull()
    clock.now = sessionMostMs
    expect(await user()).toBeNull()
  })

  it.each([
    { where: 'to this machine', host: '127.0.0.1:7420', agent: 'Chrome/140 Safari/537', secured: true },
    {
      where: 'to this machine without a window',
      host: '[::1]:7420',
      agent: 'HeadlessChrome/140 Safari/537',
      secured: true,
    },
    {
      where: 'to this machine from WebKit',
      host: 'localhost:7420',
      agent: 'Version/18 Safari/605',
      secured: false,
    },
    { where: 'to another machine', host: '192.168.1.2:7420', agent: 'Chrome/140 Safari/537', secured: false },
  ])('give a cookie that the browser takes over plain http $where', async ({ host, agent, secured }) => {
    const server = await startServer()
    await server.setUp()
    const reply = await server.http.inject({ ...signIn, headers: { host, 'user-agent': agent } })
    expect(reply.cookies).toEqual([
      expect.objectContaining({
        name: secured ? '__Host-berth' : 'berth',
        path: '/',
        httpOnly: true,
        sameSite: 'Lax',
        ...(secured && { secure: true }),
      }),
    ])
    expect(reply.json().isTransportSafe).toBe(!host.startsWith('192'))
  })

  it('believe a proxy that says https only when it is trusted', async () => {
    const headers = { host: 'box.example.org', 'x-forwarded-proto': 'https' }
    for (const trustProxy of [true, false]) {
      const server = await startServer({ config: { trustProxy, host: '0.0.0.0' } })
      const reply = await server.http.inject({ ...session, headers })
      expect(reply.json().isTransportSafe).toBe(trustProxy)
    }
  })
})

describe('requests that another site can make a browser send', () => {
  const write = { method: 'POST', url: '/api/v1/tokens', payload: { name: 'x', role: 'viewer' } } as const

  it.each([
    { name: 'its own origin', headers: { origin }, status: 201 },
    { name: 'the word of the browser', headers: { 'sec-fetch-site': 'same-origin' }, status: 201 },
    { name: 'another origin', headers: { origin: 'https://evil.example' }, status: 403 },
    { name: 'another port of this machine', headers: { origin: 'http://localhost:8080' }, status: 403 },
    { name: 'a sandboxed frame', headers: { origin: 'null' }, status: 403 },
    { name: 'another site', headers: { origin, 'sec-fetch-site': 'cross-site' }, status: 403 },
    { name: 'a sister domain', headers: { origin, 'sec-fetch-site': 'same-site' }, status: 403 },
    { name: 'nothing that says where it is from', headers: {}, status: 403 },
  ])('with the cookie and $name: $status', async ({ headers, status }) => {
    const server = await startServer()
    const cookie = await server.setUp()
    const reply = await server.http.inject({ ...write, headers: { cookie, ...headers } })
    expect(reply.statusCode).toBe(status)
    if (status === 403) expect(reply.json().code).toBe('ORIGIN_DENIED')
  })

  it('cannot sign a visitor in to another account', async () => {
    const server = await startServer()
    await server.setUp()
    const reply = await server.http.inject({ ...signIn, headers: { origin: 'https://evil.example' } })
    expect(reply.json().code).toBe('ORIGIN_DENIED')
  })

  it('cannot take over a name that resolves to this machine', async () => {
    const { http } = await startServer()
    const reply = await http.inject({ ...session, headers: { host: 'rebound.example' } })
    expect(reply.json()).toMatchObject({ status: 421, code: 'HOST_UNKNOWN' })
  })
})

describe('API tokens', () => {
  it('show their secret once and are listed without it', async () => {
    const server = await startServer()
    const made = await server.call({
      method: 'POST',
      url: '/api/v1/tokens',
      payload: { name: 'ci', role: 'developer', expiresInDays: 7 },
    })
    const { token, secret } = made.json()
    expect(secret).toMatch(new RegExp(`^${token.prefix}_[\\w-]{43}$`))
    const list = await server.call({ method: 'GET', url: '/api/v1/tokens' })
    expect(list.json().tokens).toContainEqual(token)
    expect(list.body).not.toContain(secret.slice(token.prefix.length + 1))
  })

  it('are listed newest first, page by page, though several were made at once', async () => {
    const { clock, server } = await serverAt(1_000_000)
    const make = async (name: string) => {
      const payload = { name, role: 'viewer' }
      return (await server.call({ method: 'POST', url: '/api/v1/tokens', payload })).json().token.id
    }
    const old = [await make('a'), await make('b'), await make('c')].sort()
    clock.now += 1000
    const young = await make('d')
    const list = (await server.call({ method: 'GET', url: '/api/v1/tokens' })).json().tokens
    const ids = list.map(({ id }: { id: string }) => id)
    expect(ids.filter((id: string) => id === young || old.includes(id))).toEqual([young, ...old])
    const pages = await pagesOf(server, '/api/v1/tokens?limit=2', { list: 'tokens', key: 'id' })
    expect(pages).toHaveLength(Math.ceil(ids.length / 2))
    expect(pages.flat()).toEqual(ids)
    const odd = await server.call({ method: 'GET', url: '/api/v1/tokens?cursor=first' })
    expect(odd.json()).toMatchObject({ status: 400, code: 'REQUEST_INVALID' })
  })

  it('are refused when they are revoked, unknown or expired', async () => {
    const { clock, server } = await serverAt(1_000_000)
    const made = await server.call({
      method: 'POST',
      url: '/api/v1/tokens',
      payload: { name: 'ci', role: 'viewer', expiresInDays: 1 },
    })
    const { token, secret } = made.json()
    const use = (bearer: string) =>
      server.http.inject({ ...session, headers: { authorization: `Bearer ${bearer}` } })
    expect((await use(secret)).json().user).toMatchObject({ name: 'ci', role: 'viewer' })
    expect((await use(`${secret.slice(0, -1)}_`)).json().code).toBe('AUTH_TOKEN_INVALID')
    expect((await use('berth_nonsense')).json().code).toBe('AUTH_TOKEN_INVALID')

    clock.now += day
    expect((await use(secret)).json().code).toBe('AUTH_TOKEN_INVALID')
    clock.now -= day
    await server.call({ method: 'DELETE', url: `/api/v1/tokens/${token.id}` })
    expect((await use(secret)).json()).toMatchObject({ status: 401, code: 'AUTH_TOKEN_INVALID' })
  })

  it('cannot be given a role that their maker does not have', async () => {
    const server = await startServer()
    const request = { method: 'POST', url: '/api/v1/tokens' } as const
    const reply = await server.call({ ...request, payload: { name: 'x', role: 'admin' } }, 'developer')
    expect(reply.json()).toMatchObject({ status: 403, code: 'TOKEN_EXCEEDS_CREATOR' })
    const lesser = await server.call({ ...request, payload: { name: 'x', role: 'viewer' } }, 'developer')
    expect(lesser.statusCode).toBe(201)
  })

  it('cannot outlive the token that made them', async () => {
    const server = await startServer()
    const request = { method: 'POST', url: '/api/v1/tokens' } as const
    const reply = await server.call({
      ...request,
      payload: { name: 'x', role: 'viewer', expiresInDays: 365 },
    })
    const list = await server.call({ method: 'GET', url: '/api/v1/tokens' })
    const maker = list.json().tokens.find(({ name }: { name: string }) => name === 'admin')
    expect(reply.json().token.expiresAt).toBe(maker.expiresAt)
  })

  it('are not known by a name that was never theirs to delete', async () => {
    const server = await startServer()
    const reply = await server.call({ method: 'DELETE', url: '/api/v1/tokens/000000000000' })
    expect(reply.json()).toMatchObject({ status: 404, code: 'TOKEN_NOT_FOUND' })
  })
})

it('keeps no secret in the database or the log', async () => {
  const server = await startServer()
  const cookie = await server.setUp()
  const bearer = await server.authorization('admin')
  const { readFile } = await import('node:fs/promises')
  const stored = await Promise.all(
    ['berth.db', 'berth.db-wal'].map((file) => readFile(`${server.dataDir}/${file}`, 'latin1')),
  )
  for (const secret of [cookie.split('=')[1], bearer.split('_').slice(2).join('_'), admin.password]) {
    expect(secret).toBeTruthy()
    expect(stored.join('').includes(secret as string)).toBe(false)
    expect(server.logged()).not.toContain(secret)
  }
})
