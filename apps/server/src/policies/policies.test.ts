import { mkdir } from 'node:fs/promises'
import path from 'node:path'
import type { Problem } from '@berth/contract'
import type { InjectOptions } from 'fastify'
import { describe, expect, it } from 'vitest'
import { startServer, type TestServer } from '../testing/start-server.ts'
import { evil } from './testing/attempts-in-files.ts'
import { developerPolicy, setDeveloperPolicy } from './testing/developer-policy.ts'

const url = '/api/v1/projects/shop'
const policyUrl = '/api/v1/policies/developer'
const good = 'services: {web: {image: busybox, mem_limit: 64m}}\n'

/** As somebody else, who is a developer. */
async function asDeveloper(server: TestServer, request: InjectOptions) {
  await server.setUp()
  const authorization = await server.colleague('developer')
  return server.call({ ...request, headers: { authorization, ...request.headers } }, 'nobody')
}

async function write(server: TestServer, files: Readonly<Record<string, string>>) {
  const payload = { files: Object.entries(files).map(([name, content]) => ({ path: name, content })) }
  const reply = await asDeveloper(server, { method: 'PUT', url, payload })
  expect(reply.statusCode, reply.body).toBeLessThan(300)
}

const deploy = (server: TestServer) =>
  asDeveloper(server, { method: 'POST', url: `${url}/deployments?wait=20`, payload: {} })

describe('the policy of a role', () => {
  it('is open where nobody has written one, but for what is of others', async () => {
    const server = await startServer()
    const read = await server.call({ method: 'GET', url: policyUrl })
    expect(read.json()).toMatchObject({ role: 'developer', base: 'open', isUsual: true, isAdvisory: false })
    await write(server, { 'compose.yaml': 'services: {web: {image: busybox, volumes: ["/opt/x:/x"]}}\n' })
    expect((await deploy(server)).json()).toMatchObject({ state: 'succeeded' })
    await write(server, { 'compose.yaml': 'services: {web: {image: busybox, volumes: ["/run:/x"]}}\n' })
    expect((await deploy(server)).json()).toMatchObject({ status: 422, code: 'POLICY_VIOLATION' })
  })

  it('is replaced by who read it last, and names who did', async () => {
    const server = await startServer()
    const { etag } = (await server.call({ method: 'GET', url: policyUrl })).json()
    const put = { method: 'PUT', url: policyUrl, payload: developerPolicy } as const
    const done = await server.call({ ...put, headers: { 'if-match': etag } })
    expect(done.json()).toMatchObject({ ...developerPolicy, isUsual: false, updatedBy: 'ada' })
    expect(done.headers.etag).not.toBe(etag)
    const late = await server.call({ ...put, headers: { 'if-match': etag } })
    expect(late.json()).toMatchObject({ status: 412, code: 'FILES_CHANGED' })
    expect(late.headers.etag).toBe(done.headers.etag)
    const blind = await server.call({ ...put, headers: { 'if-match': undefined } })
    expect(blind.json()).toMatchObject({ status: 428, code: 'PRECONDITION_REQUIRED' })
  })

  it('says what is wrong with it, and where', async () => {
    const server = await startServer()
    const rules = { ports: { allowed: ['80', '70000'] }, binds: { allowed: ['data'] } }
    const payload = { base: 'open', rules }
    const refused = await server.call({ method: 'PUT', url: policyUrl, payload })
    expect(refused.json()).toMatchObject({
      status: 422,
      code: 'POLICY_INVALID',
      errors: [
        { pointer: 'body/rules/binds', message: expect.stringContaining('absolute path') },
        { pointer: 'body/rules/ports', message: expect.stringContaining('70000') },
      ],
    })
  })

  it('is not for developers to write', async () => {
    const server = await startServer()
    const refused = await asDeveloper(server, {
      method: 'PUT',
      url: policyUrl,
      payload: developerPolicy,
      headers: { 'if-match': '*' },
    })
    expect(refused.json()).toMatchObject({ status: 403, code: 'ACCESS_DENIED' })
  })

  it('is told in lines', async () => {
    const server = await startServer()
    await setDeveloperPolicy(server)
    const headers = { accept: 'text/plain' }
    const { body } = await server.call({ method: 'GET', url: '/api/v1/policies', headers })
    expect(body).toContain('developer base strict\n')
    expect(body).toContain('developer requiredLimits {"limits":["memory"]}\n')
  })
})

