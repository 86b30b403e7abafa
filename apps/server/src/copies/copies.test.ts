import { readFile } from 'node:fs/promises'
import path from 'node:path'
import type { CopyMade } from '@berth/contract'
import { describe, expect, it } from 'vitest'
import { openDb } from '../db/client.ts'
import { startServer, type TestServer } from '../testing/start-server.ts'

const compose = `services:
  web: {image: busybox, container_name: shop-web, ports: ["8080:80"], environment: {KEY: "\${KEY:-}"}, volumes: ["data:/data"]}
  db: {image: busybox, ports: ["5432:5432"]}
volumes:
  data: {name: shop-data}
`

async function startShop(files: object[] = [{ path: 'compose.yaml', content: compose }]) {
  const server = await startServer()
  await server.call({ method: 'POST', url: '/api/v1/projects', payload: { name: 'shop', files } })
  return server
}

const copyOf = (server: TestServer, payload: object = {}, project = 'shop') =>
  server.call({ method: 'POST', url: `/api/v1/projects/${project}/copies`, payload })
const deploy = (server: TestServer, project: string) =>
  server.call({
    method: 'POST',
    url: `/api/v1/projects/${project}/deployments`,
    headers: { prefer: 'wait=20' },
  })
const get = (server: TestServer, at: string, accept?: string) =>
  server.call({ method: 'GET', url: `/api/v1/projects${at}`, headers: { accept } })
const onDisk = (server: TestServer, project: string, file: string) =>
  readFile(path.join(server.dataDir, 'projects', project, file), 'utf8')
/** Each with its id, by name. */
const containersOf = async (server: TestServer, project: string) => {
  const found = await server.engine.listContainers({ labels: [`com.docker.compose.project=${project}`] })
  return found.map(({ name, id }) => `${name} ${id}`).sort()
}
const portsOf = ({ ports }: CopyMade) => ports.map(({ published }) => published)

