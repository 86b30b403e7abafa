import { mkdir, mkdtemp, realpath, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { loadProjectFromDisk } from '@berth/compose/node'
import { apply, observe, observeTarget, planUp, toDesiredState } from '@berth/convergence'
import { label } from '@berth/docker-engine'
import {
  connectTestEngine,
  ensureBusybox,
  freePort,
  removeProject,
  uniqueProject,
  waitFor,
} from '@berth/testkit/engine'
import { type ApiClient, signUp, startBerth } from '@berth/testkit/server'
import { beforeEach, expect, it, onTestFinished } from 'vitest'

const engine = await connectTestEngine()
let project: string
let folder: string
let port: number
let api: ApiClient

beforeEach(async () => {
  const image = await ensureBusybox(engine)
  project = uniqueProject('srv-adopt')
  onTestFinished(() => removeProject(engine, project))
  const root = await realpath(await mkdtemp(path.join(tmpdir(), 'berth-adopt-')))
  onTestFinished(() => rm(root, { recursive: true, force: true }))
  folder = path.join(root, 'blog')
  port = await freePort()
  await mkdir(folder)
  await writeFile(path.join(folder, 'compose.yaml'), compose(image))
  await composeUp()
  const server = await startBerth({
    dataDir: path.join(root, 'berth'),
    env: { BERTH_PROJECT_ROOTS: root },
  })
  onTestFinished(() => server.kill())
  api = await signUp(server)
})

const compose = (image: string) => `
name: ${project}
services:
  web:
    image: ${image}
    init: true
    command: sh -c 'mkdir -p /www && echo "$$GREETING" > /www/index.html && httpd -f -p 80 -h /www'
    environment: {GREETING: "good morning, $$USER"}
    ports: ["127.0.0.1:${port}:80"]
    networks: {front: {aliases: [site]}}
    healthcheck: {test: [CMD, wget, -qO-, http://127.0.0.1/], interval: 1s, retries: 30}
    labels: {org.example.team: web}
    depends_on: [db]
  db:
    image: ${image}
    init: true
    user: "1000:1000"
    command: [sleep, "3600"]
    volumes: [data:/data, {type: tmpfs, target: /run/db}]
    networks: [front, back]
    deploy: {resources: {limits: {memory: 64m}}}
    restart: unless-stopped
networks: {front: {}, back: {internal: true}}
volumes: {data: {}}
`

/** As docker compose would have: the server has no part in it. */
async function composeUp(): Promise<void> {
  const { project: loaded } = loadProjectFromDisk({ cwd: folder, environment: {} })
  if (loaded === undefined) throw new Error('The project does not load')
  const desired = toDesiredState(loaded)
  const { outcome } = await apply(planUp(desired, await observe(engine, observeTarget(desired))), engine)
  expect(outcome).toBe('succeeded')
}

/** Ids, and since when they run: neither a new container nor a restart escapes it. */
async function running(): Promise<string[]> {
  const containers = await engine.listContainers({ labels: [`${label.project}=${project}`] })
  const seen = await Promise.all(containers.map(({ id }) => engine.inspectContainer(id)))
  return seen.map(({ Id, State }) => `${Id} ${State.StartedAt}`).sort()
}

const isServing = async () =>
  (await fetch(`http://127.0.0.1:${port}`).then((reply) => reply.text(), String)) === 'good morning, $USER\n'

it('takes over what runs without touching it, and has nothing to do', async () => {
  const before = await running()
  const { json: found } = await api.call('GET', '/discovery')
  expect(found.projects).toContainEqual(
    expect.objectContaining({ name: project, reach: 'adoptable', folder }),
  )
  expect(await api.call('POST', `/discovery/${project}/adopt`)).toMatchObject({ status: 201 })
  const { json: plan } = await api.call('POST', `/projects/${project}/plans`, { kind: 'up' })
  expect(plan).toMatchObject({ isEmpty: true, problems: [] })
  const deployed = await api.call('POST', `/projects/${project}/deployments`, undefined, {
    prefer: 'wait=60',
  })
  expect(deployed.json).toMatchObject({ state: 'succeeded' })
  expect(await running()).toEqual(before)
})

it('writes a file from the containers where theirs is gone, which brings up the same again', async () => {
  const before = await running()
  const [db] = await engine.listContainers({ labels: [`${label.project}=${project}`, `${label.service}=db`] })
  const write = { command: ['sh', '-c', 'echo precious > /data/kept'], user: '0' }
  expect(await engine.execInContainer(db?.id ?? '', write)).toMatchObject({ exitCode: 0 })
  await rm(folder, { recursive: true })
  expect(await api.call('POST', `/discovery/${project}/adopt`)).toMatchObject({
    status: 201,
    json: { source: { kind: 'files', reconstructed: true }, diagnostics: [], runningServices: 2 },
  })
  expect(await running()).toEqual(before)

  const adopted = await api.call(
    'POST',
    `/projects/${project}/deployments`,
    { adopt: true, forceRecreate: true },
    { prefer: 'wait=120' },
  )
  expect(adopted.json).toMatchObject({ state: 'succeeded' })
  await waitFor('the page answers as before', isServing)
  const [again] = await engine.listContainers({
    labels: [`${label.project}=${project}`, `${label.service}=db`],
  })
  const kept = await engine.execInContainer(again?.id ?? '', { command: ['cat', '/data/kept'] })
  expect(kept.output).toBe('precious')
  const { Config, HostConfig } = await engine.inspectContainer(again?.id ?? '')
  expect(again?.id).not.toBe(db?.id)
  expect(Config).toMatchObject({ User: '1000:1000', Cmd: ['sleep', '3600'] })
  expect(HostConfig).toMatchObject({
    Memory: 64 * 2 ** 20,
    Init: true,
    RestartPolicy: { Name: 'unless-stopped' },
  })
})
