import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { type Engine, label } from '@berth/docker-engine'
import { connectEngine } from '@berth/docker-engine/dockerode'
import {
  connectTestEngine,
  ensureBusybox,
  projectRemains,
  removeProject,
  startPrivateEngine,
  uniqueProject,
  waitFor,
} from '@berth/testkit/engine'
import { type ApiClient, apiClient, signUp, startBerth } from '@berth/testkit/server'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'

/** Undone in reverse order, whatever the test came to. */
const cleanUps: (() => Promise<unknown>)[] = []
let dataDir: string

beforeEach(async () => {
  dataDir = await mkdtemp(path.join(tmpdir(), 'berth-survival-'))
  cleanUps.push(() => rm(dataDir, { recursive: true, force: true }))
})

afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).reverse()) await cleanUp()
})

const healthyAtOnce = `
    healthcheck: { test: ["CMD", "true"], interval: 1s }`

/** Its healthcheck neither passes nor gives up: a deployment of it goes on until somebody ends it. */
const healthyNever = `
    healthcheck: { test: ["CMD", "false"], interval: 1s, start_period: 1h }`

const composeWith = (web: string, greeting: string) => `${onlyWeb(web, greeting)}
  db:
    image: busybox
    command: sleep 3600
    stop_signal: SIGKILL
`

const onlyWeb = (web: string, greeting: string) => `
services:
  web:
    image: busybox
    command: sleep 3600
    stop_signal: SIGKILL
    environment:
      GREETING: ${greeting}${web}
`

const putProject = async (api: ApiClient, project: string, content: string) => {
  const reply = await api.call('PUT', `/projects/${project}`, { files: [{ path: 'compose.yaml', content }] })
  expect(reply).toMatchObject({ status: 200 })
}

const deployAndWait = (api: ApiClient, project: string) =>
  api.call('POST', `/projects/${project}/deployments`, {}, { prefer: 'wait=120' })

/** Deploys what never becomes healthy, and resolves with the operation once it waits for that. */
async function deployUntilItWaits(api: ApiClient, project: string): Promise<string> {
  const { json } = await api.call('POST', `/projects/${project}/deployments`, {})
  await waitFor('the deployment waits for the healthcheck', async () => {
    const operation = await api.call('GET', `/operations/${json.id}`)
    return operation.json.steps.some(
      (step: { kind: string; state: string }) => step.kind === 'wait-container' && step.state === 'running',
    )
  })
  return json.id
}

const containersOf = (engine: Engine, project: string) =>
  engine.listContainers({ labels: [`${label.project}=${project}`] })

const idOf = async (engine: Engine, project: string, service: string) =>
  (await containersOf(engine, project)).find(({ labels }) => labels[label.service] === service)?.id

describe('a server that is killed while a deployment runs', () => {
  it('calls it interrupted, has lost nothing that ran, and deploys again', async () => {
    const engine = await connectTestEngine()
    cleanUps.push(async () => engine.close())
    await ensureBusybox(engine)
    const project = uniqueProject('killed')
    cleanUps.push(() => removeProject(engine, project))

    const first = await startBerth({ dataDir })
    cleanUps.push(() => first.stop())
    const api = await signUp(first)
    await putProject(api, project, composeWith(healthyAtOnce, 'one'))
    expect(await deployAndWait(api, project)).toMatchObject({ status: 200, json: { state: 'succeeded' } })
    const db = await idOf(engine, project, 'db')
    const oldWeb = await idOf(engine, project, 'web')

    await putProject(api, project, composeWith(healthyNever, 'two'))
    const operation = await deployUntilItWaits(api, project)
    await first.kill()

    const second = await startBerth({ dataDir })
    cleanUps.push(() => second.stop())
    const again = apiClient(second.url, api.secret)
    const cut = (await again.call('GET', `/operations/${operation}`)).json
    expect(cut).toMatchObject({
      state: 'interrupted',
      error: { code: 'OPERATION_INTERRUPTED', fix: expect.any(String) },
      resumedBy: expect.any(String),
    })
    // What goes on with it waits for the same healthcheck, until somebody ends it.
    await waitFor('the server goes on with the deployment', async () => {
      const { json } = await again.call('GET', `/operations/${cut.resumedBy}`)
      return (
        json.state === 'running' && json.steps.some((step: { state: string }) => step.state === 'running')
      )
    })
    const left = await containersOf(engine, project)
    expect(left.find(({ id }) => id === db)?.state).toBe('running')
    expect(left.map(({ id }) => id)).toContain(oldWeb)
    await again.call('POST', `/operations/${cut.resumedBy}/cancel`)

    await putProject(again, project, composeWith(healthyAtOnce, 'three'))
    expect(await deployAndWait(again, project)).toMatchObject({ status: 200, json: { state: 'succeeded' } })
    const after = await containersOf(engine, project)
    expect(after.map(({ name, state }) => `${name} ${state}`).sort()).toEqual([
      `${project}-db-1 running`,
      `${project}-web-1 running`,
    ])
    expect(await idOf(engine, project, 'db')).toBe(db)

    await again.call('POST', `/projects/${project}/down`, { volumes: true }, { prefer: 'wait=60' })
    expect(await projectRemains(engine, project)).toEqual([])
  })
})

