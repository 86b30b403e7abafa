import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { label } from '@berth/docker-engine'
import { connectTestEngine, ensureBusybox, removeProject, uniqueProject } from '@berth/testkit/engine'
import { type ApiClient, type BerthProcess, signUp, startBerth } from '@berth/testkit/server'
import { afterEach, beforeEach, expect, it } from 'vitest'

let engine: Awaited<ReturnType<typeof connectTestEngine>>
let berth: BerthProcess
let api: ApiClient
let dataDir: string
const project = uniqueProject('rollback')
const dockerfile = (text: string) => `FROM busybox\nRUN echo ${text} > /text\nCMD ["sleep", "3600"]\n`
const compose = (command: string) => `services:
  web: {build: ., init: true}
  job: {image: busybox, init: true, command: ["${command}", "3600"], environment: {TOKEN: "\${TOKEN}"}}
`

beforeEach(async () => {
  engine = await connectTestEngine()
  await ensureBusybox(engine)
  dataDir = await mkdtemp(path.join(tmpdir(), 'berth-revisions-'))
  berth = await startBerth({ dataDir })
  api = await signUp(berth)
})

afterEach(async () => {
  await removeProject(engine, project)
  for (const name of [`${project}-web`]) await engine.removeImage(name, { force: true })
  await berth.stop()
  engine.close()
  await rm(dataDir, { recursive: true, force: true })
})

const container = async (service: string) => {
  const labels = [`${label.project}=${project}`, `${label.service}=${service}`]
  const [found] = await engine.listContainers({ labels })
  return engine.inspectContainer(found?.id ?? '')
}

const wait = { prefer: 'wait=120' }
const deploy = (options = {}) => api.call('POST', `/projects/${project}/deployments`, options, wait)
const put = (files: Record<string, string>) =>
  api.call('PUT', `/projects/${project}`, {
    files: Object.entries(files).map(([name, content]) => ({ path: name, content })),
  })

it('goes back to an earlier revision with its files, its secret and the image that was built then', async () => {
  await put({ 'compose.yaml': compose('sleep'), Dockerfile: dockerfile('first') })
  await api.call('PUT', `/projects/${project}/variables/TOKEN`, { value: 'first-secret', isSecret: true })
  expect((await deploy()).json).toMatchObject({ state: 'succeeded', revision: 1 })
  const first = { web: await container('web'), job: await container('job') }

  await put({ 'compose.yaml': compose('sleep'), Dockerfile: dockerfile('second') })
  await api.call('PUT', `/projects/${project}/variables/TOKEN`, { value: 'second-secret' })
  expect((await deploy({ build: true })).json).toMatchObject({ state: 'succeeded', revision: 2 })
  expect((await container('web')).Image).not.toBe(first.web.Image)

  const back = await api.call('POST', `/projects/${project}/revisions/1/rollback`, {}, wait)
  expect(back).toMatchObject({ status: 200, json: { state: 'succeeded', revision: 3 } })
  expect((await container('web')).Image).toBe(first.web.Image)
  expect((await container('job')).Config.Env).toContain('TOKEN=first-secret')
  const plan = await api.call('POST', `/projects/${project}/plans`, { kind: 'up' })
  expect(plan.json).toMatchObject({ isEmpty: true })
  const { json: diff } = await api.call('GET', `/projects/${project}/revisions/1/diff/3`)
  expect(diff).toMatchObject({ isEmpty: true })
})
