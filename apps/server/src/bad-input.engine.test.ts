import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { label } from '@berth/docker-engine'
import {
  connectTestEngine,
  ensureBusybox,
  freePort,
  projectRemains,
  removeProject,
  uniqueProject,
} from '@berth/testkit/engine'
import { type ApiClient, type BerthProcess, signUp, startBerth } from '@berth/testkit/server'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'

let engine: Awaited<ReturnType<typeof connectTestEngine>>
let berth: BerthProcess
let api: ApiClient
let dataDir: string
let project: string

beforeAll(async () => {
  engine = await connectTestEngine()
  await ensureBusybox(engine)
  dataDir = await mkdtemp(path.join(tmpdir(), 'berth-bad-input-'))
  berth = await startBerth({ dataDir })
  api = await signUp(berth)
})

afterAll(async () => {
  await berth?.stop()
  engine?.close()
  await rm(dataDir, { recursive: true, force: true })
})

beforeEach(() => {
  project = uniqueProject('bad')
})

afterEach(async () => {
  await removeProject(engine, project)
})

const put = (compose: string, files: Record<string, string> = {}) =>
  api.call('PUT', `/projects/${project}`, {
    files: Object.entries({ 'compose.yaml': compose, ...files }).map(([name, content]) => ({
      path: name,
      content,
    })),
  })

const deploy = (body = {}) =>
  api.call('POST', `/projects/${project}/deployments`, body, { prefer: 'wait=120' })

const good = `services:
  web:
    image: busybox
    command: sleep 3600
    stop_signal: SIGKILL
`

/** Deploys the good file, and answers with the id of its container. */
async function deployGood(): Promise<string> {
  await put(good)
  expect(await deploy()).toMatchObject({ status: 200, json: { state: 'succeeded' } })
  return containerId()
}

async function containerId(): Promise<string> {
  const found = await engine.listContainers({ labels: [`${label.project}=${project}`] })
  expect(found.map(({ name, state }) => `${name} ${state}`)).toEqual([`${project}-web-1 running`])
  return found[0]?.id ?? ''
}

describe('compose files that cannot be loaded', () => {
  it.each([
    {
      what: 'YAML that does not parse',
      compose: 'services:\n  web:\n    image: [busybox\n',
      expected: { file: 'compose.yaml', line: expect.any(Number) },
    },
    {
      what: 'an unknown key',
      compose: 'services:\n  web:\n    imagee: busybox\n',
      expected: { code: 'COMPOSE_UNKNOWN_KEY', file: 'compose.yaml', line: 3, column: 5 },
    },
    {
      what: 'a wrong type',
      compose: 'services:\n  web:\n    image: busybox\n    tty: perhaps\n',
      expected: { file: 'compose.yaml', line: 4 },
    },
    {
      what: 'a missing variable with :?',
      compose: 'services:\n  web:\n    image: busybox:${TAG:?choose a tag}\n',
      expected: { file: 'compose.yaml', line: 3, message: expect.stringMatching(/TAG.*choose a tag/s) },
    },
  ])('are refused with file and line, and leave what runs alone: $what', async ({ compose, expected }) => {
    const before = await deployGood()
    await put(compose)
    const refused = await deploy()
    expect(refused).toMatchObject({ status: 422, json: { code: 'COMPOSE_INVALID' } })
    expect(refused.json.errors[0]).toMatchObject(expected)
    expect(refused.json.errors[0].message).not.toBe('')
    expect(await containerId()).toBe(before)
  })
})

/** What failed while it was applied, with the old container still there and the next deployment fine. */
async function expectFailure(compose: string, expected: object, files: Record<string, string> = {}) {
  const before = await deployGood()
  await put(compose, files)
  const failed = await deploy()
  expect(failed).toMatchObject({
    status: 424,
    json: { code: 'OPERATION_FAILED', operation: { state: 'failed' } },
  })
  expect(failed.json.operation.error).toMatchObject(expected)
  expect(await containerId()).toBe(before)
  await put(good)
  expect(await deploy()).toMatchObject({ status: 200, json: { state: 'succeeded' } })
  expect(await containerId()).toBe(before)
  return failed.json.operation
}

describe('deployments that cannot succeed', () => {
  it('name the service and the port that another program has', async () => {
    const port = await freePort()
    const taken = createServer().listen(port, '0.0.0.0')
    await once(taken, 'listening')
    try {
      await expectFailure(`${good}    ports: ["${port}:80"]\n`, {
        code: 'ENGINE_PORT_IN_USE',
        service: 'web',
        message: expect.stringContaining(String(port)),
        fix: expect.any(String),
      })
    } finally {
      taken.close()
      await once(taken, 'close')
    }
  })

  it('name the service and the image that does not exist', async () => {
    const image = `127.0.0.1:${await freePort()}/nobody/has-this:1`
    await expectFailure(good.replace('busybox', image), {
      service: 'web',
      message: expect.stringContaining(image),
    })
  })

  it('show the Dockerfile step that failed and what it printed', async () => {
    const operation = await expectFailure(
      `${good.replace('busybox', `${project}-built`)}    build: .\n`,
      { code: 'ENGINE_BUILD_FAILED', service: 'web', message: expect.stringContaining('exit') },
      { Dockerfile: 'FROM busybox\nRUN echo about to break && exit 3\n' },
    )
    const log = await api.call('GET', `/operations/${operation.id}/log`)
    expect(log.text).toContain('about to break')
  })

  it('show the exit code and last lines of a container that exits at once, and bring the old one back', async () => {
    const compose = `services:
  web:
    image: busybox
    command: ["sh", "-c", "echo FATAL: no DB_URL; exit 7"]
    stop_signal: SIGKILL
`
    const operation = await expectFailure(compose, {
      code: 'CONTAINER_EXITED',
      service: 'web',
      exitCode: 7,
      logTail: ['FATAL: no DB_URL'],
    })
    expect(operation.rolledBack).toEqual(['web'])
  })

  it('leave nothing behind but what ran, also when nothing ran before', async () => {
    await put(`${good.replace('sleep 3600', 'nonexistent-program')}`)
    const failed = await deploy()
    expect(failed).toMatchObject({ status: 424, json: { operation: { error: { service: 'web' } } } })
    await put(good)
    expect(await deploy()).toMatchObject({ status: 200 })
    await containerId()
    await api.call('POST', `/projects/${project}/down`, {}, { prefer: 'wait=60' })
    expect(await projectRemains(engine, project)).toEqual([])
  })
})