describe('what the policy of developers refuses', () => {
  it('names the rule, the place through an include, what it comes to, and how to ask', async () => {
    const server = await startServer()
    await setDeveloperPolicy(server)
    await write(server, { 'compose.yaml': `include: [evil.yaml]\n${good}`, 'evil.yaml': evil })
    const problem = (await deploy(server)).json<Problem>()
    expect(problem).toMatchObject({ status: 422, code: 'POLICY_VIOLATION' })
    expect(problem.errors?.[0]).toMatchObject({
      rule: 'protectedPaths',
      file: 'evil.yaml',
      line: 9,
      value: '/run/docker.sock',
    })
    expect(problem.fix).toContain('POST /api/v1/policies/exceptions')
  })

  it('is refused by every way, and nothing is made', async () => {
    const server = await startServer()
    await write(server, { 'compose.yaml': 'services: {web: {image: busybox}}\n' })
    expect((await deploy(server)).json()).toMatchObject({ state: 'succeeded' })
    await write(server, { 'compose.yaml': good })
    expect((await deploy(server)).json()).toMatchObject({ state: 'succeeded' })
    await setDeveloperPolicy(server)
    const before = server.engine.calls.length
    const ways: Record<string, InjectOptions> = {
      deployment: { url: `${url}/deployments`, payload: {} },
      plan: { url: `${url}/plans`, payload: { kind: 'up' } },
      scale: { url: `${url}/services/web/scale`, payload: { replicas: 2 } },
      run: { url: `${url}/runs`, payload: { service: 'web' } },
      copy: { url: `${url}/copies`, payload: {} },
      'preview of a copy': { url: `${url}/copies`, payload: { preview: true } },
      rollback: { url: `${url}/revisions/1/rollback`, payload: {}, headers: { 'if-match': '*' } },
      'preview of a rollback': { url: `${url}/revisions/1/plan`, payload: {} },
    }
    await write(server, { 'compose.yaml': 'services: {web: {image: busybox, labels: {a: b}}}\n' })
    const seen: Record<string, string> = {}
    for (const [way, request] of Object.entries(ways)) {
      const reply = await asDeveloper(server, { method: 'POST', ...request })
      seen[way] = `${reply.statusCode} ${reply.json<Problem>().code}`
    }
    expect(seen).toEqual(Object.fromEntries(Object.keys(ways).map((way) => [way, '422 POLICY_VIOLATION'])))
    expect(server.engine.calls.slice(before)).toEqual([])
    const { projects } = (await server.call({ method: 'GET', url: '/api/v1/projects' })).json()
    expect(projects).toHaveLength(1)
  })

  it('is refused to a token of a developer that an admin has made', async () => {
    const server = await startServer()
    await setDeveloperPolicy(server)
    await write(server, { 'compose.yaml': 'services: {web: {image: busybox}}\n' })
    const refused = await server.call({ method: 'POST', url: `${url}/deployments`, payload: {} }, 'developer')
    expect(refused.json()).toMatchObject({ status: 422, errors: [{ rule: 'requiredLimits' }] })
  })

  it('can be stopped and taken down by everybody who may, when it runs all the same', async () => {
    const server = await startServer()
    const labels = '{com.docker.compose.project: blog}'
    await write(server, {
      'compose.yaml': `services: {web: {image: busybox, privileged: true, labels: ${labels}}}\n`,
    })
    const byAdmin = await server.call({ method: 'POST', url: `${url}/deployments?wait=20`, payload: {} })
    expect(byAdmin.json()).toMatchObject({ state: 'succeeded' })
    await setDeveloperPolicy(server)
    for (const way of ['restart', 'stop', 'down']) {
      const done = await asDeveloper(server, { method: 'POST', url: `${url}/${way}?wait=20`, payload: {} })
      expect(done.json()).toMatchObject({ state: 'succeeded' })
    }
  })

  it('is done for an admin, who is warned', async () => {
    const server = await startServer()
    await write(server, { 'compose.yaml': 'services: {web: {image: busybox, volumes: ["/run:/x"]}}\n' })
    const done = await server.call({ method: 'POST', url: `${url}/deployments?wait=20`, payload: {} })
    expect(done.json()).toMatchObject({ state: 'succeeded' })
    expect(done.json().notices).toEqual([expect.stringContaining('/run is mounted, by which')])
  })

  it('is let through where it is allowed: the folder of who asks, and that of the project', async () => {
    const server = await startServer()
    await setDeveloperPolicy(server)
    const folder = path.join(server.dataDir, 'projects/shop/data')
    await mkdir(folder, { recursive: true })
    const volumes = '["./data:/d", "/srv/data/grace-developer/x:/x"]'
    await write(server, {
      'compose.yaml': `services: {web: {image: busybox, mem_limit: 64m, volumes: ${volumes}, ports: ["20001:80"]}}\n`,
    })
    const done = await deploy(server)
    // The folder is not on every machine; then nobody knows where it leads.
    const rules = (done.json<Problem>().errors ?? []).map(({ value }) => value)
    expect(rules.filter((value) => value?.startsWith(server.dataDir))).toEqual([])
  })
})

