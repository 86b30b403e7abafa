import { once } from 'node:events'
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { ServerMessage } from '@berth/contract'
import { label } from '@berth/docker-engine'
import {
  connectTestEngine,
  ensureBusybox,
  ensureRedis,
  projectRemains,
  removeProject,
  uniqueProject,
  waitFor,
} from '@berth/testkit/engine'
import { type ApiClient, type BerthProcess, signUp, startBerth } from '@berth/testkit/server'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { WebSocket } from 'ws'
import { eventClient } from './testing/event-client.ts'

const example = path.resolve(import.meta.dirname, '../../../docs/examples/voting')
const page = 'http://127.0.0.1:8080'

let engine: Awaited<ReturnType<typeof connectTestEngine>>
let berth: BerthProcess
let api: ApiClient
let dataDir: string
const project = uniqueProject('voting')

beforeEach(async () => {
  engine = await connectTestEngine()
  await ensureBusybox(engine)
  await ensureRedis(engine)
  dataDir = await mkdtemp(path.join(tmpdir(), 'berth-journey-'))
  berth = await startBerth({ dataDir })
  api = await signUp(berth)
})

afterEach(async () => {
  await removeProject(engine, project)
  await berth.stop()
  engine.close()
  await rm(dataDir, { recursive: true, force: true })
})

const filesOf = async (folder: string) => {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  const paths = entries
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name)))
  return Promise.all(
    paths.sort().map(async (name) => ({
      path: name,
      content: (await readFile(path.join(folder, name))).toString('base64'),
      encoding: 'base64',
    })),
  )
}

async function follow(topic: string, since: number) {
  const socket = new WebSocket(`${berth.url.replace('http', 'ws')}/api/v1/ws`, {
    headers: { authorization: `Bearer ${api.secret}` },
  })
  const client = eventClient<ServerMessage>(socket)
  await once(socket, 'open')
  client.send({ op: 'subscribe', topic, since })
  return client
}

const numbersOf = (messages: readonly ServerMessage[]) =>
  messages.flatMap((message) => (message.op === 'event' ? [message.seq] : []))

const idsOf = async (service: string) => {
  const labels = [`${label.project}=${project}`, `${label.service}=${service}`]
  return (await engine.listContainers({ labels })).map(({ id }) => id)
}

const votesFor = async (choice: number) => {
  const html = await (await fetch(page)).text()
  return new RegExp(`id="vote${choice}">(\\d+)<`).exec(html)?.[1]
}

const isServing = async () => (await fetch(page).catch(() => undefined))?.ok === true

it('deploys the voting example over REST, counts a vote, keeps it over a change of the front, and takes it down', async () => {
  expect(
    (await api.call('POST', '/projects', { name: project, files: await filesOf(example) })).json,
  ).toMatchObject({
    state: 'stopped',
    totalServices: 2,
    diagnostics: [{ severity: 'warning', range: { line: 1 } }],
  })
  const { json: plan } = await api.call('POST', `/projects/${project}/plans`, { kind: 'up' })
  expect(plan.services).toMatchObject([
    { service: 'azure-vote-back', change: 'create' },
    { service: 'azure-vote-front', change: 'create' },
  ])
  expect(await projectRemains(engine, project)).toEqual([])

  const { json: before } = await api.call('GET', `/projects/${project}`)
  const events = await follow(`project:${project}`, before.seq)

  const deployed = await api.call(
    'POST',
    `/projects/${project}/deployments`,
    { planDigest: plan.digest },
    { prefer: 'wait=120' },
  )
  expect(deployed).toMatchObject({ status: 200, json: { state: 'succeeded' } })
  await waitFor('the page answers', isServing)

  await fetch(page, { method: 'POST', body: new URLSearchParams({ vote: 'Cats' }) })
  expect(await votesFor(1)).toBe('1')

  await events.next(
    (message) =>
      message.op === 'event' && message.name === 'operation.changed' && message.payload.state === 'succeeded',
  )
  const numbers = numbersOf(events.messages)
  expect(numbers).toEqual([...new Set(numbers)].sort((a, b) => a - b))
  events.terminate()

  // A second client that asks since the same number is told the same story.
  const replayed = await follow(`project:${project}`, before.seq)
  await replayed.next((message) => message.op === 'event' && message.seq === numbers.at(-1))
  expect(numbersOf(replayed.messages).slice(0, numbers.length)).toEqual(numbers)
  replayed.terminate()

  const [back] = await idsOf('azure-vote-back')
  const [front] = await idsOf('azure-vote-front')
  const compose = await readFile(path.join(example, 'docker-compose.yaml'), 'utf8')
  const changed = compose.replace(
    'REDIS: azure-vote-back',
    'REDIS: azure-vote-back\n      TITLE: Tea or coffee?',
  )
  await api.call('PUT', `/projects/${project}/files/docker-compose.yaml`, { content: changed })
  const { json: change } = await api.call('POST', `/projects/${project}/plans`, { kind: 'up' })
  expect(change.services).toMatchObject([
    { service: 'azure-vote-back', change: 'none' },
    { service: 'azure-vote-front', change: 'recreate', reasons: [expect.stringContaining('TITLE')] },
  ])
  expect(JSON.stringify(change)).not.toContain('Tea or coffee')
  expect(
    await api.call('POST', `/projects/${project}/deployments`, {}, { prefer: 'wait=120' }),
  ).toMatchObject({ status: 200, json: { state: 'succeeded' } })
  await waitFor('the page answers again', isServing)
  expect(await idsOf('azure-vote-back')).toEqual([back])
  expect(await idsOf('azure-vote-front')).not.toEqual([front])
  expect(await (await fetch(page)).text()).toContain('Tea or coffee?')
  expect(await votesFor(1)).toBe('1')

  const again = await api.call('POST', `/projects/${project}/plans`, { kind: 'up' })
  expect(again.json).toMatchObject({ isEmpty: true })

  const logs = await api.call('GET', `/projects/${project}/logs?service=azure-vote-back`, undefined, {
    accept: 'text/plain',
  })
  expect(logs.text).toContain('Ready to accept connections')

  const down = await api.call(
    'POST',
    `/projects/${project}/down`,
    {},
    { prefer: 'wait=60', accept: 'text/plain' },
  )
  expect(down.status).toBe(200)
  expect(down.text.split('\n')[0]).toMatch(new RegExp(`^${project} down SUCCEEDED in \\d+s \\(op_\\w+\\)$`))
  expect(await projectRemains(engine, project)).toEqual([])
  expect(await api.call('DELETE', `/projects/${project}`)).toMatchObject({ status: 204 })
})
