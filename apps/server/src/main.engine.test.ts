import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { ServerMessage } from '@berth/contract'
import { connectTestEngine, ensureBusybox, removeProject, uniqueProject } from '@berth/testkit/engine'
import { apiClient, signUp, startBerth } from '@berth/testkit/server'
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest'
import { listen } from './testing/listen.ts'

let dataDir: string

beforeEach(async () => {
  dataDir = await mkdtemp(path.join(tmpdir(), 'berth-main-'))
  onTestFinished(() => rm(dataDir, { recursive: true, force: true }))
})

async function start(options: { readonly dockerHost?: string } = {}) {
  const server = await startBerth({ dataDir, ...options })
  onTestFinished(() => server.kill())
  return server
}

/** Starts a server that is expected not to get far. */
async function startToFail(environment: Record<string, string>) {
  const child = spawn(process.execPath, [path.join(import.meta.dirname, 'main.ts')], {
    env: { ...process.env, BERTH_DATA_DIR: dataDir, ...environment },
  })
  const output: string[] = []
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => output.push(String(chunk)))
  const [code] = await once(child, 'close')
  return { code, output: output.join('') }
}

describe('a server that cannot start', () => {
  it('says which variable names the port that is in use', async () => {
    const blocker = createServer().listen(0, '127.0.0.1')
    await once(blocker, 'listening')
    onTestFinished(() => void blocker.close())
    const { port } = blocker.address() as { port: number }
    const { code, output } = await startToFail({ BERTH_PORT: String(port) })
    expect(code).toBe(1)
    expect(output).toContain(`127.0.0.1:${port}`)
    expect(output).toContain('set BERTH_PORT to a free one')
    expect(output).not.toContain('    at ')
  })

  it('says which variable is wrong, and what is allowed', async () => {
    const { code, output } = await startToFail({ BERTH_LOG_LEVEL: 'loud' })
    expect(code).toBe(1)
    expect(output).toMatch(/BERTH_LOG_LEVEL=loud: must be one of/)
  })
})

it('runs without an Engine, and says what is missing and how to mend it', async () => {
  const server = await start({ dockerHost: 'unix:///nowhere/docker.sock' })
  const api = await signUp(server)
  expect((await api.call('GET', '/host')).json.engine).toMatchObject({
    state: 'unreachable',
    endpoint: 'unix:///nowhere/docker.sock',
    message: expect.stringContaining('/nowhere/docker.sock'),
    fix: expect.any(String),
  })
  const ready = await fetch(`${server.url}/readyz`)
  expect(ready.status).toBe(503)
  expect(await ready.json()).toMatchObject({ database: 'ok', engine: 'does not answer' })
})

it('gives a new set-up link at each start until there is an admin, and then none', async () => {
  const first = await start()
  await first.stop()
  const second = await start()
  expect(second.setUpLink).not.toBe(first.setUpLink)
  await signUp(second)
  await second.stop()
  expect((await start()).setUpLink).toBeUndefined()
})

it('told to stop, it ends what runs, tells its sockets, and remembers', async () => {
  const engine = await connectTestEngine()
  onTestFinished(() => engine.close())
  const image = await ensureBusybox(engine)
  const project = uniqueProject('srv-stop')
  onTestFinished(() => removeProject(engine, project))
  const server = await start()
  const api = await signUp(server)
  const content = `services:
  slow:
    image: ${image}
    init: true
    command: sleep 3600
    healthcheck: { test: ["CMD", "false"], interval: 1s, start_period: 1h }
`
  await api.call('PUT', `/projects/${project}`, { files: [{ path: 'compose.yaml', content }] })
  const { json } = await api.call('POST', `/projects/${project}/deployments`)
  const events = await listen<ServerMessage>(`${server.url}/api/v1/ws`, api.secret)
  events.send({ op: 'subscribe', topic: `operation:${json.id}`, since: json.seq })
  await events.next(
    (message) =>
      message.op === 'event' &&
      message.name === 'operation.step' &&
      message.payload.step.id === 'wait-container:slow:1',
  )
  await server.stop()
  expect(await events.closed).toBe(1001)
  expect(events.messages.at(-1)).toMatchObject({
    name: 'operation.changed',
    payload: { state: 'interrupted', error: { code: 'OPERATION_INTERRUPTED' } },
  })
  const again = apiClient((await start()).url, api.secret)
  expect((await again.call('GET', `/operations/${json.id}`)).json.state).toBe('interrupted')
})
