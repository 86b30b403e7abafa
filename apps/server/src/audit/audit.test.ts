import path from 'node:path'
import { type AuditEntry, routes } from '@berth/contract'
import Database from 'better-sqlite3'
import { describe, expect, it } from 'vitest'
import { startServer, type TestServer } from '../testing/start-server.ts'

const url = '/api/v1/projects/shop'
const files = [{ path: 'compose.yaml', content: 'services: {web: {image: busybox, volumes: ["/run:/x"]}}\n' }]

async function entriesOf(server: TestServer, query = ''): Promise<AuditEntry[]> {
  const reply = await server.call({ method: 'GET', url: `/api/v1/audit?limit=1000${query}` })
  expect(reply.statusCode, reply.body).toBe(200)
  return reply.json<{ entries: AuditEntry[] }>().entries
}

const chainOf = async (server: TestServer) =>
  (await server.call({ method: 'GET', url: '/api/v1/audit/verify' })).json()

describe('the audit', () => {
  it('has every request to a route that changes something, also those that are refused', async () => {
    const server = await startServer()
    const unsafe = routes.filter(({ method }) => method !== 'GET')
    for (const { method, path: pattern } of unsafe) {
      const target = pattern.replace('/*', '/compose.yaml').replaceAll(/:[a-z]+/g, 'none')
      await server.call({ method, url: target }, 'viewer')
    }
    const seen = new Set((await entriesOf(server)).map(({ action }) => action))
    expect(unsafe.map(({ operationId }) => operationId).filter((action) => !seen.has(action))).toEqual([])
  })

  it('tells who asked, by which token and from where, what came of it, and nothing of reading', async () => {
    const server = await startServer()
    await server.call({ method: 'PUT', url, payload: { files } })
    await server.call({ method: 'GET', url })
    const [entry, ...before] = await entriesOf(server)
    expect(entry).toMatchObject({
      actor: { kind: 'token', name: 'admin', user: 'ada' },
      token: expect.any(String),
      address: '127.0.0.1',
      action: 'replaceProject',
      target: `PUT ${url}`,
      project: 'shop',
      status: 200,
      outcome: 'done',
      after: { files: [{ path: 'compose.yaml', content: '***' }] },
    })
    expect(before.map(({ action }) => action)).toEqual(['createToken', 'setUp'])
  })

  it('has attempts that were denied: by role, by nobody, by policy, and of reading', async () => {
    const server = await startServer()
    await server.call({ method: 'PUT', url, payload: { files } })
    await server.call({ method: 'DELETE', url }, 'developer')
    await server.call({ method: 'DELETE', url }, 'nobody')
    const headers = { authorization: 'Bearer berth_unknown' }
    await server.call({ method: 'DELETE', url, headers }, 'nobody')
    await server.call({ method: 'POST', url: `${url}/deployments` }, 'developer')
    await server.call({ method: 'GET', url: '/api/v1/audit' }, 'developer')
    const denied = await entriesOf(server, '&outcome=denied')
    expect(denied.map(({ action, status, code, actor }) => [action, status, code, actor?.name])).toEqual([
      ['listAudit', 403, 'ACCESS_DENIED', 'developer'],
      ['deployProject', 422, 'POLICY_VIOLATION', 'developer'],
      ['deleteProject', 401, 'AUTH_TOKEN_INVALID', undefined],
      ['deleteProject', 401, 'AUTH_REQUIRED', undefined],
      ['deleteProject', 403, 'ACCESS_DENIED', 'developer'],
    ])
  })

  it('tells what was there before, where that was changed', async () => {
    const server = await startServer()
    const payload = { base: 'strict', rules: { privileged: 'warn' } }
    await server.call({ method: 'PUT', url: '/api/v1/policies/developer', payload })
    const [entry] = await entriesOf(server, '&action=replacePolicy')
    expect(entry).toMatchObject({ before: { base: 'open', isUsual: true }, after: payload })
  })

  it('tells what policies warn an admin of', async () => {
    const server = await startServer()
    await server.call({ method: 'PUT', url, payload: { files } })
    await server.call({ method: 'POST', url: `${url}/deployments?wait=20`, payload: { message: 'x' } })
    const [entry] = await entriesOf(server, '&action=deployProject')
    expect(entry).toMatchObject({
      outcome: 'done',
      after: { message: 'x', warnings: [expect.stringContaining('/run is mounted, by which')] },
    })
  })

  it('holds no secret', async () => {
    const server = await startServer()
    const canary = 'canary-4711-value'
    await server.call({ method: 'PUT', url, payload: { files } })
    const secret = { value: canary, isSecret: true }
    await server.call({ method: 'PUT', url: `${url}/variables/PASSWORD`, payload: secret })
    await server.call({ method: 'POST', url: `${url}/runs`, payload: { service: canary } })
    await server.call({ method: 'POST', url: '/api/v1/session', payload: { name: 'ada', password: canary } })
    const text = JSON.stringify(await entriesOf(server))
    expect(text).toContain('signIn')
    expect(text).not.toContain(canary)
    expect(text).not.toContain('correct horse battery')
  })

  it('is not filled by nobody', async () => {
    const server = await startServer({ now: () => 1_800_000_000_000 })
    await server.authorization('admin')
    for (let count = 0; count < 70; count += 1) await server.call({ method: 'DELETE', url }, 'nobody')
    expect((await entriesOf(server, '&action=deleteProject')).length).toBe(60)
  })

  it('comes in pages, by user, project and time, in lines and as lines of JSON', async () => {
    const server = await startServer()
    for (const name of ['shop', 'blog', 'shop']) {
      await server.call({ method: 'PUT', url: `/api/v1/projects/${name}`, payload: { files } })
    }
    const first = await server.call({ method: 'GET', url: '/api/v1/audit?limit=2' })
    const { entries, nextCursor } = first.json()
    expect(entries).toHaveLength(2)
    expect(first.headers.link).toContain(`cursor=${nextCursor}`)
    const next = await server.call({ method: 'GET', url: `/api/v1/audit?limit=2&cursor=${nextCursor}` })
    expect(next.json().entries[0].seq).toBe(entries[1].seq - 1)

    expect((await entriesOf(server, '&project=blog')).map(({ project }) => project)).toEqual(['blog'])
    expect(await entriesOf(server, '&user=nobody')).toEqual([])
    expect(await entriesOf(server, '&until=2001-01-01T00:00:00Z')).toEqual([])
    expect(await entriesOf(server, '&since=2001-01-01T00:00:00Z')).toHaveLength(5)

    const get = { method: 'GET', url: '/api/v1/audit?project=blog' } as const
    const lines = await server.call({ ...get, headers: { accept: 'text/plain' } })
    expect(lines.body).toMatch(
      /^4 \S+Z ada 127\.0\.0\.1 done - replaceProject PUT \/api\/v1\/projects\/blog\n$/,
    )
    const ndjson = await server.call({ ...get, headers: { accept: 'application/x-ndjson' } })
    expect(ndjson.headers['content-type']).toBe('application/x-ndjson')
    expect(JSON.parse(ndjson.body)).toMatchObject({ seq: 4, project: 'blog' })
  })
})