describe('the tester', () => {
  it('says of a text what the policy does, with places, and does nothing', async () => {
    const server = await startServer()
    await setDeveloperPolicy(server)
    const check = { method: 'POST', url: `${policyUrl}/check` } as const
    const payload = { content: `include: [evil.yaml]\n${good}`, files: { 'evil.yaml': evil } }
    const refused = await asDeveloper(server, { ...check, payload })
    expect(refused.json()).toMatchObject({ verdict: 'refuse' })
    expect(refused.json().findings[0]).toMatchObject({
      rule: 'protectedPaths',
      verdict: 'refuse',
      service: 'evil',
      file: 'evil.yaml',
      line: 9,
    })
    const allowed = await server.call({ ...check, payload: { content: good } })
    expect(allowed.json()).toEqual({ verdict: 'allow', findings: [] })
    const headers = { accept: 'text/plain' }
    const { body } = await server.call({
      ...check,
      headers,
      payload: { content: 'services: {web: {image: a}}' },
    })
    expect(body).toContain('refuse\nrefuse requiredLimits compose.yaml:1:')
    expect(server.engine.calls).toEqual([])
  })

  it('says what is wrong with a text that does not load', async () => {
    const server = await startServer()
    const check = { method: 'POST', url: `${policyUrl}/check` } as const
    const broken = await server.call({ ...check, payload: { content: 'services: {web: {imge: a}}' } })
    expect(broken.json()).toMatchObject({ status: 422, code: 'COMPOSE_INVALID' })
    const missing = await server.call({ ...check, payload: { content: `include: [x.yaml]\n${good}` } })
    expect(missing.json()).toMatchObject({ status: 422, code: 'COMPOSE_INVALID' })
  })
})