describe('a copy', () => {
  it('has ports, names and volumes of its own, and tells which', async () => {
    const server = await startShop()
    const reply = await copyOf(server, { name: 'shop-x' })
    expect(reply.statusCode).toBe(201)
    expect(reply.headers.location).toBe('/api/v1/projects/shop-x')
    expect(reply.json()).toEqual({
      name: 'shop-x',
      parent: 'shop',
      ports: [
        { service: 'db', target: 5432, protocol: 'tcp', from: '5432', published: 20_000 },
        { service: 'web', target: 80, protocol: 'tcp', from: '8080', published: 20_001 },
      ],
      notes: [
        'db 5432 → 20000',
        'web 8080 → 20001',
        'web container_name shop-web dropped',
        'volume shop-data → shop-x_data (new, empty)',
      ],
    })
    expect((await get(server, '/shop-x')).json()).toMatchObject({
      parent: 'shop',
      owner: 'ada',
      diagnostics: [],
    })
  })

  it('runs beside its parent, whose containers stay', async () => {
    const server = await startShop()
    await deploy(server, 'shop')
    const before = await containersOf(server, 'shop')
    await copyOf(server, { name: 'shop-x' })
    expect((await deploy(server, 'shop-x')).json()).toMatchObject({ state: 'succeeded' })
    expect((await containersOf(server, 'shop-x')).map((one) => one.split(' ')[0])).toEqual([
      'shop-x-db-1',
      'shop-x-web-1',
    ])
    expect(await containersOf(server, 'shop')).toEqual(before)
    expect((await server.engine.listVolumes({})).map(({ Name }) => Name).sort()).toEqual([
      'shop-data',
      'shop-x_data',
    ])
  })

  it('has what `docker compose` needs to see the same in its folder', async () => {
    const server = await startShop([
      { path: 'compose.yaml', content: compose },
      { path: 'compose.override.yaml', content: 'services: {web: {command: [a]}}' },
      { path: '.env', content: 'KEY=1\nCOMPOSE_PROJECT_NAME=shop\n' },
    ])
    await copyOf(server, { name: 'shop-x' })
    expect(await onDisk(server, 'shop-x', '.env')).toBe(
      'KEY=1\nCOMPOSE_PROJECT_NAME=shop-x\nCOMPOSE_FILE=compose.yaml:compose.override.yaml:compose.copy.yaml\nPORT_DB_5432=20000\nPORT_WEB_80=20001\n',
    )
  })

  it('has the variables and secrets of its parent, sealed as its own', async () => {
    const server = await startShop()
    const put = { method: 'PUT', payload: { value: 'hunter2', isSecret: true } } as const
    await server.call({ ...put, url: '/api/v1/projects/shop/variables/KEY' })
    await copyOf(server, { name: 'shop-x' })
    await deploy(server, 'shop-x')
    const [web] = await server.engine.listContainers({
      labels: ['com.docker.compose.project=shop-x', 'com.docker.compose.service=web'],
    })
    expect((await server.engine.inspectContainer(web?.id ?? '')).Config.Env).toContain('KEY=hunter2')
    expect(await onDisk(server, 'shop-x', '.env')).not.toContain('hunter2')
    const rows = (await get(server, '/shop-x/variables')).json().variables
    expect(rows).toContainEqual(expect.objectContaining({ name: 'KEY', isSecret: true, value: null }))
  })

  it('stays one when its files publish another port, take a name, or are replaced', async () => {
    const server = await startShop()
    await copyOf(server, { name: 'shop-x' })
    const content =
      'services: {web: {image: busybox, container_name: shop-web, ports: ["8080:80", "8081:81"]}}'
    await server.call({
      method: 'PUT',
      url: '/api/v1/projects/shop-x',
      payload: { files: [{ path: 'compose.yaml', content }] },
    })
    await deploy(server, 'shop-x')
    const [web] = await server.engine.listContainers({ labels: ['com.docker.compose.project=shop-x'] })
    expect(web?.name).toBe('shop-x-web-1')
    // The port that it had, and the next that is free.
    expect(new Set(web?.ports.map(({ published }) => published))).toEqual(new Set([20_001, 20_002]))
    expect(await onDisk(server, 'shop-x', '.env')).not.toContain('PORT_DB')
  })

  it('tells where it is reached, as lines too, before it runs and after', async () => {
    const server = await startShop()
    await copyOf(server, { name: 'shop-x' })
    expect((await get(server, '/shop-x/endpoints')).json()).toEqual([
      { service: 'db', target: 5432, protocol: 'tcp', published: 20_000 },
      { service: 'web', target: 80, protocol: 'tcp', published: 20_001 },
    ])
    await deploy(server, 'shop-x')
    expect((await get(server, '/shop-x/endpoints', 'text/plain')).body).toBe(
      'db 5432 http://localhost:20000\nweb 80 http://localhost:20001\n',
    )
  })

  it('is made of what a preview has shown, which makes nothing', async () => {
    const server = await startShop()
    const preview = await copyOf(server, { name: 'shop-x', preview: true })
    expect(preview.statusCode).toBe(200)
    expect((await get(server, '')).json().projects).toHaveLength(1)
    expect((await copyOf(server, { name: 'shop-x' })).json()).toEqual(preview.json())
  })

  it('is answered by the next server when the first ended between the making and the answer', async () => {
    const server = await startShop()
    const headers = { 'idempotency-key': 'k1' }
    const request = { method: 'POST', url: '/api/v1/projects/shop/copies', payload: {}, headers } as const
    const first = await server.call(request)
    await server.http.close()
    const db = openDb(path.join(server.dataDir, 'berth.db'))
    await db.idempotencyKey.updateMany({ data: { operationId: 'made' } })
    await db.$disconnect()
    const next = await startServer({ dataDir: server.dataDir })
    const second = await next.call(request)
    expect(second.statusCode).toBe(201)
    expect(second.json()).toEqual(first.json())
  })

  it('is named after whoever makes it; a name that is taken is refused with one that is free', async () => {
    const server = await startShop()
    expect((await copyOf(server)).json()).toMatchObject({ name: 'shop-ada' })
    expect((await copyOf(server)).json()).toMatchObject({
      status: 409,
      code: 'PROJECT_EXISTS',
      fix: 'Choose another name, for example shop-ada-ada.',
    })
  })

  it('of a copy is one of the same parent', async () => {
    const server = await startShop()
    await copyOf(server, { name: 'shop-x' })
    const again = (await copyOf(server, { name: 'shop-y' }, 'shop-x')).json<CopyMade>()
    expect(again).toMatchObject({ parent: 'shop', name: 'shop-y' })
    expect(portsOf(again)).toEqual([20_002, 20_003])
    const listed = (await get(server, '/shop/copies', 'text/plain')).body
    expect(listed).toBe('shop-x stopped, 2 services\nshop-y stopped, 2 services\n')
  })
})

