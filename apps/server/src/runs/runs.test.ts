import type { Problem, Run } from '@berth/contract'
import { openPolicy } from '@berth/convergence'
import { describe, expect, it } from 'vitest'
import { startGitServer } from '../testing/git-server.ts'
import {
  begun,
  everything,
  exiting,
  post,
  read,
  runsUrl,
  runUntilStopped,
  startShop,
} from '../testing/shop-with-tests.ts'
import { startServer } from '../testing/start-server.ts'

describe('a run', () => {
  it('that exits 0 answers 200 and leaves nothing', async () => {
    const server = await startShop(exiting(0))
    const before = await everything(server)
    const reply = await post(server, { buildId: '4711' })
    expect(reply.statusCode).toBe(200)
    const run = reply.json<Run>()
    expect(run).toMatchObject({
      project: 'shop',
      name: 'shop-run-4711',
      buildId: '4711',
      service: 'tests',
      state: 'succeeded',
      cause: 'exit',
      exitCode: 0,
      environment: 'gone',
      services: [
        { service: 'db', state: 'healthy' },
        { service: 'web', state: 'running', addresses: [{ target: 80, published: expect.any(Number) }] },
      ],
      logTail: ['testing…', 'bye'],
      artifacts: [],
    })
    expect(run.durationMs).toBeGreaterThanOrEqual(0)
    expect(reply.headers.location).toBe(`/api/v1/runs/${run.id}`)
    expect(await everything(server)).toEqual(before)
    expect(await read(server, run.id)).toEqual(run)
  })

  it('that exits 3 answers 424 with the code and the last lines', async () => {
    const server = await startShop(exiting(3))
    const before = await everything(server)
    const reply = await post(server)
    expect(reply.statusCode).toBe(424)
    expect(reply.json<Problem>()).toMatchObject({
      code: 'RUN_FAILED',
      exitCode: 3,
      cause: 'exit',
      run: { state: 'failed', exitCode: 3, logTail: ['testing…', 'bye'], environment: 'gone' },
    })
    expect(await everything(server)).toEqual(before)
  })

  it('is told in lines, the last of which is the exit code', async () => {
    const server = await startShop(exiting(3))
    const reply = await post(server, { buildId: '4711' }, { prefer: 'wait=60', accept: 'text/plain' })
    expect(reply.statusCode).toBe(424)
    const lines = reply.body.trimEnd().split('\n')
    expect(lines[0]).toMatch(/^shop run 4711 tests FAILED in \d+s \(run_[0-9A-Z]{26}\)$/)
    expect(lines.slice(-4)).toEqual(['--- tests, last 2 lines ---', 'testing…', 'bye', 'exit 3'])
  })
})

