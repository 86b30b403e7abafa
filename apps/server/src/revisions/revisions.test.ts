import { readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { pagesOf } from '../testing/pages-of.ts'
import { startServer, type TestServer, type TestServerOptions } from '../testing/start-server.ts'

const url = '/api/v1/projects/shop'
const compose = (tag = '1', command = 'serve') =>
  `services:\n  web:\n    image: busybox:${tag}\n    command: ["${command}"]\n    environment: {TOKEN: "\${TOKEN-}", REGION: "\${REGION-}"}\n`
const images = ['1', '2', '3'].map((tag) => ({ reference: `busybox:${tag}` }))

const call = async (
  server: TestServer,
  method: 'GET' | 'PUT' | 'POST' | 'DELETE',
  at: string,
  payload?: object,
) => server.call({ method, url: `${url}${at}`, headers: { prefer: 'wait=20' }, ...(payload && { payload }) })
const text = async (server: TestServer, at: string) =>
  (await server.call({ method: 'GET', url: `${url}${at}`, headers: { accept: 'text/plain' } })).body
const write = (server: TestServer, content: string) => call(server, 'PUT', '/files/compose.yaml', { content })
const deploy = async (server: TestServer, options: object = {}) =>
  (await call(server, 'POST', '/deployments', options)).json()
const revisions = async (server: TestServer) => (await call(server, 'GET', '/revisions')).json().revisions

async function startShop(options: TestServerOptions = {}) {
  const server = await startServer({ images, ...options })
  await call(server, 'PUT', '', { files: [{ path: 'compose.yaml', content: compose() }] })
  return server
}

describe('a deployment', () => {
  it('records what it was made from, by whom and why', async () => {
    const server = await startShop()
    expect(await deploy(server)).toMatchObject({ state: 'succeeded', revision: 1 })
    await write(server, compose('2'))
    const operation = await deploy(server, { message: 'newer busybox' })
    expect(await revisions(server)).toMatchObject([
      {
        number: 2,
        author: { kind: 'token', name: 'admin' },
        message: 'newer busybox',
        outcome: 'succeeded',
        isDeployed: true,
        operation: operation.id,
        images: [{ service: 'web', image: 'busybox:2', id: expect.stringContaining('sha256:') }],
      },
      { number: 1, outcome: 'succeeded', isDeployed: false, message: '' },
    ])
    expect(
      (
        await server.call({
          method: 'GET',
          url: `/api/v1/operations/${operation.id}`,
          headers: { accept: 'text/plain' },
        })
      ).body,
    ).toMatch(/^shop deploy SUCCEEDED in \d+s \(op_\w+, revision 2\)/)
    const [first] = (await text(server, '/revisions')).split('\n')
    expect(first).toMatch(/^2 succeeded deployed \S+Z admin "newer busybox"$/)
  })

  it('that changes nothing is the revision before it', async () => {
    const server = await startShop()
    await deploy(server)
    expect(await deploy(server)).toMatchObject({ state: 'succeeded', revision: 1 })
    expect(await deploy(server, { forceRecreate: true })).toMatchObject({ revision: 2 })
  })

  it('that fails is a revision too, and what ran before is still the deployed one', async () => {
    const server = await startShop({
      program: ({ command }) => (command.includes('crash') ? { exitCode: 1 } : undefined),
    })
    await deploy(server)
    await write(server, compose('1', 'crash'))
    expect(await deploy(server)).toMatchObject({ status: 424, operation: { revision: 2 } })
    expect(await revisions(server)).toMatchObject([
      { number: 2, outcome: 'failed', isDeployed: false },
      { number: 1, outcome: 'succeeded', isDeployed: true },
    ])
    // Tried again, it is the same revision.
    expect(await deploy(server)).toMatchObject({ operation: { revision: 2 } })
  })

  it('is not what is deployed any more after a tear-down', async () => {
    const server = await startShop()
    await deploy(server)
    await call(server, 'POST', '/down', {})
    expect(await revisions(server)).toMatchObject([{ number: 1, isDeployed: false }])
  })

  it('that the end of the server cut short is gone on with, as the same revision', async () => {
    const server = await startShop({ program: () => ({ health: 'starting' }) })
    await write(server, `${compose()}    healthcheck: {test: [CMD, "true"], interval: 1s}\n`)
    await server.call({ method: 'POST', url: `${url}/deployments` })
    await expect.poll(async () => (await revisions(server))[0]?.outcome).toBe('pending')
    await server.http.close()
    const next = await startServer({ images, dataDir: server.dataDir })
    await expect.poll(async () => (await revisions(next))[0]?.outcome).toBe('succeeded')
    expect(await revisions(next)).toMatchObject([{ number: 1, isDeployed: true }])
  })
})

describe('a revision', () => {
  it('is read with its files, variables and resolved model, without its secrets', async () => {
    const server = await startShop()
    await call(server, 'PUT', '/variables/TOKEN', { value: "it's $ecret", isSecret: true })
    await server.call({ method: 'PUT', url: '/api/v1/variables/REGION', payload: { value: 'north' } })
    await deploy(server)
    const revision = (await call(server, 'GET', '/revisions/1')).json()
    expect(revision).toMatchObject({
      files: [{ path: 'compose.yaml', sizeBytes: compose().length, isExecutable: false }],
      variables: [
        { name: 'REGION', value: 'north', isSecret: false, source: 'global' },
        { name: 'TOKEN', value: null, isSecret: true, source: 'project' },
      ],
    })
    expect(revision.model).toContain("TOKEN: '***'")
    expect(revision.model).toContain('REGION: north')
    expect(await text(server, '/revisions/1')).toBe(revision.model)
    await write(server, 'services: {}')
    expect((await call(server, 'GET', '/revisions/1/files/compose.yaml')).json()).toEqual({
      path: 'compose.yaml',
      content: compose(),
      encoding: 'utf8',
    })
    expect((await call(server, 'GET', '/revisions/1/files/nope')).json()).toMatchObject({
      code: 'FILE_NOT_FOUND',
    })
    expect((await call(server, 'GET', '/revisions/7')).json()).toMatchObject({
      status: 404,
      code: 'REVISION_NOT_FOUND',
    })
  })

  it('differs from another by exactly what was changed', async () => {
    const server = await startShop()
    await deploy(server)
    await write(server, compose('2'))
    await deploy(server)
    const diff = (await call(server, 'GET', '/revisions/1/diff/2')).json()
    expect(diff).toMatchObject({
      isEmpty: false,
      files: [{ path: 'compose.yaml', change: 'changed', isBinary: false }],
      variables: [],
      images: [{ service: 'web', before: { image: 'busybox:1' }, after: { image: 'busybox:2' } }],
    })
    const changed = (patch: string) => patch.split('\n').filter((line) => /^[-+](?![-+])/.test(line))
    expect(changed(diff.files[0].diff)).toEqual(['-    image: busybox:1', '+    image: busybox:2'])
    expect(changed(diff.model)).toEqual(['-    image: busybox:1', '+    image: busybox:2'])
    const whole = await text(server, '/revisions/1/diff/2')
    expect(whole).toContain('--- a/compose.yaml\trevision 1\n+++ b/compose.yaml\trevision 2\n')
    expect(whole).toMatch(/^# image web: busybox:1@sha256:\w+ to busybox:2@sha256:\w+$/m)
    expect((await call(server, 'GET', '/revisions/2/diff/2')).json()).toMatchObject({ isEmpty: true })
  })

  it('is compared with what is on the disk now', async () => {
    const server = await startShop()
    await deploy(server)
    await call(server, 'PUT', '/files/logo.bin', { content: 'AP+A', encoding: 'base64' })
    await writeFile(path.join(server.dataDir, 'projects/shop/compose.yaml'), compose('3'))
    expect((await call(server, 'GET', '/revisions/1/diff/files')).json()).toMatchObject({
      to: 'files',
      files: [
        { path: 'compose.yaml', diff: expect.stringContaining('+    image: busybox:3') },
        { path: 'logo.bin', change: 'added', isBinary: true, diff: '' },
      ],
    })
  })

  it('tells that a secret was changed, and not from what to what', async () => {
    const server = await startShop()
    for (const value of ['first-secret', 'second-secret']) {
      await call(server, 'PUT', '/variables/TOKEN', { value, isSecret: true })
      await deploy(server)
    }
    const reply = await call(server, 'GET', '/revisions/1/diff/2')
    expect(reply.json()).toMatchObject({
      files: [],
      variables: [{ name: 'TOKEN', change: 'changed', isSecret: true, before: null, after: null }],
      model: '',
    })
    expect(reply.body).not.toMatch(/first-secret|second-secret/)
    expect(await text(server, '/revisions/1/diff/2')).toBe('# variable TOKEN changed\n')
  })

  it('still hides the secret that runs after it was changed', async () => {
    const server = await startShop()
    await call(server, 'PUT', '/variables/TOKEN', { value: 'first-secret', isSecret: true })
    await deploy(server)
    await call(server, 'PUT', '/variables/TOKEN', { value: 'second-secret', isSecret: true })
    server.engine.print('shop-web-1', { stream: 'stdout', text: 'token first-secret' })
    expect((await call(server, 'GET', '/logs')).body).toContain('token ***')
    await server.http.close()
    const next = await startServer({ images, dataDir: server.dataDir })
    expect((await call(next, 'GET', '/revisions/1')).json().model).toContain("TOKEN: '***'")
  })

  it('goes with its project', async () => {
    const server = await startShop()
    await deploy(server)
    await call(server, 'POST', '/down', {})
    await call(server, 'DELETE', '')
    await call(server, 'PUT', '', { files: [{ path: 'compose.yaml', content: compose() }] })
    expect(await revisions(server)).toEqual([])
  })
})

describe('a rollback', () => {
  it('brings files, variables and the very image back, as a new revision', async () => {
    const server = await startShop()
    await call(server, 'PUT', '/variables/TOKEN', { value: 'first-secret', isSecret: true })
    await server.call({ method: 'PUT', url: '/api/v1/variables/REGION', payload: { value: 'north' } })
    await deploy(server)
    const [before] = await server.engine.listContainers({})

    await call(server, 'PUT', '/variables/TOKEN', { value: 'second-secret' })
    await server.call({ method: 'PUT', url: '/api/v1/variables/REGION', payload: { value: 'south' } })
    await call(server, 'PUT', '/files/extra.txt', { content: 'x' })
    server.engine.addImage({ reference: 'busybox:1', content: 'moved' })
    await deploy(server)
    const [between] = await server.engine.listContainers({})
    expect(between?.imageId).not.toBe(before?.imageId)

    const reply = await call(server, 'POST', '/revisions/1/rollback', {})
    expect(reply.json()).toMatchObject({ kind: 'deploy', state: 'succeeded', revision: 3 })
    const [after] = await server.engine.listContainers({})
    expect(after?.imageId).toBe(before?.imageId)
    const { Config } = await server.engine.inspectContainer(after?.id ?? '')
    expect(Config.Env).toEqual(expect.arrayContaining(['TOKEN=first-secret', 'REGION=north']))
    expect((await call(server, 'GET', '')).json().files).toEqual(['compose.yaml'])
    expect((await revisions(server))[0]).toMatchObject({
      number: 3,
      rollbackOf: 1,
      message: 'Back to revision 1',
      isDeployed: true,
    })
    expect((await call(server, 'GET', '/revisions/1/diff/3')).json()).toMatchObject({ files: [], images: [] })
  })

  it('keeps what was never deployed', async () => {
    const server = await startShop()
    await deploy(server)
    await write(server, compose('2'))
    await call(server, 'POST', '/revisions/1/rollback', { message: 'not yet' })
    expect(await revisions(server)).toMatchObject([
      { number: 3, message: 'not yet' },
      { number: 2, outcome: 'saved' },
      { number: 1 },
    ])
    expect((await call(server, 'GET', '/revisions/2/files/compose.yaml')).json().content).toBe(compose('2'))
  })

  it('is done once for one idempotency key', async () => {
    const server = await startShop()
    await deploy(server)
    await write(server, compose('2'))
    await deploy(server)
    const request = {
      method: 'POST',
      url: `${url}/revisions/1/rollback`,
      headers: { prefer: 'wait=20', 'idempotency-key': 'k1' },
    } as const
    const first = (await server.call(request)).json()
    await write(server, compose('3'))
    expect((await server.call(request)).json().id).toBe(first.id)
    expect((await call(server, 'GET', '/files/compose.yaml')).json().content).toBe(compose('3'))
  })

  it('is refused to who may not change files, and for a revision whose content is lost', async () => {
    const server = await startShop()
    await deploy(server)
    const request = { method: 'POST', url: `${url}/revisions/1/rollback` } as const
    expect((await server.call(request, 'viewer')).json()).toMatchObject({ code: 'ACCESS_DENIED' })
    const [{ sha256 }] = (await call(server, 'GET', '/revisions/1')).json().files
    const blob = path.join(server.dataDir, 'blobs', sha256.slice(0, 2), sha256)
    expect(await readFile(blob, 'utf8')).toBe(compose())
    await writeFile(blob, 'spoiled')
    expect((await server.call(request)).json()).toMatchObject({ status: 409, code: 'REVISION_DAMAGED' })
  })
})

describe('the number of revisions', () => {
  it('is held to what is configured, but for those that are pinned', async () => {
    const server = await startShop({ config: { revisionsKept: 2 } })
    for (const tag of ['1', '2', '3', '1', '2']) {
      await write(server, compose(tag))
      await deploy(server)
      if (tag === '2') await call(server, 'PUT', '/revisions/2/pin')
    }
    const numbers = async () => (await revisions(server)).map(({ number }: { number: number }) => number)
    expect(await numbers()).toEqual([5, 4, 2])
    expect((await call(server, 'DELETE', '/revisions/2/pin')).json()).toMatchObject({
      number: 2,
      isPinned: false,
    })
    await write(server, compose('3'))
    await deploy(server)
    expect(await numbers()).toEqual([6, 5])
  })

  it('is told in pages', async () => {
    const server = await startShop()
    for (const tag of ['1', '2', '3']) {
      await write(server, compose(tag))
      await deploy(server)
    }
    const pages = await pagesOf(server, `${url}/revisions?limit=2`, { list: 'revisions', key: 'number' })
    expect(pages).toEqual([[3, 2], [1]])
    const odd = await call(server, 'GET', '/revisions?cursor=third')
    expect(odd.json()).toMatchObject({ status: 400, code: 'REQUEST_INVALID' })
  })
})

describe('a deployment that fails', () => {
  const breaking = (tag: string, breaks: string[]) =>
    `services: {${['api', 'web'].map((name) => `${name}: {image: "busybox:${tag}", healthcheck: {test: [CMD, "true"]}, labels: {breaks: "${breaks.includes(name) ? 'yes' : 'no'}"}}`).join(', ')}}`

  it('tells the revision that runs again', async () => {
    const server = await startShop({
      program: ({ labels }) =>
        labels.breaks === 'yes' ? { prints: [{ stream: 'stderr', text: 'no DB_URL' }], exitCode: 1 } : {},
    })
    await write(server, breaking('1', []))
    expect(await deploy(server)).toMatchObject({ state: 'succeeded', revision: 1 })
    await write(server, breaking('2', ['api', 'web']))
    const { operation } = await deploy(server)
    expect(operation).toMatchObject({ state: 'failed', revision: 2, rolledBackTo: 1 })
    expect(operation.rolledBack).toEqual(['api', 'web'])
    const text = await server.call({
      method: 'GET',
      url: `/api/v1/operations/${operation.id}`,
      headers: { accept: 'text/plain' },
    })
    expect(text.body.split('\n')[0]).toContain('revision 2, rolled back to 1)')
  })
})
