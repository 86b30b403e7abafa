import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import {
  connectTestEngine,
  ensureBusybox,
  freePort,
  removeProject,
  uniqueProject,
  waitFor,
} from '@berth/testkit/engine'
import { type ApiClient, apiClient, signUp, startBerth } from '@berth/testkit/server'
import { beforeAll, expect, it, onTestFinished } from 'vitest'

const engine = await connectTestEngine()
let busybox: string

beforeAll(async () => {
  busybox = await ensureBusybox(engine)
})

/** A test that is built for each run, and waits for a service that is healthy. */
const compose = (project: string, port: number) => `
services:
  web:
    image: ${busybox}
    container_name: ${project}-the-web
    init: true
    command: sh -c 'mkdir /www && echo hello > /www/index.html && httpd -f -p 80 -h /www'
    ports: ["127.0.0.1:${port}:80"]
    volumes: [data:/data]
    healthcheck: {test: [CMD, wget, -q, -O, /dev/null, "http://127.0.0.1/"], interval: 1s}
  tests:
    build:
      context: .
      dockerfile_inline: |
        FROM ${busybox}
        RUN echo built > /built
    image: ${project}-tests:\${BUILD_ID}
    profiles: [test]
    depends_on: {web: {condition: service_healthy}}
    command: ["sh", "-c", "\${TESTS:-true}"]
volumes:
  data: {name: ${project}-precious}
`

const testing = (exitCode: number) =>
  `cat /built && mkdir /reports && wget -q -O /reports/page.txt http://web/ && echo all good; exit ${exitCode}`

async function start() {
  const dataDir = await mkdtemp(path.join(tmpdir(), 'berth-runs-'))
  onTestFinished(() => rm(dataDir, { recursive: true, force: true }))
  const server = await startBerth({ dataDir })
  onTestFinished(() => server.kill())
  return { dataDir, server, api: await signUp(server) }
}

async function startShop(prefix: string) {
  const project = uniqueProject(prefix)
  const port = await freePort()
  onTestFinished(async () => {
    await removeProject(engine, project)
    await engine.removeVolume(`${project}-precious`, { force: true })
  })
  const started = await start()
  const files = [{ path: 'compose.yaml', content: compose(project, port) }]
  expect((await started.api.call('PUT', `/projects/${project}`, { files })).status).toBe(200)
  return { project, port, ...started }
}

/** Everything of a project, and of its runs, that is on the Engine. */
async function everything(project: string) {
  const [containers, networks, volumes, images] = await Promise.all([
    engine.listContainers({}),
    engine.listNetworks({}),
    engine.listVolumes({}),
    engine.listImages({}),
  ])
  const names = [
    ...containers.map(({ id, name, state }) => `container ${name} ${id} ${state}`),
    ...networks.map(({ Name, Id }) => `network ${Name} ${Id}`),
    ...volumes.map(({ Name }) => `volume ${Name}`),
    ...images.flatMap(({ RepoTags, Id }) => RepoTags.map((tag) => `image ${tag} ${Id}`)),
  ]
  return names.filter((name) => name.includes(project)).sort()
}

const wait = { prefer: 'wait=300' }

const run = (api: ApiClient, project: string, body: object, headers: Record<string, string> = wait) =>
  api.call('POST', `/projects/${project}/runs`, { service: 'tests', ...body }, headers)

it('tests a build beside the running project, keeps what it left, and leaves nothing', async () => {
  const { project, port, api, server } = await startShop('run')
  const deployed = await api.call('POST', `/projects/${project}/deployments`, undefined, wait)
  expect(deployed.status).toBe(200)
  const before = await everything(project)

  const artifacts = ['/reports/page.txt', '/reports']
  const environment = { TESTS: testing(0) }
  const good = await run(api, project, { buildId: '4711', artifacts, environment })
  expect(good).toMatchObject({
    status: 200,
    json: {
      name: `${project}-run-4711`,
      state: 'succeeded',
      exitCode: 0,
      environment: 'gone',
      services: [{ service: 'web', state: 'healthy', addresses: [{ target: 80 }] }],
      artifacts: [{ name: 'page.txt', sizeBytes: 6 }, { name: 'reports.tar' }],
    },
  })
  expect(good.json.services[0].addresses[0].published).not.toBe(port)
  expect(good.json.logTail.slice(-2)).toEqual(['built', 'all good'])
  const headers = { authorization: `Bearer ${api.secret}` }
  const kept = await fetch(`${server.url}${good.json.artifacts[0].url}`, { headers })
  expect(await kept.text()).toBe('hello\n')
  expect(await everything(project)).toEqual(before)

  const bad = await run(api, project, { artifacts, environment: { TESTS: testing(3) } })
  expect(bad).toMatchObject({
    status: 424,
    json: { code: 'RUN_FAILED', exitCode: 3, run: { artifacts: [{ name: 'page.txt' }, {}] } },
  })
  expect(await everything(project)).toEqual(before)
  // The project itself has gone on all the time.
  expect(await (await fetch(`http://127.0.0.1:${port}`)).text()).toBe('hello\n')
}, 240_000)

it('ends in time, and several at once are not in the way of each other', async () => {
  const { project, api } = await startShop('runs')
  const before = await everything(project)
  const slow = run(api, project, { timeout: '20s', environment: { TESTS: 'echo begun; sleep 3600' } })
  const others = ['a', 'b', 'c'].map((buildId) =>
    run(api, project, { buildId, environment: { TESTS: testing(0) } }),
  )
  for (const { status } of await Promise.all(others)) expect(status).toBe(200)
  expect(await slow).toMatchObject({ status: 424, json: { exitCode: null, cause: 'timeout' } })
  expect(await everything(project)).toEqual(before)
}, 240_000)

it('is interrupted when the server is killed, and the next one removes all of it', async () => {
  const { project, api, server, dataDir } = await startShop('run-killed')
  const before = await everything(project)
  const environment = { TESTS: 'echo begun; sleep 3600' }
  const { json } = await run(api, project, { environment, keepOnFailure: '2h' }, {})
  await waitFor('the command runs', async () => {
    const { json: log } = await api.call('GET', `/runs/${json.id}/logs`)
    return log.lines.some(({ text }: { text: string }) => text === 'begun')
  })
  expect(await everything(project)).not.toEqual(before)
  await server.kill()

  const second = await startBerth({ dataDir })
  onTestFinished(() => second.stop())
  const again = apiClient(second.url, api.secret)
  await waitFor('nothing of the run is left', async () => {
    const { json: now } = await again.call('GET', `/runs/${json.id}`)
    return now.environment === 'gone'
  })
  expect((await again.call('GET', `/runs/${json.id}`)).json).toMatchObject({
    state: 'interrupted',
    exitCode: null,
  })
  expect(await everything(project)).toEqual(before)
}, 240_000)
