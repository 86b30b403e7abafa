import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { type Engine, label } from '@berth/docker-engine'
import {
  connectTestEngine,
  ensureBusybox,
  freePort,
  projectRemains,
  removeProject,
  uniqueProject,
} from '@berth/testkit/engine'
import { type ApiClient, signUp, startBerth } from '@berth/testkit/server'
import { beforeEach, expect, it, onTestFinished } from 'vitest'

const engine: Engine = await connectTestEngine()
let shop: string
let api: ApiClient
let compose: string
let port: number

beforeEach(async () => {
  const image = await ensureBusybox(engine)
  shop = uniqueProject('srv-copy')
  port = await freePort()
  for (const name of [shop, `${shop}-x`, `${shop}-y`]) onTestFinished(() => removeProject(engine, name))
  const dataDir = await mkdtemp(path.join(tmpdir(), 'berth-copies-'))
  onTestFinished(() => rm(dataDir, { recursive: true, force: true }))
  const server = await startBerth({ dataDir })
  onTestFinished(() => server.kill())
  api = await signUp(server)
  compose = `
services:
  db:
    image: ${image}
    init: true
    container_name: ${shop}-db
    command: sh -c 'mkdir -p /www && echo "$$WHO" > /www/index.html && httpd -f -p 5432 -h /www'
    environment: {WHO: "db of \${COMPOSE_PROJECT_NAME}"}
    volumes: [data:/data]
    networks: {back: {ipv4_address: 10.213.7.5}}
  web:
    image: ${image}
    init: true
    command: sh -c 'mkdir -p /www && until wget -qO /www/index.html http://${shop}-db:5432/; do sleep 0.2; done && httpd -f -p 80 -h /www'
    ports: ["127.0.0.1:${port}:80"]
    networks: [back]
    healthcheck: {test: [CMD, wget, -qO-, http://127.0.0.1/], interval: 1s, retries: 30}
    depends_on: [db]
networks: {back: {ipam: {config: [{subnet: 10.213.7.0/24}]}}}
volumes: {data: {name: ${shop}-data}}
`
})

/** Ids, and since when they run: neither a new container nor a restart escapes it. */
async function running(project: string): Promise<string[]> {
  const containers = await engine.listContainers({ labels: [`${label.project}=${project}`] })
  const states = await Promise.all(containers.map(({ id }) => engine.inspectContainer(id)))
  return states.map(({ Id, State }) => `${Id} ${State.StartedAt}`).sort()
}

const deploy = async (project: string) => {
  const reply = await api.call('POST', `/projects/${project}/deployments`, {}, { prefer: 'wait=120' })
  expect(reply.json, reply.text).toMatchObject({ state: 'succeeded' })
}

const copy = async (name: string) => {
  const reply = await api.call('POST', `/projects/${shop}/copies`, { name })
  expect(reply.status, reply.text).toBe(201)
  await deploy(name)
}

const webOf = async (project: string) => {
  const { json } = await api.call('GET', `/projects/${project}/endpoints`)
  const [endpoint] = json as { service: string; published: number; hostIp: string }[]
  return (await fetch(`http://${endpoint?.hostIp}:${endpoint?.published}/`)).text()
}

it('runs beside its parent with what is its own, and takes only that with it', async () => {
  const files = [{ path: 'compose.yaml', content: compose }]
  await api.call('POST', '/projects', { name: shop, files })
  await deploy(shop)
  const before = await running(shop)

  await copy(`${shop}-x`)
  await copy(`${shop}-y`)
  expect(await webOf(shop)).toBe(`db of ${shop}\n`)
  expect(await webOf(`${shop}-x`)).toBe(`db of ${shop}-x\n`)
  expect(await webOf(`${shop}-y`)).toBe(`db of ${shop}-y\n`)
  expect(await running(shop)).toEqual(before)
  expect(await projectRemains(engine, `${shop}-x`)).toEqual([
    `container ${shop}-x-db-1`,
    `container ${shop}-x-web-1`,
    `network ${shop}-x_back`,
    `volume ${shop}-x_data`,
  ])

  const others = await running(`${shop}-y`)
  const [endpoint] = (await api.call('GET', `/projects/${shop}-x/endpoints`)).json
  await api.call('POST', `/projects/${shop}-x/down`, { volumes: true }, { prefer: 'wait=120' })
  expect((await api.call('DELETE', `/projects/${shop}-x`)).status).toBe(204)
  expect(await projectRemains(engine, `${shop}-x`)).toEqual([])
  expect(await running(shop)).toEqual(before)
  expect(await running(`${shop}-y`)).toEqual(others)
  expect(await projectRemains(engine, shop)).toContain(`volume ${shop}-data`)
  const next = await api.call('POST', `/projects/${shop}/copies`, { name: `${shop}-z` })
  expect(next.json.ports[0].published).toBe(endpoint.published)
})
