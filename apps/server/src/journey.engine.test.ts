import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { LogBatch, ServerMessage } from '@berth/contract'
import {
  connectTestEngine,
  ensureBusybox,
  freePort,
  projectRemains,
  removeProject,
  uniqueProject,
} from '@berth/testkit/engine'
import { signUp, startBerth } from '@berth/testkit/server'
import { beforeAll, expect, it, onTestFinished } from 'vitest'
import { listen } from './testing/listen.ts'

const engine = await connectTestEngine()
let busybox: string

beforeAll(async () => {
  busybox = await ensureBusybox(engine)
})

async function start() {
  const dataDir = await mkdtemp(path.join(tmpdir(), 'berth-journey-'))
  onTestFinished(() => rm(dataDir, { recursive: true, force: true }))
  const server = await startBerth({ dataDir })
  onTestFinished(() => server.kill())
  return { server, api: await signUp(server) }
}

const waiting = { prefer: 'wait=120' }

const compose = (port: number, greeting: string) => `
services:
  web:
    image: ${busybox}
    init: true
    command: sh -c 'mkdir /www && echo "$$GREETING" > /www/index.html && echo serving && httpd -f -p 80 -h /www'
    environment:
      GREETING: ${greeting}
    ports:
      - "127.0.0.1:${port}:80"
  worker:
    image: ${busybox}
    init: true
    command: sleep 3600
    volumes:
      - state:/state
volumes:
  state:
`

const isEvent = (message: ServerMessage) => message.op === 'event'
const seqsOf = (messages: readonly ServerMessage[]) =>
  messages.flatMap((message) => (message.op === 'event' ? [message.seq] : []))

it('registers, deploys, watches, changes and tears down a project over HTTP and websockets', async () => {
  const project = uniqueProject('srv-journey')
  onTestFinished(() => removeProject(engine, project))
  const port = await freePort()
  const home = `/projects/${project}`
  const { server, api } = await start()
  const put = (greeting: string) =>
    api.call('PUT', home, { files: [{ path: 'compose.yaml', content: compose(port, greeting) }] })
  const topic = `project:${project}` as const

  // Registered: nothing runs yet, and a client listens since the snapshot.
  const registered = await put('one')
  expect(registered.json).toMatchObject({ state: 'stopped', diagnostics: [], totalServices: 2 })
  const first = await listen<ServerMessage>(`${server.url}/api/v1/ws`, api.secret)
  first.send({ op: 'subscribe', topic, since: registered.json.seq })

  // Deployed: it answers on its port.
  const deployed = await api.call('POST', `${home}/deployments`, undefined, waiting)
  expect(deployed.status).toBe(200)
  expect(deployed.json).toMatchObject({ state: 'succeeded', kind: 'deploy' })
  expect(await (await fetch(`http://127.0.0.1:${port}`)).text()).toBe('one\n')
  const { json: running } = await api.call('GET', home)
  expect(running).toMatchObject({ state: 'running', runningServices: 2, ports: [port] })

  // Watched: the numbers of the events grow.
  await first.next(
    (message) =>
      isEvent(message) && message.name === 'project.changed' && message.payload.state === 'running',
  )
  const seen = seqsOf(first.messages)
  expect(seen).toEqual([...new Set(seen)].sort((a, b) => a - b))
  first.terminate()

  // Its output, as text and over a websocket.
  const logs = await api.call('GET', `${home}/logs?service=web`, undefined, { accept: 'text/plain' })
  expect(logs.text).toBe('web-1  | serving\n')
  const follower = await listen<LogBatch>(`${server.url}/api/v1${home}/logs/ws?service=web`, api.secret)
  await follower.next((batch) => batch.some(({ text }) => text === 'serving'))
  follower.terminate()

  // One value changed: the plan names one service and not the value.
  await put('two')
  const plan = await api.call('POST', `${home}/plans`, { kind: 'up' })
  expect(plan.json.services).toEqual([
    { service: 'web', change: 'recreate', reasons: [expect.stringContaining('GREETING')] },
    { service: 'worker', change: 'none', reasons: [] },
  ])
  expect(plan.text).not.toMatch(/\btwo\b/)
  const worker = running.services[1].replicas[0].container
  const text = await api.call(
    'POST',
    `${home}/deployments`,
    { planDigest: plan.json.digest },
    { ...waiting, accept: 'text/plain' },
  )
  expect(text.status).toBe(200)
  expect(text.text).toMatch(new RegExp(`^${project} deploy SUCCEEDED in \\d+s \\(op_\\w+, revision 2\\)\n`))
  expect(text.text).toContain(`web recreated running http://127.0.0.1:${port}\nworker unchanged running\n`)
  expect(await (await fetch(`http://127.0.0.1:${port}`)).text()).toBe('two\n')
  const after = (await api.call('GET', home)).json
  expect(after.services[1].replicas[0].container).toBe(worker)

  // A client that was away is told what it missed, once.
  const second = await listen<ServerMessage>(`${server.url}/api/v1/ws`, api.secret)
  second.send({ op: 'subscribe', topic, since: seen.at(-1) })
  await second.next((message) => isEvent(message) && message.name === 'operation.changed')
  expect(Math.min(...seqsOf(second.messages))).toBeGreaterThan(seen.at(-1) ?? 0)

  // Torn down: nothing is left but what was to be kept, and then not that either.
  const down = (body: object) => api.call('POST', `${home}/down`, body, waiting)
  expect((await down({})).json).toMatchObject({ state: 'succeeded', kind: 'down' })
  expect(await projectRemains(engine, project)).toEqual([`volume ${project}_state`])
  expect((await down({ volumes: true })).status).toBe(200)
  expect(await projectRemains(engine, project)).toEqual([])
  expect((await api.call('DELETE', home)).status).toBe(204)
  await server.stop()
})
