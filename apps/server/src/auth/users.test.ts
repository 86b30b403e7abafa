import type { Role } from '@berth/contract'
import type { InjectOptions } from 'fastify'
import { describe, expect, it } from 'vitest'
import { eventClient } from '../testing/event-client.ts'
import { pagesOf } from '../testing/pages-of.ts'
import { admin, origin, startServer, type TestServer } from '../testing/start-server.ts'

const users = '/api/v1/users'

interface Made {
  readonly id: string
  readonly name: string
  readonly password: string
}

async function makeUser(server: TestServer, name: string, role: Role = 'developer'): Promise<Made> {
  const reply = await server.call({ method: 'POST', url: users, payload: { name, role } })
  expect(reply.statusCode).toBe(201)
  const { user, password } = reply.json()
  return { ...user, password }
}

async function signIn({ http }: TestServer, name: string, password: string) {
  const reply = await http.inject({ method: 'POST', url: '/api/v1/session', payload: { name, password } })
  const [cookie] = reply.cookies
  return { status: reply.statusCode, cookie: `${cookie?.name}=${cookie?.value}` }
}

const as = ({ http }: TestServer, cookie: string, request: InjectOptions) =>
  http.inject({ ...request, headers: { cookie, origin, 'if-match': '*' } })
const nameIn = async (server: TestServer, cookie: string) =>
  (await as(server, cookie, { method: 'GET', url: '/api/v1/session' })).json().user?.name

const adaOf = async (server: TestServer): Promise<string> => {
  const list = (await server.call({ method: 'GET', url: users })).json().users
  return list.find(({ name }: { name: string }) => name === admin.name).id
}

describe('a user', () => {
  it('signs in with the password that was shown once, and may do what the role may', async () => {
    const server = await startServer()
    const grace = await makeUser(server, 'grace')
    const { status, cookie } = await signIn(server, 'grace', grace.password)
    expect(status).toBe(200)
    const { user } = (await as(server, cookie, { method: 'GET', url: '/api/v1/session' })).json()
    expect(user).toMatchObject({ name: 'grace', role: 'developer' })
    expect(user.permissions).not.toContain('user:write')
    expect(server.logged()).not.toContain(grace.password)
  })

  it.each([
    [{ name: 'Grace', role: 'viewer' }, 400, 'REQUEST_INVALID'],
    [{ name: 'grace', role: 'owner' }, 400, 'REQUEST_INVALID'],
    [{ name: 'ada', role: 'viewer' }, 409, 'USER_EXISTS'],
  ])('is not made of %j', async (payload, status, code) => {
    const server = await startServer()
    const reply = await server.call({ method: 'POST', url: users, payload })
    expect(reply.json()).toMatchObject({ status, code })
  })

  it('is known to others by name only', async () => {
    const server = await startServer()
    const { id } = await makeUser(server, 'grace')
    const full = (await server.call({ method: 'GET', url: users })).json().users
    expect(full).toMatchObject([
      { name: 'ada', role: 'admin' },
      { id, name: 'grace', role: 'developer', createdAt: expect.any(String) },
    ])
    const seen = (await server.call({ method: 'GET', url: users }, 'developer')).json().users
    expect(seen).toEqual([
      { id: full[0].id, name: 'ada' },
      { id, name: 'grace' },
    ])
  })

  it('is listed by name, page by page', async () => {
    const server = await startServer()
    for (const name of ['grace', 'barbara', 'edsger']) await makeUser(server, name)
    expect(await pagesOf(server, `${users}?limit=3`, { list: 'users' })).toEqual([
      ['ada', 'barbara', 'edsger'],
      ['grace'],
    ])
  })

  it('has another role at once', async () => {
    const server = await startServer()
    const grace = await makeUser(server, 'grace')
    const { cookie } = await signIn(server, 'grace', grace.password)
    const may = async () =>
      (await as(server, cookie, { method: 'GET', url: '/api/v1/session' })).json().user.permissions
    expect(await may()).toContain('project:deploy')
    const url = `${users}/${grace.id}`
    const reply = await server.call({ method: 'PATCH', url, payload: { role: 'viewer' } })
    expect(reply.json()).toMatchObject({ name: 'grace', role: 'viewer' })
    expect(await may()).not.toContain('project:deploy')
  })

  it('gets a new password from an admin: the old one and all sessions end', async () => {
    const server = await startServer()
    const grace = await makeUser(server, 'grace')
    const { cookie } = await signIn(server, 'grace', grace.password)
    const reply = await server.call({ method: 'POST', url: `${users}/${grace.id}/password` })
    const { password } = reply.json()
    expect(await nameIn(server, cookie)).toBeUndefined()
    expect((await signIn(server, 'grace', grace.password)).status).toBe(401)
    expect((await signIn(server, 'grace', password)).status).toBe(200)
  })
})