describe('a run that was asked for', () => {
  it('goes on when nobody waits for it', async () => {
    const server = await startShop(exiting(0))
    const reply = await post(server, {}, {})
    expect(reply.statusCode).toBe(202)
    const { id, buildId, name } = reply.json<Run>()
    // Nobody gave it one.
    expect(buildId).toMatch(/^[0-9a-z]{10}$/)
    expect(name).toBe(`shop-run-${buildId}`)
    const headers = { prefer: 'wait=60' }
    const later = await server.call({ method: 'GET', url: `/api/v1/runs/${id}`, headers })
    expect(later.statusCode).toBe(200)
    expect(later.json()).toMatchObject({ state: 'succeeded', exitCode: 0 })
  })

  it('is refused when the project has a run of that build, unless its key is the same', async () => {
    const server = await startShop(exiting(0))
    const keyed = { prefer: 'wait=60', 'idempotency-key': 'job 4711' }
    const first = await post(server, { buildId: '4711' }, keyed)
    const again = await post(server, { buildId: '4711' }, keyed)
    expect(again.json()).toEqual(first.json())
    const other = await post(server, { buildId: '4711' })
    expect(other.statusCode).toBe(409)
    expect(other.json()).toMatchObject({ code: 'RUN_EXISTS', fix: expect.any(String) })
  })

  it('is refused where a project has the name of its environment', async () => {
    const server = await startShop()
    const payload = { files: [{ path: 'compose.yaml', content: 'services: {a: {image: busybox}}' }] }
    await server.call({ method: 'PUT', url: '/api/v1/projects/shop-run-1', payload })
    expect((await post(server, { buildId: '1' })).json().code).toBe('RUN_EXISTS')
  })

  it.each([
    ['SERVICE_NOT_FOUND', 404, { service: 'nope' }],
    ['SOURCE_NOT_GIT', 409, { ref: 'main' }],
    ['REQUEST_INVALID', 400, { buildId: 'Not-A-Name' }],
    ['REQUEST_INVALID', 400, { timeout: 'soon' }],
    ['REQUEST_INVALID', 400, { artifacts: ['reports'] }],
  ])('is refused with %s at once, and leaves nothing', async (code, status, payload) => {
    const server = await startShop()
    const before = await everything(server)
    const reply = await post(server, payload)
    expect([reply.statusCode, reply.json().code]).toEqual([status, code])
    expect(await everything(server)).toEqual(before)
    expect((await server.call({ method: 'GET', url: runsUrl })).json()).toEqual({ runs: [] })
  })

  it('is refused with all errors when the files have some', async () => {
    const server = await startShop()
    const payload = { files: [{ path: 'compose.yaml', content: 'services: {tests: {imagee: busybox}}' }] }
    await server.call({ method: 'PUT', url: '/api/v1/projects/shop', payload })
    expect((await post(server)).json()).toMatchObject({ code: 'COMPOSE_INVALID', errors: [{ line: 1 }] })
  })

  it('reads the build id and what it is given, and takes another command', async () => {
    const server = await startShop({
      program: ({ command }) => ({ exitCode: command.includes('version-two') ? 0 : 1 }),
    })
    const content = `services: {tests: {image: "busybox", command: ["\${BUILD_ID}", "\${VERSION}"]}}`
    const payload = { files: [{ path: 'compose.yaml', content }] }
    await server.call({ method: 'PUT', url: '/api/v1/projects/shop', payload })
    const given = await post(server, { environment: { VERSION: 'version-two' } })
    expect(given.json()).toMatchObject({ exitCode: 0 })
    expect(JSON.stringify(given.json())).not.toContain('version-two')
    expect((await post(server, { command: ['echo', 'version-two'] })).json()).toMatchObject({ exitCode: 0 })
    expect((await post(server, { buildId: 'version-two' })).json()).toMatchObject({ exitCode: 0 })
    expect((await post(server)).json()).toMatchObject({ exitCode: 1 })
  })

  it('is one of ten at the same time, and none is in the way of another or of the project', async () => {
    const server = await startShop(exiting(0))
    const deployment = { method: 'POST', url: '/api/v1/projects/shop/deployments' } as const
    await server.call({ ...deployment, headers: { prefer: 'wait=60' } })
    const before = await everything(server)
    const builds = Array.from({ length: 10 }, (_, index) => ({ buildId: `b${index}` }))
    const replies = await Promise.all(builds.map((payload) => post(server, payload)))
    expect(replies.map(({ statusCode }) => statusCode)).toEqual(builds.map(() => 200))
    expect(await everything(server)).toEqual(before)
  })

  it('is no project of its own', async () => {
    const server = await startShop(runUntilStopped)
    const { id } = (await post(server, {}, {})).json<Run>()
    await begun(server, id)
    const projects = await server.call({ method: 'GET', url: '/api/v1/projects' })
    expect(projects.json().projects.map(({ name }: { name: string }) => name)).toEqual(['shop'])
    expect((await server.call({ method: 'GET', url: '/api/v1/discovery' })).json().projects).toEqual([])
  })
})

describe('a run whose command does not end', () => {
  it('is over after its time, without an exit code', async () => {
    const server = await startShop(runUntilStopped)
    const before = await everything(server)
    const reply = await post(server, { timeout: '1s' })
    expect(reply.statusCode).toBe(424)
    expect(reply.json()).toMatchObject({
      exitCode: null,
      cause: 'timeout',
      run: { state: 'failed', environment: 'gone', logTail: ['begun'] },
    })
    expect(await everything(server)).toEqual(before)
  })

  it('ends when somebody cancels it, and leaves nothing', async () => {
    const server = await startShop(runUntilStopped)
    const before = await everything(server)
    const { id } = (await post(server, {}, {})).json<Run>()
    await begun(server, id)
    const reply = await server.call({ method: 'POST', url: `/api/v1/runs/${id}/cancel` })
    expect(reply.json()).toMatchObject({ state: 'cancelled', cause: 'cancelled', exitCode: null })
    expect(await everything(server)).toEqual(before)
  })

  it('is cancelled while it waits, and never begins', async () => {
    const server = await startShop({ ...runUntilStopped, config: { runLimit: 1 } })
    const first = (await post(server, {}, {})).json<Run>()
    const second = (await post(server, {}, {})).json<Run>()
    expect(second.state).toBe('queued')
    await server.call({ method: 'POST', url: `/api/v1/runs/${second.id}/cancel` })
    expect(await read(server, second.id)).toMatchObject({ state: 'cancelled', environment: 'gone' })
    await server.call({ method: 'POST', url: `/api/v1/runs/${first.id}/cancel` })
    expect((await read(server, second.id)).startedAt).toBeUndefined()
  })
})

