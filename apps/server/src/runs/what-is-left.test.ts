import { access, mkdir } from 'node:fs/promises'
import path from 'node:path'
import type { Run, RunLogLine } from '@berth/contract'
import { packTar, unpackTar } from 'modern-tar'
import { describe, expect, it } from 'vitest'
import { openStream } from '../testing/open-stream.ts'
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
import { startServer, type TestServer } from '../testing/start-server.ts'

/** Begins a run, and resolves when its command runs. */
async function begin(server: TestServer, payload = {}) {
  const run = (await post(server, payload, {})).json<Run>()
  await begun(server, run.id)
  const container = (await server.engine.listContainers({})).find(({ name }) => name.includes('-tests-run-'))
  if (container === undefined) throw new Error('The tests have no container')
  return { ...run, container: container.id }
}

const ended = async (server: TestServer, id: string) =>
  server.call({ method: 'GET', url: `/api/v1/runs/${id}`, headers: { prefer: 'wait=60' } })

const get = (server: TestServer, path: string, headers = {}) =>
  server.call({ method: 'GET', url: `/api/v1/runs/${path}`, headers })

describe('artifacts', () => {
  it('are kept, though the run failed, and a folder is a tar', async () => {
    const server = await startShop(runUntilStopped)
    const artifacts = ['/tmp/reports/junit.xml', '/tmp/reports', '/tmp/nothing', '/tmp/link']
    const { id, container } = await begin(server, { artifacts })
    const body = '<testsuite/>'
    const file = { name: 'reports/junit.xml', size: body.length }
    const link = { name: 'link', size: 0, type: 'symlink', linkname: 'reports/junit.xml' } as const
    await server.engine.putArchive(
      container,
      '/tmp',
      await packTar([{ header: file, body }, { header: link }]),
    )
    await server.engine.stopContainer(container)
    const { run } = (await ended(server, id)).json<{ run: Run }>()
    expect(run.exitCode).toBe(3)
    expect(run.artifacts).toMatchObject([
      { name: 'junit.xml', path: '/tmp/reports/junit.xml', sizeBytes: 12 },
      { name: 'reports.tar', path: '/tmp/reports' },
      { name: 'nothing', error: 'There is no /tmp/nothing in the container.' },
      { name: 'link', sizeBytes: 12 },
    ])
    expect(run.artifacts[2]?.url).toBeUndefined()
    const reply = await server.call({ method: 'GET', url: run.artifacts[0]?.url as string })
    expect(reply.body).toBe(body)
    expect(reply.headers['content-disposition']).toBe('attachment; filename="junit.xml"')
    const tar = await unpackTar((await get(server, `${id}/artifacts/reports.tar`)).rawPayload)
    expect(tar.map(({ header }) => header.name)).toContain('reports/junit.xml')
    for (const name of ['nothing', '..%2Ffiles%2Fcompose.yaml', 'other']) {
      expect((await get(server, `${id}/artifacts/${name}`)).json().code).toBe('ARTIFACT_NOT_FOUND')
    }
  })
})

