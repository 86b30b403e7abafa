import type { LogBatch, ServerMessage } from '@berth/contract'
import { connectTestEngine, ensureBusybox, freePort, projectRemains, removeProject, uniqueProject } from '@berth/testkit/engine'
import { beforeAll, expect, it, onTestFinished } from 'vitest'
import { connectApi, spawnServer, temporaryDataDir } from './testing/spawn-server.ts'

const engine = await connectTestEngine()
let busybox: string

beforeAll(async () => {
  busybox = await ensureBusybox(engine)
})

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
  const server = await spawnServer({ dataDir: await temporaryDataDir() })
  const api = await connectApi(server)
  const topic = `project:${project}` as const

  // Registered: nothing runs yet, and a client listens since the snapshot.
  const registered = await api.put(project, compose(port, 'one'))
  expect(registered.body).toMatchObject({ state: 'stopped', diagnostics: [], totalServices: 2 })
  const first = await api.listen<ServerMessage>('/api/v1/ws')
  first.send({ op: 'subscribe', topic, since: registered.body.seq })

  // Deployed: it answers on its port.
  const deployed = await api.deploy(project)
  expect(deployed.status).toBe(200)
  expect(deployed.body).toMatchObject({ state: 'succeeded', kind: 'deploy' })
  expect(await (await fetch(`http://127.0.0.1:${port}`)).text()).toBe('one\n')
  const { body } = await api.call('GET', `/api/v1/projects/${project}`)
  expect(body).toMatchObject({ state: 'running', runningServices: 2, ports: [port] })

  // Watched: the numbers of the events grow.
  await first.next(
    (message) => isEvent(message) && message.name === 'project.changed' && message.payload.state === 'running',
  )
  const seen = seqsOf(first.messages)
  expect(seen).toEqual([...new Set(seen)].sort((a, b) => a - b))
  first.terminate()

  // Its output, as text and over a websocket.
  const logs = await api.call('GET', `/api/v1/projects/${project}/logs?service=web`)
  expect(logs.text).toBe('web-1  | serving\n')
  const follower = await api.listen<LogBatch>(`/api/v1/projects/${project}/logs/ws?service=web`)
  await follower.next((batch) => batch.some(({ text }) => text === 'serving'))
  follower.terminate()

  // One value changed: the plan names one service and not the value.
  await api.put(project, compose(port, 'two'))
  const plan = await api.call('POST', `/api/v1/projects/${project}/plans`, { body: { kind: 'up' } })
  expect(plan.body.services).toEqual([
    { service: 'web', change: 'recreate', reasons: [expect.stringContaining('GREETING')] },
    { service: 'worker', change: 'none', reasons: [] },
  ])
  expect(plan.text).not.toMatch(/\btwo\b/)
  const worker = body.services[1].replicas[0].container
  const text = await api.deploy(project, {
    body: { planDigest: plan.body.digest },
    headers: { accept: 'text/plain' },
  })
  expect(text.status).toBe(200)
  expect(text.text).toMatch(new RegExp(`^${project} deploy SUCCEEDED in \\d+\\w+ \\(op_\\w+\\)\n`))
  expect(text.text).toContain(`web recreated running http://127.0.0.1:${port}\nworker unchanged running\n`)
  expect(await (await fetch(`http://127.0.0.1:${port}`)).text()).toBe('two\n')
  const after = (await api.call('GET', `/api/v1/projects/${project}`)).body
  expect(after.services[1].replicas[0].container).toBe(worker)

  // A client that was away is told what it missed, once.
  const second = await api.listen<ServerMessage>('/api/v1/ws')
  second.send({ op: 'subscribe', topic, since: seen.at(-1) })
  await second.next((message) => isEvent(message) && message.name === 'operation.changed')
  expect(Math.min(...seqsOf(second.messages))).toBeGreaterThan(seen.at(-1) ?? 0)

  // Torn down: nothing is left but what was to be kept, and then not that either.
  expect((await api.down(project)).body).toMatchObject({ state: 'succeeded', kind: 'down' })
  expect(await projectRemains(engine, project)).toEqual([`volume ${project}_state`])
  expect((await api.down(project, { volumes: true })).status).toBe(200)
  expect(await projectRemains(engine, project)).toEqual([])
  expect((await api.call('DELETE', `/api/v1/projects/${project}`)).status).toBe(204)
  expect(await server.stop()).toBe(0)
})
