import { access, mkdir, readFile, symlink, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { projects as contract, type ProjectSummary } from '@berth/contract'
import { Value } from 'typebox/value'
import { describe, expect, it } from 'vitest'
import { startServer, type TestServer } from '../testing/start-server.ts'

const compose = 'services:\n  web:\n    image: busybox\n'
const url = '/api/v1/projects/shop'

const create = (server: TestServer, files: object[] = [{ path: 'compose.yaml', content: compose }]) =>
  server.call({ method: 'POST', url: '/api/v1/projects', payload: { name: 'shop', files } })

const read = async (server: TestServer) => (await server.call({ method: 'GET', url })).json()
const onDisk = (server: TestServer, file: string) => path.join(server.dataDir, 'projects/shop', file)
const exists = (file: string) =>
  access(file).then(
    () => true,
    () => false,
  )

describe('registering a project', () => {
  it('keeps its files and tells what they say, and deploys nothing', async () => {
    const server = await startServer()
    const reply = await create(server)
    expect(reply.statusCode).toBe(201)
    expect(reply.headers.location).toBe(url)
    expect(reply.headers.etag).toBe(reply.json().filesEtag)
    expect(reply.json()).toMatchObject({
      name: 'shop',
      state: 'stopped',
      totalServices: 1,
      services: [{ name: 'web', image: 'busybox', wanted: 1, state: 'missing' }],
      diagnostics: [],
      files: ['compose.yaml'],
      composeFile: 'compose.yaml',
      activeOperation: null,
    })
    expect(await readFile(onDisk(server, 'compose.yaml'), 'utf8')).toBe(compose)
    expect(server.engine.calls).toEqual([])
  })

  it('merges the files that COMPOSE_FILE in its .env names, as `docker compose` in its folder does', async () => {
    const server = await startServer()
    const reply = await create(server, [
      { path: 'compose.yaml', content: 'services: {old: {image: x}}' },
      { path: 'base/a.yaml', content: compose },
      { path: 'b.yaml', content: 'services: {web: {scale: 2}, db: {image: busybox}}' },
      { path: '.env', content: 'COMPOSE_FILE=base/a.yaml,b.yaml\nCOMPOSE_PATH_SEPARATOR=,\n' },
    ])
    const { services } = reply.json()
    expect(services).toMatchObject([{ name: 'db' }, { name: 'web', wanted: 2 }])
  })

  it('refuses a name that is taken, and leaves that project alone', async () => {
    const server = await startServer()
    await create(server)
    const again = await create(server, [{ path: 'compose.yaml', content: 'services: {}' }])
    expect(again.json()).toMatchObject({ status: 409, code: 'PROJECT_EXISTS' })
    expect(await readFile(onDisk(server, 'compose.yaml'), 'utf8')).toBe(compose)
  })

  it.each(['Shop', '-shop', 'a/b', '..', ''])('refuses the name %j, as Compose does', async (name) => {
    const server = await startServer()
    const payload = { name, files: [{ path: 'compose.yaml', content: compose }] }
    const reply = await server.call({ method: 'POST', url: '/api/v1/projects', payload })
    expect(reply.json()).toMatchObject({ status: 400, code: 'REQUEST_INVALID' })
    expect(reply.json().errors[0].pointer).toBe('body/name')
  })

  it.each(['../evil', '/etc/cron.d/evil', 'a/../../evil'])('refuses to write %s', async (file) => {
    const server = await startServer()
    const reply = await create(server, [{ path: file, content: 'x' }])
    expect(reply.json()).toMatchObject({ status: 400, code: 'FILE_PATH_INVALID' })
    expect((await server.call({ method: 'GET', url })).statusCode).toBe(404)
  })

  it('refuses a key that nobody knows, and names it', async () => {
    const server = await startServer()
    const payload = { name: 'shop', file: [], files: [{ path: 'compose.yaml', content: compose }] }
    const reply = await server.call({ method: 'POST', url: '/api/v1/projects', payload })
    expect(reply.json().errors).toEqual([
      { pointer: 'body', message: 'must NOT have additional properties: file' },
    ])
  })

  it('is done by PUT too, which replaces all files of one that exists', async () => {
    const server = await startServer()
    const put = (files: object[]) => server.call({ method: 'PUT', url, payload: { files } })
    await put([
      { path: 'compose.yaml', content: compose },
      { path: 'site/index.html', content: 'old' },
    ])
    const reply = await put([{ path: 'compose.yaml', content: compose }])
    expect(reply.json().files).toEqual(['compose.yaml'])
    expect(await exists(onDisk(server, 'site'))).toBe(false)
  })
})

describe('what containers write into the project folder', () => {
  it('is not listed, and survives replacing the files and deleting the project', async () => {
    const server = await startServer()
    await create(server)
    await mkdir(onDisk(server, 'pgdata'))
    await writeFile(onDisk(server, 'pgdata/base'), 'precious')

    const payload = { files: [{ path: 'compose.yaml', content: compose }] }
    const reply = await server.call({ method: 'PUT', url, payload })
    expect(reply.json().files).toEqual(['compose.yaml'])
    expect((await server.call({ method: 'DELETE', url })).statusCode).toBe(204)
    expect(await readFile(onDisk(server, 'pgdata/base'), 'utf8')).toBe('precious')
    expect(await exists(onDisk(server, 'compose.yaml'))).toBe(false)
  })

  it('cannot lead a write out of the folder by a link', async () => {
    const server = await startServer()
    await create(server)
    await symlink(server.dataDir, onDisk(server, 'out'))
    const reply = await server.call({
      method: 'PUT',
      url: `${url}/files/out/berth.db`,
      payload: { content: 'overwritten' },
    })
    expect(reply.json()).toMatchObject({ status: 400, code: 'FILE_PATH_INVALID' })
    expect((await read(server)).files).toEqual(['compose.yaml'])
  })
})

describe('files of a project', () => {
  it('are read and written one by one, with the ETag of all', async () => {
    const server = await startServer()
    const before = (await create(server)).headers.etag as string
    const reply = await server.call({
      method: 'PUT',
      url: `${url}/files/site/index.html`,
      headers: { 'if-match': before },
      payload: { content: '<h1>hi</h1>' },
    })
    expect(reply.json().files).toEqual(['compose.yaml', 'site/index.html'])
    expect(reply.headers.etag).not.toBe(before)

    const file = await server.call({ method: 'GET', url: `${url}/files/site/index.html` })
    expect(file.json()).toEqual({
      path: 'site/index.html',
      content: '<h1>hi</h1>',
      encoding: 'utf8',
      etag: reply.headers.etag,
    })
  })

  it.each([
    { method: 'PUT', url: `${url}/files/compose.yaml`, payload: { content: 'services: {}' } },
    { method: 'PUT', url, payload: { files: [{ path: 'compose.yaml', content: 'services: {}' }] } },
    { method: 'DELETE', url: `${url}/files/compose.yaml` },
  ] as const)('are not changed by $method $url when somebody changed them meanwhile', async (request) => {
    const server = await startServer()
    const stale = (await create(server)).json().filesEtag
    await server.call({ method: 'PUT', url: `${url}/files/.env`, payload: { content: 'A=1' } })
    const reply = await server.call({ ...request, headers: { 'if-match': stale } })
    expect(reply.json()).toMatchObject({ status: 412, code: 'FILES_CHANGED' })
    expect(reply.headers.etag).toBe((await read(server)).filesEtag)
    expect(await readFile(onDisk(server, 'compose.yaml'), 'utf8')).toBe(compose)
  })

  it.each([
    { method: 'PUT', url: `${url}/files/compose.yaml`, payload: { content: 'services: {}' } },
    { method: 'PUT', url, payload: { files: [{ path: 'compose.yaml', content: 'services: {}' }] } },
    { method: 'DELETE', url: `${url}/files/compose.yaml` },
    { method: 'DELETE', url },
  ] as const)('are not changed by $method $url of who does not say what he read', async (request) => {
    const server = await startServer()
    await create(server)
    const reply = await server.call({ ...request, headers: { 'if-match': undefined } })
    expect(reply.json()).toMatchObject({
      status: 428,
      code: 'PRECONDITION_REQUIRED',
      fix: expect.stringContaining('If-Match'),
    })
    expect(await readFile(onDisk(server, 'compose.yaml'), 'utf8')).toBe(compose)
  })

  it.each([
    { method: 'PUT', url: `${url}/files/.env`, payload: { content: 'A=1' } },
    { method: 'PUT', url: '/api/v1/projects/blog', payload: { files: [{ path: 'a', content: '' }] } },
  ] as const)('may be new without an If-Match: $method $url', async (request) => {
    const server = await startServer()
    await create(server)
    const reply = await server.call({ ...request, headers: { 'if-match': undefined } })
    expect(reply.statusCode).toBe(200)
  })

  it('are not made by a PUT that means others, and are by one that means whatever is there', async () => {
    const server = await startServer()
    const payload = { files: [{ path: 'compose.yaml', content: compose }] }
    const put = (tag: string) => server.call({ method: 'PUT', url, payload, headers: { 'if-match': tag } })
    expect((await put('"other"')).json()).toMatchObject({ status: 412, code: 'FILES_CHANGED' })
    expect((await put('*')).statusCode).toBe(200)
  })

  it.each(['*', 'unquoted'])('take If-Match: %s', async (form) => {
    const server = await startServer()
    const { filesEtag } = (await create(server)).json()
    const tag = form === '*' ? '*' : filesEtag.replaceAll('"', '')
    const reply = await server.call({
      method: 'PUT',
      url: `${url}/files/.env`,
      headers: { 'if-match': tag },
      payload: { content: 'A=1' },
    })
    expect(reply.statusCode).toBe(200)
  })

  it('are not sent again to who has them', async () => {
    const server = await startServer()
    const { etag } = (await create(server)).headers
    const request = { method: 'GET', url: `${url}/files/compose.yaml` } as const
    const same = await server.call({ ...request, headers: { 'if-none-match': `"other", ${etag}` } })
    expect(same).toMatchObject({ statusCode: 304, body: '' })
    expect(same.headers.etag).toBe(etag)
    expect((await server.call({ ...request, headers: { 'if-none-match': '"other"' } })).statusCode).toBe(200)
  })

  it('may be binary', async () => {
    const server = await startServer()
    const content = Buffer.from([0, 255, 128, 10]).toString('base64')
    await create(server, [
      { path: 'compose.yaml', content: compose },
      { path: 'logo.png', content, encoding: 'base64' },
    ])
    const reply = await server.call({ method: 'GET', url: `${url}/files/logo.png` })
    expect(reply.json()).toMatchObject({ content, encoding: 'base64' })
    expect(await readFile(onDisk(server, 'logo.png'))).toEqual(Buffer.from([0, 255, 128, 10]))
  })

  it.each([
    [{ path: 'a', content: 'not base64!', encoding: 'base64' }, 400, 'FILE_ENCODING_INVALID'],
    [{ path: 'a', content: 'x'.repeat(8 * 2 ** 20 + 1) }, 413, 'FILE_TOO_LARGE'],
    [{ path: 'compose.yaml', content: 'twice' }, 400, 'FILE_PATH_INVALID'],
  ])('are refused when they are not as they should be: %#', async (file, status, code) => {
    const server = await startServer()
    const reply = await create(server, [{ path: 'compose.yaml', content: compose }, file])
    expect(reply.json()).toMatchObject({ status, code })
  })

  it('are not found when they are not the project’s', async () => {
    const server = await startServer()
    await create(server)
    await writeFile(onDisk(server, 'stray'), 'x')
    for (const file of ['stray', 'none']) {
      const reply = await server.call({ method: 'GET', url: `${url}/files/${file}` })
      expect(reply.json()).toMatchObject({ status: 404, code: 'FILE_NOT_FOUND' })
    }
  })

  it('may be the last one: then the project says what is missing', async () => {
    const server = await startServer()
    await create(server)
    const reply = await server.call({ method: 'DELETE', url: `${url}/files/compose.yaml` })
    expect(reply.json()).toMatchObject({
      state: 'invalid',
      files: [],
      composeFile: null,
      diagnostics: [{ code: 'COMPOSE_NO_FILE', severity: 'error' }],
    })
  })
})

describe('loading a project', () => {
  it('says what is wrong with file, line and column, and not where the server keeps its files', async () => {
    const server = await startServer()
    const reply = await create(server, [
      { path: 'compose.yaml', content: 'services:\n  web:\n    image: x\n    comand: y\n' },
    ])
    expect(reply.statusCode).toBe(201)
    expect(reply.json()).toMatchObject({
      state: 'invalid',
      stateReason: expect.stringMatching(/^compose\.yaml:4:5: /),
      diagnostics: [{ severity: 'error', range: { file: 'compose.yaml', line: 4, column: 5 } }],
    })
    expect(reply.body).not.toContain(server.dataDir)
  })

  it('knows no variable of the server', async () => {
    process.env.BERTH_TEST_SECRET = 'leaked'
    try {
      const server = await startServer()
      const content = 'services:\n  web:\n    image: "busybox:${BERTH_TEST_SECRET:-none}"\n'
      const reply = await create(server, [{ path: 'compose.yaml', content }])
      expect(reply.json().services[0].image).toBe('busybox:none')
    } finally {
      delete process.env.BERTH_TEST_SECRET
    }
  })

  it('reads nothing outside the project folder', async () => {
    const server = await startServer()
    const content = 'services:\n  web:\n    image: busybox\n    env_file: ../../berth.db\n'
    const reply = await create(server, [{ path: 'compose.yaml', content }])
    expect(reply.json()).toMatchObject({
      state: 'invalid',
      diagnostics: expect.arrayContaining([expect.objectContaining({ code: 'COMPOSE_PATH_OUTSIDE_ROOTS' })]),
    })
  })

  it('notices a file that was changed on the disk', async () => {
    const server = await startServer()
    await create(server)
    await writeFile(onDisk(server, 'compose.yaml'), 'services:\n  api:\n    image: busybox\n')
    expect((await read(server)).services).toMatchObject([{ name: 'api' }])
  })
})

describe('deleting a project', () => {
  it('is refused while containers of it exist', async () => {
    const server = await startServer()
    await create(server)
    await server.engine.createContainer({
      name: 'shop-web-1',
      body: {
        Image: 'busybox',
        Labels: { 'com.docker.compose.project': 'shop', 'com.docker.compose.service': 'web' },
        HostConfig: {},
      },
    })
    const reply = await server.call({ method: 'DELETE', url })
    expect(reply.json()).toMatchObject({ status: 409, code: 'PROJECT_IN_USE' })
    expect(reply.json().detail).toContain('shop-web-1')
    expect(await exists(onDisk(server, 'compose.yaml'))).toBe(true)
  })

  it('is refused while nobody knows whether containers exist', async () => {
    const server = await startServer()
    await create(server)
    server.engine.goAway()
    const reply = await server.call({ method: 'DELETE', url })
    expect(reply.json()).toMatchObject({ status: 503, code: 'ENGINE_UNREACHABLE' })
  })
})

const list = async (server: TestServer) =>
  (await server.call({ method: 'GET', url: '/api/v1/projects' })).json().projects

it('shows projects without an Engine: their state is unknown, and why', async () => {
  const server = await startServer()
  await create(server)
  server.engine.goAway()
  await expect
    .poll(() => list(server))
    .toMatchObject([{ name: 'shop', state: 'unknown', stateReason: /./, totalServices: 1 }])
  expect((await read(server)).services).toMatchObject([{ name: 'web' }])
})

describe('the list of projects', () => {
  const container = {
    name: 'shop-web-1',
    body: {
      Image: 'busybox',
      Labels: { 'com.docker.compose.project': 'shop', 'com.docker.compose.service': 'web' },
      HostConfig: {},
    },
  }

  it('is answered from memory, which follows what the Engine tells', async () => {
    const server = await startServer()
    await create(server)
    const { id } = await server.engine.createContainer(container)
    await server.engine.startContainer(id)
    await expect.poll(() => list(server)).toMatchObject([{ state: 'running', runningServices: 1 }])

    Object.assign(server.appEngine, { listContainers: () => Promise.reject(new Error('was asked')) })
    expect(await list(server)).toMatchObject([{ state: 'running' }])
    expect(server.logged()).not.toContain('was asked')
  })

  it('has the members that the contract declares, and no others', async () => {
    const server = await startServer()
    await create(server)
    const reply = await server.call({ method: 'GET', url: '/api/v1/projects' })
    expect(reply.headers['content-type']).toBe('application/json; charset=utf-8')
    const { reply: schema } = contract.listProjects
    expect(Value.Check(schema, reply.json())).toBe(true)
    expect(Value.Clean(schema, reply.json())).toEqual(reply.json())
  })

  it('is given in pages, and of one state', async () => {
    const server = await startServer()
    const files = [{ path: 'compose.yaml', content: 'services: {web: {image: busybox}}' }]
    for (const name of ['blog', 'shop', 'wiki']) {
      await server.call({ method: 'PUT', url: `/api/v1/projects/${name}`, payload: { files } })
    }
    await server.call({ method: 'POST', url: '/api/v1/projects/shop/deployments?wait=60' })
    const page = async (query: string) => {
      const reply = await server.call({ method: 'GET', url: `/api/v1/projects?${query}` })
      expect(Value.Check(contract.listProjects.reply, reply.json())).toBe(true)
      const { projects, nextCursor } = reply.json<{ projects: ProjectSummary[]; nextCursor?: string }>()
      return { names: projects.map(({ name }) => name), nextCursor }
    }
    await expect.poll(() => page('state=running')).toEqual({ names: ['shop'] })
    expect(await page('state=stopped')).toEqual({ names: ['blog', 'wiki'] })
    const first = await page('limit=2')
    expect(first.names).toEqual(['blog', 'shop'])
    expect(await page(`limit=2&cursor=${first.nextCursor}`)).toEqual({ names: ['wiki'] })
    expect((await page('state=stopped&limit=1')).names).toEqual(['blog'])
    const headers = { accept: 'text/plain' }
    const text = await server.call({ method: 'GET', url: '/api/v1/projects?limit=2', headers })
    expect(text.body).toMatch(
      /^blog stopped, 1 service\nshop running, 1 service, revision 1 by admin \ds ago\n$/,
    )
    expect(text.headers.link).toBe('</api/v1/projects?limit=2&cursor=shop>; rel="next"')
    const one = await server.call({ method: 'GET', url: '/api/v1/projects/shop', headers })
    expect(one.body).toMatch(/^shop running, 1 service, .*\nweb running 1\/1\n$/)
    const wrong = await server.call({ method: 'GET', url: '/api/v1/projects?state=lost&limit=0' })
    expect(wrong.statusCode).toBe(400)
  })

  it('knows at the start of the server what was registered before', async () => {
    const first = await startServer()
    await create(first)
    const second = await startServer({ dataDir: first.dataDir })
    expect(await list(second)).toMatchObject([{ name: 'shop', state: 'stopped' }])
  })

  it('forgets a project that was deleted', async () => {
    const server = await startServer()
    await create(server)
    await server.call({ method: 'DELETE', url })
    expect(await list(server)).toEqual([])
  })

  it('notices what was edited on the disk', async () => {
    const clock = { now: Date.now() }
    const server = await startServer({ now: () => clock.now })
    await create(server)
    await writeFile(onDisk(server, 'compose.yaml'), 'services: {a: {image: x}, b: {image: x}}')
    clock.now += 6_000
    await expect.poll(() => list(server)).toMatchObject([{ totalServices: 2 }])
  })
})

describe('the settings of a project', () => {
  it('say what becomes of operations that a stop of the server cuts short', async () => {
    const server = await startServer()
    expect((await create(server)).json().recovery).toBe('finish')
    const change = (payload: object, role: 'admin' | 'viewer' = 'admin') =>
      server.call({ method: 'PATCH', url, payload }, role)
    expect((await change({ recovery: 'undo' })).json()).toMatchObject({ name: 'shop', recovery: 'undo' })
    expect((await change({ recovery: 'leave' }, 'viewer')).json().code).toBe('ACCESS_DENIED')
    expect((await change({ recovery: 'hope' })).json().code).toBe('REQUEST_INVALID')
    expect((await read(server)).recovery).toBe('undo')
  })
})