describe('a server that is killed while projects are deployed', () => {
  it('undoes or leaves each, as its project wants', async () => {
    const engine = await connectTestEngine()
    cleanUps.push(async () => engine.close())
    await ensureBusybox(engine)
    const first = await startBerth({ dataDir })
    cleanUps.push(() => first.stop())
    const api = await signUp(first)

    const policies = ['undo', 'leave'] as const
    const projects = policies.map((policy) => ({ policy, name: uniqueProject(policy) }))
    const cuts = new Map<string, string>()
    for (const { policy, name } of projects) {
      cleanUps.push(() => removeProject(engine, name))
      await putProject(api, name, onlyWeb(healthyAtOnce, 'one'))
      expect(await api.call('PATCH', `/projects/${name}`, { recovery: policy })).toMatchObject({
        status: 200,
      })
      expect(await deployAndWait(api, name)).toMatchObject({ status: 200 })
    }
    for (const { name } of projects) {
      await putProject(api, name, onlyWeb(healthyNever, 'two'))
      cuts.set(name, await deployUntilItWaits(api, name))
    }
    await first.kill()

    const second = await startBerth({ dataDir })
    cleanUps.push(() => second.stop())
    const again = apiClient(second.url, api.secret)
    const greetingOf = async (name: string) => {
      const web = (await containersOf(engine, name)).find(({ labels }) => labels[label.service] === 'web')
      const { Config } = await engine.inspectContainer(web?.id ?? '')
      return Config.Env?.find((line) => line.startsWith('GREETING='))
    }
    for (const { policy, name } of projects) {
      const cut = (await again.call('GET', `/operations/${cuts.get(name)}`)).json
      expect(cut).toMatchObject({ state: 'interrupted', recovery: policy })
      if (policy === 'leave') {
        expect(cut).not.toHaveProperty('resumedBy')
        expect((await again.call('GET', `/operations?project=${name}&state=queued`)).json.operations).toEqual(
          [],
        )
      }
      if (policy === 'undo') {
        const ended = await again.call('GET', `/operations/${cut.resumedBy}`, undefined, {
          prefer: 'wait=60',
        })
        expect(ended).toMatchObject({
          status: 200,
          json: { state: 'succeeded', recovery: 'undo', resumes: cut.id, revision: 1, rolledBackTo: 1 },
        })
        expect(await greetingOf(name)).toBe('GREETING=one')
        expect((await containersOf(engine, name)).map(({ state }) => state)).toEqual(['running'])
        // What was written stays, to be mended.
        const file = await again.call('GET', `/projects/${name}/files/compose.yaml`)
        expect(file.json.content).toContain('GREETING: two')
      }
    }
  })
})

describe('an Engine that stops while a deployment runs', () => {
  it('fails the deployment in words, says so until the Engine is back, and deploys again', async () => {
    const privateEngine = await startPrivateEngine()
    cleanUps.push(() => privateEngine.dispose())
    const engine = connectEngine({ host: privateEngine.host })
    cleanUps.push(async () => engine.close())
    await ensureBusybox(engine)
    const project = uniqueProject('stopped')

    const berth = await startBerth({ dataDir, dockerHost: privateEngine.host })
    cleanUps.push(() => berth.stop())
    const api = await signUp(berth)
    const readiness = async () => (await fetch(`${berth.url}/readyz`)).status
    await waitFor('the server knows the Engine', async () => (await readiness()) === 200)
    await putProject(api, project, composeWith(healthyAtOnce, 'one'))
    expect(await deployAndWait(api, project)).toMatchObject({ status: 200 })
    const db = await idOf(engine, project, 'db')

    await putProject(api, project, composeWith(healthyNever, 'two'))
    const operation = await deployUntilItWaits(api, project)
    await privateEngine.stop()

    const ended = await api.call('GET', `/operations/${operation}`, undefined, { prefer: 'wait=60' })
    expect(ended.json.operation ?? ended.json).toMatchObject({
      state: 'failed',
      error: { message: expect.any(String), fix: expect.any(String) },
    })
    await waitFor('the server says that the Engine is away', async () => (await readiness()) === 503)
    const host = await api.call('GET', '/host')
    expect(host.json.engine).toMatchObject({ state: 'unreachable', fix: expect.any(String) })
    expect((await deployAndWait(api, project)).json).toMatchObject({ code: 'ENGINE_UNREACHABLE' })

    await privateEngine.start()
    await waitFor('the server has found the Engine again', async () => (await readiness()) === 200)
    await putProject(api, project, composeWith(healthyAtOnce, 'three'))
    expect(await deployAndWait(api, project)).toMatchObject({ status: 200, json: { state: 'succeeded' } })
    const after = await containersOf(engine, project)
    expect(after.map(({ name, state }) => `${name} ${state}`).sort()).toEqual([
      `${project}-db-1 running`,
      `${project}-web-1 running`,
    ])
    expect(await idOf(engine, project, 'db')).toBe(db)
  })
})