describe('the log of a run', () => {
  const secret = 'correct-horse'

  it('is kept with it, masked, in text, JSON and lines of JSON', async () => {
    const server = await startShop({
      program: ({ command }) =>
        command.includes('run-tests')
          ? { prints: [{ stream: 'stderr', text: `\u001b[31mdenied ${secret}\u001b[0m` }], exitCode: 3 }
          : { prints: [{ stream: 'stdout', text: 'ready' }] },
    })
    const payload = { value: secret, isSecret: true }
    await server.call({ method: 'PUT', url: '/api/v1/projects/shop/variables/PASSWORD', payload })
    const { run } = (await post(server)).json<{ run: Run }>()
    expect(JSON.stringify(run)).not.toContain(secret)
    const text = await get(server, `${run.id}/logs`, { accept: 'text/plain' })
    expect(text.body).toBe('denied ***\n')
    const ndjson = await get(server, `${run.id}/logs?follow=true`, { accept: 'application/x-ndjson' })
    expect(JSON.parse(ndjson.body)).toMatchObject({ service: 'tests', stream: 'stderr' })
    const { lines } = (await get(server, `${run.id}/logs?service=db`)).json<{ lines: RunLogLine[] }>()
    expect(lines).toMatchObject([{ service: 'db', text: 'ready' }])
    const all = (await get(server, `${run.id}/logs?steps=true`)).json<{ lines: RunLogLine[] }>().lines
    const steps = all.filter(({ stream }) => stream === 'step').map(({ text }) => text)
    expect(steps).toContain(`wait until ${run.name}-db-1 is healthy`)
    // Each once: nothing is left for another try.
    expect(steps.filter((step) => step.startsWith('remove')).sort()).toEqual([
      `remove container ${run.name}-db-1 by force`,
      expect.stringMatching(/^remove container .*-tests-run-[0-9a-f]{12}$/),
      `remove container ${run.name}-web-1 by force`,
      `remove network ${run.name}_default`,
      `remove volume ${run.name}_data`,
    ])
    expect((await get(server, `${run.id}/logs?follow=true`)).json().code).toBe('REQUEST_INVALID')
  })

  it('hides what it was given under the name of a secret', async () => {
    const server = await startShop({
      program: ({ command }) =>
        command.includes('run-tests')
          ? { prints: [{ stream: 'stdout', text: `${secret} on main` }], exitCode: 0 }
          : undefined,
    })
    const environment = { DEPLOY_TOKEN: secret, BRANCH: 'main' }
    const run = (await post(server, { environment })).json<Run>()
    expect(run.logTail).toEqual(['*** on main'])
  })

  it('is followed to its end', async () => {
    const server = await startShop(runUntilStopped)
    const { id, container } = await begin(server)
    const headers = { accept: 'text/plain' }
    const stream = await openStream(server, `/runs/${id}/logs?follow=true`, headers)
    expect(await stream.until((text) => text.includes('begun'))).toBe('begun\n')
    await server.engine.stopContainer(container)
    // Resolves at the end of the stream only.
    expect(await stream.until(() => false)).toBe('begun\n')
  })
})

describe('the environment of a run that failed', () => {
  it('is kept as long as was asked for, also over a restart, and then removed', async () => {
    const server = await startShop(exiting(3))
    const before = await everything(server)
    const { run } = (await post(server, { keepOnFailure: '2h' })).json<{ run: Run }>()
    expect(run).toMatchObject({ state: 'failed', environment: 'kept', keptUntil: expect.any(String) })
    const kept = await everything(server)
    expect(kept.containers).toContain(`${run.name}-db-1`)
    await server.http.close()
    expect(await everything(server)).toEqual(kept)

    const { dataDir, engine } = server
    const soon = await startServer({ dataDir, engine, now: () => Date.now() + 60 * 60_000 })
    await soon.http.close()
    expect(await everything(server)).toEqual(kept)
    const later = await startServer({ dataDir, engine, now: () => Date.now() + 3 * 60 * 60_000 })
    await expect.poll(async () => (await read(later, run.id)).environment).toBe('gone')
    expect(await everything(server)).toEqual(before)
  })

  it('is removed at once when somebody says so', async () => {
    const server = await startShop(exiting(3))
    const before = await everything(server)
    const { run } = (await post(server, { keepOnFailure: '2h' })).json<{ run: Run }>()
    const reply = await server.call({ method: 'POST', url: `/api/v1/runs/${run.id}/cancel` })
    expect(reply.json()).toMatchObject({ state: 'failed', exitCode: 3, environment: 'gone' })
    expect(reply.json().keptUntil).toBeUndefined()
    expect(await everything(server)).toEqual(before)
  })

  it('is not kept when the run succeeded', async () => {
    const server = await startShop(exiting(0))
    expect((await post(server, { keepOnFailure: '2h' })).json()).toMatchObject({ environment: 'gone' })
  })
})