describe('ports of copies', () => {
  it('are never given twice, also to twenty copies at once', async () => {
    const server = await startShop()
    const replies = await Promise.all(
      Array.from({ length: 20 }, (_, index) => copyOf(server, { name: `shop-${index}` })),
    )
    expect(new Set(replies.map(({ statusCode }) => statusCode))).toEqual(new Set([201]))
    expect(new Set(replies.flatMap((reply) => portsOf(reply.json()))).size).toBe(40)
  })

  it('are given again when a copy is deleted', async () => {
    const server = await startShop()
    await copyOf(server, { name: 'shop-x' })
    await server.call({ method: 'DELETE', url: '/api/v1/projects/shop-x' })
    expect(portsOf((await copyOf(server, { name: 'shop-y' })).json())).toEqual([20_000, 20_001])
  })

  it('are not those that a container has', async () => {
    const server = await startShop()
    const content = 'services: {web: {image: busybox, ports: ["20000:80"]}}'
    await server.call({
      method: 'PUT',
      url: '/api/v1/projects/blog',
      payload: { files: [{ path: 'compose.yaml', content }] },
    })
    await deploy(server, 'blog')
    expect(portsOf((await copyOf(server, { name: 'shop-x' })).json())).toEqual([20_001, 20_002])
  })

  it('may run out, which is said', async () => {
    const server = await startServer({ config: { copyPorts: { first: 20_000, last: 20_000 } } })
    const files = [{ path: 'compose.yaml', content: compose }]
    await server.call({ method: 'POST', url: '/api/v1/projects', payload: { name: 'shop', files } })
    expect((await copyOf(server, { name: 'shop-x' })).json()).toMatchObject({
      status: 409,
      code: 'COPY_PORTS_TAKEN',
    })
    expect((await get(server, '')).json().projects).toHaveLength(1)
  })
})

describe('the time of a copy', () => {
  const names = async (server: TestServer) =>
    (await get(server, '')).json<{ projects: { name: string }[] }>().projects.map(({ name }) => name)
  const keep = (server: TestServer, project: string, keptUntil: string | null) =>
    server.call({ method: 'PATCH', url: `/api/v1/projects/${project}`, payload: { keptUntil } })
  const past = '2020-01-01T00:00:00.000Z'

  it('ends with all that is its own, by an operation that says so; its parent stays', async () => {
    const server = await startShop()
    await deploy(server, 'shop')
    await copyOf(server, { name: 'shop-x', keptUntil: '2999-01-01T00:00:00.000Z' })
    await deploy(server, 'shop-x')
    expect((await get(server, '/shop-x')).json()).toMatchObject({ keptUntil: '2999-01-01T00:00:00.000Z' })
    await keep(server, 'shop-x', past)
    await expect.poll(() => names(server)).toEqual(['shop'])
    expect(await containersOf(server, 'shop-x')).toEqual([])
    expect((await server.engine.listVolumes({})).map(({ Name }) => Name)).toEqual(['shop-data'])
    const { operations } = (
      await server.call({ method: 'GET', url: '/api/v1/operations?project=shop-x' })
    ).json()
    expect(operations[0]).toMatchObject({
      kind: 'down',
      state: 'succeeded',
      trigger: 'schedule',
      actor: { kind: 'schedule', user: 'ada' },
    })
  })

  it('is that of BERTH_COPY_DAYS, unless it is kept for good', async () => {
    const server = await startServer({ config: { copyDays: 3 } })
    const files = [{ path: 'compose.yaml', content: compose }]
    await server.call({ method: 'POST', url: '/api/v1/projects', payload: { name: 'shop', files } })
    await copyOf(server, { name: 'shop-x' })
    const { createdAt, keptUntil } = (await get(server, '/shop-x')).json()
    expect(Date.parse(keptUntil) - Date.parse(createdAt)).toBeGreaterThan(3 * 24 * 60 * 60_000 - 60_000)
    expect((await keep(server, 'shop-x', null)).json()).not.toHaveProperty('keptUntil')
    await copyOf(server, { name: 'shop-y', keptUntil: null })
    expect((await get(server, '/shop-y')).json()).not.toHaveProperty('keptUntil')
  })

  it('goes on while its containers cannot be removed', async () => {
    const server = await startShop()
    await copyOf(server, { name: 'shop-x' })
    await deploy(server, 'shop-x')
    server.engine.failNext('stopContainer', new Error('it is stuck'))
    await keep(server, 'shop-x', past)
    const ended = async () =>
      (await server.call({ method: 'GET', url: '/api/v1/operations?project=shop-x' })).json().operations[0]
    await expect.poll(async () => (await ended()).state).toBe('failed')
    expect(await names(server)).toEqual(['shop', 'shop-x'])
  })

  it('is none of a project that is no copy', async () => {
    const server = await startShop()
    expect((await keep(server, 'shop', past)).json()).toMatchObject({ status: 409, code: 'PROJECT_NOT_COPY' })
  })
})

