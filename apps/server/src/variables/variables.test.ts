import { chmod, readFile, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { KeyError } from '../secrets/key-file.ts'
import { startServer, type TestServer } from '../testing/start-server.ts'

const url = '/api/v1/projects/shop'
const compose = `services:
  web:
    image: "busybox:\${TAG:-latest}"
    command: ["\${GREETING}"]
    environment: {PASSWORD: "\${PASSWORD:?set it}"}
`

const put = (server: TestServer, path: string, payload: object, headers: Record<string, string> = {}) =>
  server.call({ method: 'PUT', url: path, payload, headers })
const get = (server: TestServer, path: string, accept = 'application/json') =>
  server.call({ method: 'GET', url: path, headers: { accept } })
const table = async (server: TestServer, of = url) =>
  (await get(server, `${of}/variables`)).json().variables as { name: string }[]
const row = async (server: TestServer, name: string) =>
  (await table(server)).find((variable) => variable.name === name)

async function startShop(env?: string, files: object[] = []) {
  const server = await startServer()
  const own = [{ path: 'compose.yaml', content: compose }, ...files]
  await put(server, url, { files: env === undefined ? own : [...own, { path: '.env', content: env }] })
  return server
}
const envOnDisk = (server: TestServer) => readFile(path.join(server.dataDir, 'projects/shop/.env'), 'utf8')
const diagnostics = async (server: TestServer) =>
  (await get(server, url)).json().diagnostics.map(({ code }: { code: string }) => code)

describe('the variables of a project', () => {
  it('are listed with their source, what is missing and what is set for nothing', async () => {
    const server = await startShop('# tags\nTAG=1.2\nOLD=x\n')
    expect(await table(server)).toMatchObject([
      { name: 'GREETING', source: 'unset', value: null, finding: 'unset', uses: [{ line: 4, column: 16 }] },
      { name: 'OLD', source: 'env-file', value: 'x', place: { file: '.env', line: 3 } },
      {
        name: 'PASSWORD',
        source: 'missing',
        finding: 'missing',
        uses: [{ file: 'compose.yaml', line: 5, isRequired: true }],
      },
      { name: 'TAG', source: 'env-file', value: '1.2', uses: [{ default: 'latest' }] },
    ])
    // What files use is known when they load.
    await put(server, `${url}/variables/PASSWORD`, { value: 'x' })
    expect(await row(server, 'OLD')).toMatchObject({ finding: 'unused' })
    expect((await row(server, 'TAG')) ?? {}).not.toHaveProperty('finding')
  })

  it('are lines of text for who prefers text, with no secret', async () => {
    const server = await startShop("TAG='1 2'\n")
    await put(server, `${url}/variables/PASSWORD`, { value: 'hunter2', isSecret: true })
    const reply = await get(server, `${url}/variables`, 'text/plain')
    expect(reply.body).toBe(
      'GREETING unset - unset -\nPASSWORD project - - ***\nTAG env-file .env:1 - "1 2"\n',
    )
  })

  it('are set in the .env, whose comments stay', async () => {
    const server = await startShop('# tags\nTAG=1.2\n')
    const reply = await put(server, `${url}/variables/TAG`, { value: 'it is "new"' })
    expect(reply.statusCode).toBe(200)
    await put(server, `${url}/variables/GREETING`, { value: 'hi' })
    expect(await envOnDisk(server)).toBe('# tags\nTAG=it is "new"\nGREETING=hi\n')
    expect(await row(server, 'TAG')).toMatchObject({ value: 'it is "new"', source: 'env-file' })
  })

  it('are deleted wherever they are', async () => {
    const server = await startShop('TAG=1.2\nPASSWORD=in-file\n')
    await put(server, `${url}/variables/PASSWORD`, { isSecret: true })
    for (const name of ['TAG', 'PASSWORD']) {
      const reply = await server.call({ method: 'DELETE', url: `${url}/variables/${name}` })
      expect(reply.statusCode).toBe(200)
    }
    expect(await envOnDisk(server)).toBe('')
    expect(await row(server, 'PASSWORD')).toMatchObject({ source: 'missing' })
    const again = await server.call({ method: 'DELETE', url: `${url}/variables/TAG` })
    expect(again.json()).toMatchObject({ status: 404, code: 'VARIABLE_NOT_FOUND' })
  })

  it('are replaced as a text, which is held to what an env file can be', async () => {
    const server = await startShop()
    const reply = await put(server, `${url}/env`, { text: '# new\nPASSWORD=x\n' })
    expect(reply.json().variables).toMatchObject([
      { name: 'GREETING' },
      { name: 'PASSWORD' },
      { name: 'TAG' },
    ])
    expect((await get(server, `${url}/env`, 'text/plain')).body).toBe('# new\nPASSWORD=x\n')
    const refused = await put(server, `${url}/env`, { text: 'A=1\nB C=2\n' })
    expect(refused.json()).toMatchObject({
      status: 422,
      code: 'VARIABLES_INVALID',
      errors: [{ file: '.env', line: 2 }],
    })
  })

  it('are not changed when somebody changed them meanwhile', async () => {
    const server = await startShop('TAG=1\n')
    const { etag } = (await get(server, `${url}/variables`)).headers
    await put(server, `${url}/variables/TAG`, { value: '2' })
    const stale = await put(server, `${url}/variables/TAG`, { value: '3' }, { 'if-match': String(etag) })
    expect(stale.json()).toMatchObject({ status: 412, code: 'FILES_CHANGED' })
    const fresh = { 'if-match': String(stale.headers.etag) }
    expect((await put(server, `${url}/variables/TAG`, { value: '3' }, fresh)).statusCode).toBe(200)
  })

  it.each([
    ['PUT', `${url}/env`, { text: '' }],
    ['PUT', `${url}/variables/TAG`, { value: '3' }],
    ['DELETE', `${url}/variables/TAG`, undefined],
    ['PUT', '/api/v1/env', { text: '' }],
    ['PUT', '/api/v1/variables/REGION', { value: '3' }],
    ['DELETE', '/api/v1/variables/REGION', undefined],
  ] as const)('are not changed by %s %s of who does not say what he read', async (method, at, payload) => {
    const server = await startShop('TAG=1\n')
    await put(server, '/api/v1/variables/REGION', { value: 'north' })
    const headers = { 'if-match': undefined }
    const reply = await server.call({ method, url: at, headers, ...(payload && { payload }) })
    expect(reply.json()).toMatchObject({ status: 428, code: 'PRECONDITION_REQUIRED' })
    expect((await get(server, `${url}/env`)).json()).toMatchObject({ text: 'TAG=1\n' })
    expect((await get(server, '/api/v1/env')).json()).toMatchObject({ text: 'REGION=north\n' })
  })

  it('may be new without an If-Match, one by one', async () => {
    const server = await startShop('TAG=1\n')
    for (const at of [`${url}/variables/NEW`, '/api/v1/variables/NEW']) {
      const request = { method: 'PUT', url: at, payload: { value: 'x' } } as const
      expect((await server.call({ ...request, headers: { 'if-match': undefined } })).statusCode).toBe(200)
    }
  })

  it('are not sent again to who has them', async () => {
    const server = await startShop('TAG=1\n')
    const { etag } = (await get(server, `${url}/env`)).headers
    const again = () =>
      server.call({ method: 'GET', url: `${url}/env`, headers: { 'if-none-match': String(etag) } })
    expect(await again()).toMatchObject({ statusCode: 304, body: '' })
    await put(server, `${url}/variables/TAG`, { value: '2' })
    expect((await again()).json()).toMatchObject({ text: 'TAG=2\n' })
  })

  it('are none of the server’s own', async () => {
    process.env.GREETING = 'from the server'
    try {
      expect(await row(await startShop(), 'GREETING')).toMatchObject({ source: 'unset', value: null })
    } finally {
      delete process.env.GREETING
    }
  })

  it('count as used where a service takes the whole .env over, secrets included', async () => {
    const override = { path: 'compose.override.yaml', content: 'services: {web: {env_file: .env}}' }
    const server = await startShop('OLD=x\nPASSWORD=y\n', [override])
    await put(server, `${url}/variables/OLD`, { isSecret: true })
    expect((await row(server, 'OLD')) ?? {}).not.toHaveProperty('finding')
    await server.call({ method: 'POST', url: `${url}/deployments`, headers: { prefer: 'wait=20' } })
    const [web] = await server.engine.listContainers({})
    const { Config } = await server.engine.inspectContainer(web?.id ?? '')
    expect(Config.Env).toContain('OLD=x')
  })
})

describe('a secret', () => {
  const startWithSecret = async (env?: string) => {
    const server = await startShop(env)
    await put(server, `${url}/variables/PASSWORD`, { value: 'hunter2', isSecret: true })
    return server
  }

  it('reaches the container, and nobody who asks', async () => {
    const server = await startWithSecret()
    expect(await row(server, 'PASSWORD')).toMatchObject({ value: null, isSecret: true, source: 'project' })
    await server.call({ method: 'POST', url: `${url}/deployments`, headers: { prefer: 'wait=20' } })
    const [web] = await server.engine.listContainers({})
    const { Config } = await server.engine.inspectContainer(web?.id ?? '')
    expect(Config.Env).toContain('PASSWORD=hunter2')
  })

  it('is moved out of the .env, and wins over one that is written there again', async () => {
    const server = await startShop('TAG=1\nPASSWORD=in-the-open\n')
    const reply = await put(server, `${url}/variables/PASSWORD`, { isSecret: true })
    expect(reply.statusCode).toBe(200)
    expect(await envOnDisk(server)).toBe('TAG=1\n')
    await put(server, `${url}/env`, { text: 'PASSWORD=again\n' })
    expect(await row(server, 'PASSWORD')).toMatchObject({ source: 'project', overrides: ['env-file'] })
  })

  it('stays one when it is set again, and becomes none only with a new value', async () => {
    const server = await startWithSecret()
    await put(server, `${url}/variables/PASSWORD`, { value: 'hunter3' })
    expect(await row(server, 'PASSWORD')).toMatchObject({ isSecret: true, value: null })
    const refused = await put(server, `${url}/variables/PASSWORD`, { isSecret: false })
    expect(refused.json()).toMatchObject({ status: 422, code: 'VARIABLE_VALUE_REQUIRED' })
    await put(server, `${url}/variables/PASSWORD`, { isSecret: false, value: 'open' })
    expect(await row(server, 'PASSWORD')).toMatchObject({
      isSecret: false,
      value: 'open',
      source: 'env-file',
    })
  })

  it('is forgotten with its project', async () => {
    const server = await startWithSecret()
    await server.call({ method: 'DELETE', url })
    await put(server, url, { files: [{ path: 'compose.yaml', content: compose }] })
    expect(await row(server, 'PASSWORD')).toMatchObject({ source: 'missing' })
  })

  it('is sealed in the database, and read again after a restart', async () => {
    const server = await startWithSecret()
    await server.http.close()
    const bytes = await readFile(path.join(server.dataDir, 'berth.db'), 'latin1')
    expect(bytes).not.toContain('hunter2')
    const next = await startServer({ dataDir: server.dataDir })
    expect(await diagnostics(next)).toEqual(['COMPOSE_VARIABLE_UNSET'])
  })

  it.each([
    ['missing', (file: string) => rm(file)],
    ['another', (file: string) => writeFile(file, `${'A'.repeat(43)}=\n`)],
    ['readable by others', (file: string) => chmod(file, 0o640)],
  ])('keeps the server from starting when its key is %s', async (_how, spoil) => {
    const server = await startWithSecret()
    await server.http.close()
    await spoil(path.join(server.dataDir, 'berth.key'))
    await expect(startServer({ dataDir: server.dataDir })).rejects.toThrow(KeyError)
  })
})

describe('the variables of all projects', () => {
  it('are for every project that does not set them itself', async () => {
    const server = await startShop('TAG=own\n')
    await put(server, '/api/v1/env', { text: 'TAG=everybodys\nGREETING=hello\n' })
    await put(server, '/api/v1/variables/PASSWORD', { value: 'hunter2', isSecret: true })
    expect(await table(server)).toMatchObject([
      { name: 'GREETING', source: 'global', value: 'hello' },
      { name: 'PASSWORD', source: 'global', value: null, isSecret: true },
      { name: 'TAG', source: 'env-file', value: 'own', overrides: ['global'] },
    ])
    expect((await get(server, '/api/v1/variables')).json().variables).toEqual([
      { name: 'GREETING', value: 'hello', isSecret: false, usedBy: ['shop'] },
      { name: 'PASSWORD', value: null, isSecret: true, usedBy: ['shop'] },
      { name: 'TAG', value: 'everybodys', isSecret: false, usedBy: [] },
    ])
    expect((await get(server, '/api/v1/variables', 'text/plain')).body).toBe(
      'GREETING shop "hello"\nPASSWORD shop ***\nTAG - "everybodys"\n',
    )
  })

  it('may be deleted, and only changed as they were read', async () => {
    const server = await startShop()
    const { etag } = (await put(server, '/api/v1/variables/GREETING', { value: 'a' })).headers
    await put(server, '/api/v1/variables/GREETING', { value: 'b' })
    const request = { method: 'DELETE', url: '/api/v1/variables/GREETING' } as const
    const stale = await server.call({ ...request, headers: { 'if-match': String(etag) } })
    expect(stale.json()).toMatchObject({ status: 412, code: 'FILES_CHANGED' })
    expect((await server.call(request)).json().variables).toEqual([])
    expect((await get(server, '/api/v1/env')).json()).toMatchObject({ text: '' })
  })

  it('are the admin’s to change', async () => {
    const server = await startServer()
    const request = { method: 'PUT', url: '/api/v1/env', payload: { text: 'A=1\n' } } as const
    expect((await server.call(request, 'developer')).json()).toMatchObject({ code: 'ACCESS_DENIED' })
  })
})