describe('the chain of the audit', () => {
  async function startWithEntries() {
    const server = await startServer()
    for (const name of ['one', 'two', 'three']) {
      await server.call({ method: 'PUT', url: `/api/v1/projects/${name}`, payload: { files } })
    }
    const db = new Database(path.join(server.dataDir, 'berth.db'))
    return { server, db }
  }
  const withoutTriggers = 'DROP TRIGGER "AuditEntry_update"; DROP TRIGGER "AuditEntry_delete";'

  it('is whole, and goes on after a restart', async () => {
    const { server, db } = await startWithEntries()
    db.close()
    const chain = await chainOf(server)
    expect(chain).toMatchObject({ isWhole: true, entries: 5, head: { seq: 5 } })
    await server.http.close()
    const again = await startServer({ dataDir: server.dataDir, engine: server.engine })
    await again.call({ method: 'POST', url: '/api/v1/session', payload: { name: 'ada', password: 'wrong' } })
    expect(await chainOf(again)).toMatchObject({ isWhole: true })
    expect((await entriesOf(again)).at(-1)?.seq).toBe(1)
  })

  it.each([
    `UPDATE "AuditEntry" SET "outcome" = 'done' WHERE "seq" = 3`,
    `DELETE FROM "AuditEntry" WHERE "seq" = 3`,
  ])('cannot be changed in the database: %s', async (sql) => {
    const { db } = await startWithEntries()
    expect(() => db.exec(sql)).toThrow('append-only')
    db.close()
  })

  it.each([
    ['changed', `UPDATE "AuditEntry" SET "user" = 'grace' WHERE "seq" = 3`, 3],
    [
      'changed in its time',
      `UPDATE "AuditEntry" SET "at" = '2001-01-01T00:00:00.000+00:00' WHERE "seq" = 2`,
      2,
    ],
    ['taken away', `DELETE FROM "AuditEntry" WHERE "seq" = 3`, 4],
    ['taken away at the beginning', `DELETE FROM "AuditEntry" WHERE "seq" = 1`, 2],
    ['put elsewhere', `UPDATE "AuditEntry" SET "seq" = 9 WHERE "seq" = 5`, 9],
    [
      'written over with the hash of another',
      `UPDATE "AuditEntry" SET "hash" = "previous" WHERE "seq" = 4`,
      4,
    ],
  ])('tells where an entry was %s by somebody who took the triggers away', async (_how, sql, brokenAt) => {
    const { server, db } = await startWithEntries()
    db.exec(withoutTriggers)
    db.exec(sql)
    db.close()
    expect(await chainOf(server)).toMatchObject({ isWhole: false, brokenAt })
    const headers = { accept: 'text/plain' }
    const { body } = await server.call({ method: 'GET', url: '/api/v1/audit/verify', headers })
    expect(body).toMatch(new RegExp(`^broken at ${brokenAt} `))
  })
})