describe('an exception', () => {
  const grant = { method: 'POST', url: '/api/v1/policies/exceptions' } as const
  const wish = { rule: 'requiredLimits', project: 'shop', reason: 'a demo' }
  const soon = (now: number) => new Date(now + 30 * 60_000).toISOString()

  async function startShop() {
    let now = Date.now()
    const server = await startServer({ now: () => now })
    await setDeveloperPolicy(server)
    await write(server, { 'compose.yaml': 'services: {web: {image: busybox}}\n' })
    expect((await deploy(server)).statusCode).toBe(422)
    return { server, until: soon(now), pass: (ms: number) => (now += ms) }
  }

  it('lets a project do for a while what its rule refuses, warns of it, and ends by itself', async () => {
    const { server, until, pass } = await startShop()
    const granted = await server.call({ ...grant, payload: { ...wish, until } })
    expect(granted.json()).toMatchObject({ ...wish, state: 'active', createdBy: 'ada', expiresAt: until })
    const done = (await deploy(server)).json()
    expect(done).toMatchObject({ state: 'succeeded', notices: [expect.stringContaining('requiredLimits')] })

    pass(31 * 60_000)
    await write(server, { 'compose.yaml': 'services: {web: {image: busybox, labels: {a: b}}}\n' })
    const before = server.engine.calls.length
    expect((await deploy(server)).json()).toMatchObject({ code: 'POLICY_VIOLATION' })
    expect(server.engine.calls.length).toBe(before)
    const { exceptions } = (await server.call({ method: 'GET', url: grant.url })).json()
    expect(exceptions).toMatchObject([{ ...wish, state: 'expired' }])
  })

  it('is for one user, and ends when it is revoked', async () => {
    const { server, until } = await startShop()
    const payload = { rule: 'requiredLimits', user: 'grace-developer', reason: 'a demo', until }
    const { id } = (await server.call({ ...grant, payload })).json()
    expect((await deploy(server)).json()).toMatchObject({ state: 'succeeded' })
    const gone = await server.call({ method: 'DELETE', url: `${grant.url}/${id}` })
    expect(gone.statusCode).toBe(204)
    await write(server, { 'compose.yaml': 'services: {web: {image: busybox, labels: {a: b}}}\n' })
    expect((await deploy(server)).json()).toMatchObject({ code: 'POLICY_VIOLATION' })
    const headers = { accept: 'text/plain' }
    const { body } = await server.call({ method: 'GET', url: grant.url, headers })
    expect(body).toContain(`${id} revoked requiredLimits - grace-developer`)
  })

  it('is never one from what is of others', async () => {
    const { server, until } = await startShop()
    await server.call({ ...grant, payload: { ...wish, rule: 'protectedPaths', until } })
    await write(server, { 'compose.yaml': good.replace('}}', ', volumes: ["/run:/x"]}}') })
    expect((await deploy(server)).json()).toMatchObject({ errors: [{ rule: 'protectedPaths' }] })
  })

  it('holds for copies of its project', async () => {
    const { server, until } = await startShop()
    await server.call({ ...grant, payload: { ...wish, until } })
    const copied = await asDeveloper(server, {
      method: 'POST',
      url: `${url}/copies`,
      payload: { name: 'mine' },
    })
    expect(copied.statusCode, copied.body).toBe(201)
    const done = await asDeveloper(server, {
      method: 'POST',
      url: '/api/v1/projects/mine/deployments?wait=20',
      payload: {},
    })
    expect(done.json()).toMatchObject({ state: 'succeeded' })
  })

  it.each([
    ['nobody', { project: undefined }, 'POLICY_EXCEPTION_INVALID'],
    ['a project that is not there', { project: 'none' }, 'PROJECT_NOT_FOUND'],
    ['a user that is not there', { user: 'none' }, 'USER_NOT_FOUND'],
    ['the past', { until: '2001-01-01T00:00:00Z' }, 'POLICY_EXCEPTION_INVALID'],
    ['ever', { until: '2101-01-01T00:00:00Z' }, 'POLICY_EXCEPTION_INVALID'],
  ])('is not granted for %s', async (_what, other, code) => {
    const { server, until } = await startShop()
    const refused = await server.call({ ...grant, payload: { ...wish, until, ...other } })
    expect(refused.json()).toMatchObject({ code })
  })

  it('comes in pages, newest first', async () => {
    const { server, until } = await startShop()
    for (const reason of ['one', 'two', 'three']) {
      await server.call({ ...grant, payload: { ...wish, reason, until } })
    }
    const first = await server.call({ method: 'GET', url: `${grant.url}?limit=2` })
    const { exceptions, nextCursor } = first.json()
    expect(exceptions).toHaveLength(2)
    const rest = await server.call({ method: 'GET', url: `${grant.url}?limit=2&cursor=${nextCursor}` })
    expect(rest.json().exceptions).toHaveLength(1)
    expect(rest.json().nextCursor).toBeUndefined()
  })
})