describe('a run of a repository’s project', () => {
  it('is of the branch that is named, beside what was written here; the project stays as it is', async () => {
    const git = await startGitServer()
    const tests = (exitCode: string) =>
      `services: {tests: {image: busybox, command: [exit, "${exitCode}", "\${WRITTEN:-}"]}}`
    await git.commit('shop', { 'compose.yaml': tests('3') })
    await git.git('shop', 'checkout', '--quiet', '-b', 'fix')
    const commit = await git.commit('shop', { 'compose.yaml': tests('0') })
    const server = await startServer({
      program: ({ command }) => ({ exitCode: command.includes('here') ? Number(command[1]) : 9 }),
    })
    const source = { url: `${git.url}/shop.git`, ref: 'main' }
    await server.call({ method: 'POST', url: '/api/v1/projects', payload: { name: 'shop', git: source } })
    const payload = { content: 'WRITTEN=here' }
    await server.call({ method: 'PUT', url: '/api/v1/projects/shop/files/.env', payload })
    expect((await post(server, { ref: 'fix' })).json()).toMatchObject({ ref: 'fix', commit, exitCode: 0 })
    expect((await post(server)).json()).toMatchObject({ exitCode: 3 })
    expect((await post(server, { ref: 'nope' })).json().code).toBe('GIT_REF_NOT_FOUND')
  })
})

describe('images of a run', () => {
  it('go with it when only it names them, and stay when the project does', async () => {
    const registry = [{ reference: 'shop:4711' }, { reference: 'redis:8' }]
    const server = await startServer({
      registry,
      program: ({ image }) => (image === 'shop:4711' ? { exitCode: 0 } : undefined),
    })
    const content = `services:
  tests: {image: "shop:\${BUILD_ID:-none}", depends_on: [cache]}
  cache: {image: "redis:8"}`
    const payload = { files: [{ path: 'compose.yaml', content }] }
    await server.call({ method: 'PUT', url: '/api/v1/projects/shop', payload })
    expect((await post(server, { buildId: '4711' })).json()).toMatchObject({ exitCode: 0 })
    expect((await everything(server)).images).toEqual(['busybox:latest', 'redis:8'])
  })
})

describe('a run that the policy of the host does not allow', () => {
  it('makes nothing, and says which rule', async () => {
    const server = await startServer({ config: { policy: { ...openPolicy, privileged: 'denied' } } })
    const content = 'services: {tests: {image: busybox, privileged: true}}'
    const payload = { files: [{ path: 'compose.yaml', content }] }
    await server.call({ method: 'PUT', url: '/api/v1/projects/shop', payload })
    const before = await everything(server)
    const refused = await post(server)
    expect(refused.json()).toMatchObject({
      status: 422,
      code: 'POLICY_VIOLATION',
      errors: [{ rule: 'privileged', file: 'compose.yaml', line: 1 }],
    })
    expect(await everything(server)).toEqual(before)
  })
})

describe('a run whose environment does not come up', () => {
  it('says which service, and with which last words', async () => {
    const server = await startShop({
      program: ({ command }) =>
        command.includes('postgres')
          ? { prints: [{ stream: 'stderr', text: 'no space' }], exitCode: 1 }
          : undefined,
    })
    const before = await everything(server)
    const reply = await post(server)
    expect(reply.json()).toMatchObject({
      exitCode: null,
      cause: 'environment',
      run: { error: { code: 'CONTAINER_EXITED', service: 'db', exitCode: 1, logTail: ['no space'] } },
    })
    expect(await everything(server)).toEqual(before)
  })
})

describe('the list of runs', () => {
  it('has the newest first, in pages', async () => {
    const server = await startShop(exiting(0))
    for (const buildId of ['1', '2', '3']) await post(server, { buildId })
    const builds = (runs: Run[]) => runs.map(({ buildId }) => buildId)
    const first = await server.call({ method: 'GET', url: `${runsUrl}?limit=2` })
    expect(builds(first.json().runs)).toEqual(['3', '2'])
    const rest = await server.call({ method: 'GET', url: `${runsUrl}?cursor=${first.json().nextCursor}` })
    expect(builds(rest.json().runs)).toEqual(['1'])
    const text = await server.call({ method: 'GET', url: runsUrl, headers: { accept: 'text/plain' } })
    expect(text.body.split('\n')[0]).toMatch(/^shop run 3 tests SUCCEEDED in \d+s/)
  })
})