describe('a user', () => {
  it('has no more copies than BERTH_COPY_QUOTA allows, and is told which they are', async () => {
    const server = await startServer({ config: { copyQuota: 2 } })
    const files = [{ path: 'compose.yaml', content: compose }]
    await server.call({ method: 'POST', url: '/api/v1/projects', payload: { name: 'shop', files } })
    await copyOf(server, { name: 'shop-x' })
    await copyOf(server, { name: 'shop-y' })
    expect((await copyOf(server, { name: 'shop-z' })).json()).toMatchObject({
      status: 409,
      code: 'COPY_QUOTA_REACHED',
      detail: 'ada has 2 copies: shop-x, shop-y.',
    })
    const authorization = await server.colleague('developer')
    const payload = { name: 'shop-z' }
    const hers = {
      method: 'POST',
      url: '/api/v1/projects/shop/copies',
      headers: { authorization },
      payload,
    } as const
    expect((await server.call(hers)).statusCode).toBe(201)
  })
})

describe('what cannot be copied', () => {
  it.each([
    ['a project that is not there', 'nope', {}, { status: 404, code: 'PROJECT_NOT_FOUND' }],
    ['a branch of files', 'shop', { ref: 'main' }, { status: 409, code: 'SOURCE_NOT_GIT' }],
    ['under a name that Compose refuses', 'shop', { name: 'Shop' }, { status: 400, code: 'REQUEST_INVALID' }],
  ])('%s', async (_what, project, payload, problem) => {
    const server = await startShop()
    expect((await copyOf(server, payload, project)).json()).toMatchObject(problem)
  })

  it('files with errors, which are named', async () => {
    const server = await startShop([{ path: 'compose.yaml', content: 'services: {web: {imag: x}}' }])
    expect((await copyOf(server)).json()).toMatchObject({
      code: 'COMPOSE_INVALID',
      errors: [{ code: 'COMPOSE_UNKNOWN_KEY', file: 'compose.yaml', line: 1 }],
    })
  })
})

describe('whose a copy is', () => {
  const startTwo = async () => {
    const server = await startShop()
    const hers = await server.colleague('developer')
    const as =
      (authorization: string) =>
      (request: { method: 'POST' | 'PUT' | 'DELETE' | 'GET'; url: string; payload?: object }) =>
        server.call({ ...request, headers: { authorization } })
    await copyOf(server, { name: 'shop-ada' })
    const grace = as(hers)
    await grace({ method: 'POST', url: '/api/v1/projects/shop/copies', payload: { name: 'shop-grace' } })
    return { server, grace }
  }

  it('lets nobody change it but its owner and admins', async () => {
    const { server, grace } = await startTwo()
    for (const request of [
      { method: 'DELETE', url: '/api/v1/projects/shop-ada' },
      { method: 'POST', url: '/api/v1/projects/shop-ada/deployments' },
      { method: 'POST', url: '/api/v1/projects/shop-ada/down' },
      { method: 'PUT', url: '/api/v1/projects/shop-ada/files/a.txt', payload: { content: 'x' } },
    ] as const) {
      expect((await grace(request)).json()).toMatchObject({ status: 403 })
    }
    expect((await grace({ method: 'GET', url: '/api/v1/projects/shop-ada' })).statusCode).toBe(200)
    expect((await deploy(server, 'shop-grace')).statusCode).toBe(200)
  })

  it('lets its owner deploy and delete it, who may not delete the parent', async () => {
    const { grace } = await startTwo()
    expect(
      (await grace({ method: 'POST', url: '/api/v1/projects/shop-grace/deployments?wait=20' })).statusCode,
    ).toBe(200)
    expect(
      (
        await grace({
          method: 'POST',
          url: '/api/v1/projects/shop-grace/down?wait=20',
          payload: { volumes: true },
        })
      ).statusCode,
    ).toBe(200)
    expect((await grace({ method: 'DELETE', url: '/api/v1/projects/shop-grace' })).statusCode).toBe(204)
    expect((await grace({ method: 'DELETE', url: '/api/v1/projects/shop' })).json()).toMatchObject({
      code: 'ACCESS_DENIED',
    })
  })

  it('keeps the parent from being deleted, and says by which copies', async () => {
    const { server } = await startTwo()
    const reply = await server.call({ method: 'DELETE', url: '/api/v1/projects/shop' })
    expect(reply.json()).toMatchObject({
      status: 409,
      code: 'PROJECT_HAS_COPIES',
      detail: 'Copies of shop exist: shop-ada, shop-grace.',
    })
  })

  it('is a filter of the list', async () => {
    const { server } = await startTwo()
    const names = async (query: string) =>
      (await get(server, query)).json<{ projects: { name: string }[] }>().projects.map(({ name }) => name)
    expect(await names('?parent=shop&owner=grace-developer')).toEqual(['shop-grace'])
    expect(await names('?owner=ada')).toEqual(['shop', 'shop-ada'])
  })
})