describe('a server that stops while a run is on', () => {
  it('has removed it when it has stopped, and calls it interrupted', async () => {
    const server = await startShop(runUntilStopped)
    const before = await everything(server)
    const { id } = await begin(server)
    await server.http.close()
    expect(await everything(server)).toEqual(before)
    const { dataDir, engine } = server
    const next = await startServer({ dataDir, engine })
    expect(await read(next, id)).toMatchObject({ state: 'interrupted', environment: 'gone' })
  })

  it('and is killed: the next one calls it interrupted, and removes what is left', async () => {
    const server = await startShop(runUntilStopped)
    const before = await everything(server)
    // What is killed does nothing any more.
    const never = (_id: string, { signal }: { readonly signal: AbortSignal }) =>
      new Promise((_resolve, reject) => signal.addEventListener('abort', () => reject(signal.reason)))
    Object.assign(server.appEngine, { waitForExit: never })
    const { id } = await begin(server)
    const { dataDir, engine } = server
    const next = await startServer({ dataDir, engine })
    await expect.poll(async () => (await read(next, id)).environment).toBe('gone')
    expect(await read(next, id)).toMatchObject({
      state: 'interrupted',
      cause: 'interrupted',
      error: { code: 'OPERATION_INTERRUPTED' },
    })
    expect(await everything(server)).toEqual(before)
  })

  it('and had copied files for a run that never came to be: the next one removes them', async () => {
    const { dataDir, engine, http } = await startShop()
    await http.close()
    const copy = path.join(dataDir, 'runs/run_1/files')
    await mkdir(copy, { recursive: true })
    await startServer({ dataDir, engine })
    await expect(access(copy)).rejects.toThrow('ENOENT')
  })

  it('lets those that wait begin after the next start', async () => {
    const server = await startShop({ ...runUntilStopped, config: { runLimit: 1 } })
    await begin(server)
    const { id } = (await post(server, {}, {})).json<Run>()
    await server.http.close()
    const { dataDir, engine } = server
    const next = await startServer({ dataDir, engine })
    await begun(next, id)
    expect((await read(next, id)).state).toBe('running')
  })
})

describe('what could not be removed', () => {
  it('is told, and is removed later', async () => {
    const server = await startShop(exiting(0))
    const before = await everything(server)
    const { removeNetwork } = server.appEngine
    Object.assign(server.appEngine, {
      removeNetwork: async () => {
        throw new Error('device busy')
      },
    })
    const run = (await post(server)).json<Run>()
    expect(run).toMatchObject({ state: 'succeeded', environment: 'up' })
    expect(run.cleanUpError).toContain('device busy')
    Object.assign(server.appEngine, { removeNetwork })
    const reply = await server.call({ method: 'POST', url: `/api/v1/runs/${run.id}/cancel` })
    expect(reply.json()).toMatchObject({ state: 'succeeded', environment: 'gone' })
    expect(reply.json().cleanUpError).toBeUndefined()
    expect(await everything(server)).toEqual(before)
  })
})

describe('a caller who hangs up', () => {
  it.each([
    ['', 'running'],
    ['?onDisconnect=cancel', 'cancelled'],
  ])('while he waits with "%s" leaves it %s', async (query, state) => {
    const server = await startShop(runUntilStopped)
    await server.http.listen({ port: 0, host: '127.0.0.1' })
    const address = server.http.server.address()
    const port = typeof address === 'object' ? address?.port : 0
    const abort = new AbortController()
    const sent = fetch(`http://127.0.0.1:${port}${runsUrl}${query}`, {
      method: 'POST',
      headers: {
        authorization: await server.authorization('admin'),
        'content-type': 'application/json',
        prefer: 'wait=60',
      },
      body: JSON.stringify({ service: 'tests' }),
      signal: abort.signal,
    })
    const list = async () => (await server.call({ method: 'GET', url: runsUrl })).json().runs as Run[]
    await expect.poll(list).toHaveLength(1)
    const [run] = await list()
    await begun(server, run?.id as string)
    abort.abort()
    await expect(sent).rejects.toThrow()
    await expect.poll(async () => (await read(server, run?.id as string)).state).toBe(state)
  })
})

describe('who may', () => {
  it('start and cancel runs with a token for nothing else', async () => {
    const server = await startShop(exiting(0))
    const authorization = await server.scoped({ permissions: ['run:create'], projects: ['shop'] })
    const headers = { authorization, prefer: 'wait=60' }
    const reply = await post(server, {}, headers)
    expect(reply.statusCode).toBe(200)
    const { id } = reply.json<Run>()
    expect((await get(server, id, { authorization })).statusCode).toBe(200)
    const denied = await get(server, `${id}/logs`, { authorization })
    expect(denied.json().code).toBe('ACCESS_DENIED')
  })

  it('not see runs of projects that a token is not for', async () => {
    const server = await startShop(exiting(0))
    const { id } = (await post(server)).json<Run>()
    const authorization = await server.scoped({ projects: ['blog'] })
    expect((await get(server, id, { authorization })).json().code).toBe('RUN_NOT_FOUND')
  })

  it('not cancel runs of others', async () => {
    const server = await startShop(runUntilStopped)
    const { id } = await begin(server)
    const headers = { authorization: await server.colleague('developer') }
    const reply = await server.call({ method: 'POST', url: `/api/v1/runs/${id}/cancel`, headers })
    expect(reply.json().code).toBe('OPERATION_NOT_YOURS')
  })
})