describe('a user that is deleted', () => {
  it('has no session, token or webhook any more, and what was open is closed', async () => {
    const server = await startServer()
    const grace = await makeUser(server, 'grace')
    const { cookie } = await signIn(server, 'grace', grace.password)
    const payload = { name: 'hers', role: 'developer' }
    const token = await as(server, cookie, { method: 'POST', url: '/api/v1/tokens', payload })
    const authorization = `Bearer ${token.json().secret}`
    const files = [{ path: 'compose.yaml', content: 'services: {web: {image: busybox}}' }]
    await server.call({ method: 'POST', url: '/api/v1/projects', payload: { name: 'shop', files } })
    const hook = await as(server, cookie, {
      method: 'POST',
      url: '/api/v1/projects/shop/webhooks',
      payload: { name: 'x', sender: 'docker-hub' },
    })
    const { webhook, secret } = hook.json()
    const client = eventClient(
      await server.http.injectWS('/api/v1/ws', { headers: { host: 'localhost', cookie, origin } }),
    )

    expect((await server.call({ method: 'DELETE', url: `${users}/${grace.id}` })).statusCode).toBe(204)
    expect(await client.closed).toBe(4401)
    expect(await nameIn(server, cookie)).toBeUndefined()
    const asToken = await server.http.inject({ url: '/api/v1/projects', headers: { authorization } })
    expect(asToken.json().code).toBe('AUTH_TOKEN_INVALID')
    const url = `${webhook.path}?token=${secret}`
    expect((await server.http.inject({ method: 'POST', url, payload: {} })).json().code).toBe(
      'WEBHOOK_NOT_FOUND',
    )
    expect((await signIn(server, 'grace', grace.password)).status).toBe(401)
  })

  it('leaves a name that nobody else gets, since the history knows it', async () => {
    const server = await startServer()
    const { id } = await makeUser(server, 'grace')
    await server.call({ method: 'DELETE', url: `${users}/${id}` })
    const again = await server.call({
      method: 'POST',
      url: users,
      payload: { name: 'grace', role: 'viewer' },
    })
    expect(again.json()).toMatchObject({ status: 409, code: 'USER_EXISTS' })
  })

  it('must have been there', async () => {
    const server = await startServer()
    const reply = await server.call({ method: 'DELETE', url: `${users}/user_none` })
    expect(reply.json()).toMatchObject({ status: 404, code: 'USER_NOT_FOUND' })
  })
})

describe('the last admin', () => {
  it('is neither deleted nor given another role', async () => {
    const server = await startServer()
    const url = `${users}/${await adaOf(server)}`
    const refused = { status: 409, code: 'USER_LAST_ADMIN' }
    expect((await server.call({ method: 'DELETE', url })).json()).toMatchObject(refused)
    const demoted = await server.call({ method: 'PATCH', url, payload: { role: 'developer' } })
    expect(demoted.json()).toMatchObject(refused)
    expect((await server.call({ method: 'PATCH', url, payload: { role: 'admin' } })).statusCode).toBe(200)
  })

  it('is not lost when two admins take the role of each other at the same moment', async () => {
    const server = await startServer()
    const grace = await makeUser(server, 'grace', 'admin')
    const { cookie } = await signIn(server, 'grace', grace.password)
    const ada = await server.setUp()
    const demote = (by: string, id: string) =>
      as(server, by, { method: 'PATCH', url: `${users}/${id}`, payload: { role: 'viewer' } })
    const adaId = await adaOf(server)
    const replies = await Promise.all([demote(ada, grace.id), demote(cookie, adaId)])
    expect(replies.map(({ statusCode }) => statusCode).sort()).not.toEqual([200, 200])
  })
})

describe('everybody', () => {
  const next = 'a longer passphrase'
  const change = (server: TestServer, cookie: string, payload: object) =>
    as(server, cookie, { method: 'PUT', url: '/api/v1/session/password', payload })

  it('changes the own password, which ends the other sessions', async () => {
    const server = await startServer()
    const cookie = await server.setUp()
    const other = await signIn(server, admin.name, admin.password)
    const reply = await change(server, cookie, { old: admin.password, new: next })
    expect(reply.statusCode).toBe(204)
    expect(await nameIn(server, cookie)).toBe('ada')
    expect(await nameIn(server, other.cookie)).toBeUndefined()
    expect((await signIn(server, admin.name, admin.password)).status).toBe(401)
    expect((await signIn(server, admin.name, next)).status).toBe(200)
  })

  it.each([
    [{ old: 'wrong', new: next }, 403, 'PASSWORD_WRONG'],
    [{ old: admin.password, new: 'short' }, 400, 'REQUEST_INVALID'],
  ])('keeps the password when %j is sent', async (payload, status, code) => {
    const server = await startServer()
    const cookie = await server.setUp()
    expect((await change(server, cookie, payload)).json()).toMatchObject({ status, code })
    expect((await signIn(server, admin.name, admin.password)).status).toBe(200)
  })

  it('does so signed in, not by a token', async () => {
    const server = await startServer()
    const payload = { old: admin.password, new: next }
    const reply = await server.call({ method: 'PUT', url: '/api/v1/session/password', payload })
    expect(reply.json()).toMatchObject({ status: 409, code: 'SESSION_REQUIRED' })
  })

  it('ends all other own sessions', async () => {
    const server = await startServer()
    const cookie = await server.setUp()
    const other = await signIn(server, admin.name, admin.password)
    const reply = await as(server, cookie, { method: 'DELETE', url: '/api/v1/session/others' })
    expect(reply.statusCode).toBe(204)
    expect(await nameIn(server, cookie)).toBe('ada')
    expect(await nameIn(server, other.cookie)).toBeUndefined()
  })
})
