import type { Operation } from '@berth/contract'
import { describe, expect, it } from 'vitest'
import { startServer, type TestServer } from '../testing/start-server.ts'

const url = '/api/v1/projects/shop'
const compose = `
services:
  db:
    image: busybox
  web:
    image: busybox
    depends_on: [db]
`

async function runningShop(content = compose) {
  const server = await startServer()
  await server.call({ method: 'PUT', url, payload: { files: [{ path: 'compose.yaml', content }] } })
  await ask(server, 'deployments')
  return server
}

const ask = (server: TestServer, path: string, payload: object = {}, headers = {}) =>
  server.call({
    method: 'POST',
    url: `${url}/${path}`,
    payload,
    headers: { prefer: 'wait=60', ...headers },
  })

const states = async ({ engine }: TestServer) =>
  (await engine.listContainers({})).map(({ name, state }) => `${name} ${state}`).sort()

const subjects = ({ engine }: TestServer, method: string) =>
  engine.calls.filter((call) => call.method === method).map(({ subject }) => subject)

describe('a project', () => {
  it('is stopped, dependents first, and started again', async () => {
    const server = await runningShop()
    const stopped = await ask(server, 'stop', { timeoutSeconds: 3 })
    expect(stopped.json()).toMatchObject({ kind: 'stop', state: 'succeeded', scope: [] })
    expect(await states(server)).toEqual(['shop-db-1 exited', 'shop-web-1 exited'])
    expect(subjects(server, 'stopContainer')).toEqual(['shop-web-1', 'shop-db-1'])

    const started = await ask(server, 'start', {}, { accept: 'text/plain' })
    expect(started.body).toMatch(
      /^shop start SUCCEEDED in \d+s \(op_\w+\)\ndb started running\nweb started running\n$/,
    )
    expect(await states(server)).toEqual(['shop-db-1 running', 'shop-web-1 running'])
  })

  it('is paused, and paused again, and goes on', async () => {
    const server = await runningShop()
    expect((await ask(server, 'pause')).statusCode).toBe(200)
    expect(await states(server)).toEqual(['shop-db-1 paused', 'shop-web-1 paused'])
    expect((await ask(server, 'pause')).json()).toMatchObject({ state: 'succeeded', steps: [] })
    expect((await ask(server, 'unpause')).statusCode).toBe(200)
    expect((await ask(server, 'unpause')).statusCode).toBe(200)
    expect(await states(server)).toEqual(['shop-db-1 running', 'shop-web-1 running'])
  })

  it('is restarted, as a whole or the services that are named', async () => {
    const server = await runningShop()
    await ask(server, 'restart')
    expect(subjects(server, 'restartContainer')).toEqual(['shop-db-1', 'shop-web-1'])
    const one = await ask(server, 'restart', { services: ['web'] })
    expect(one.json<Operation>().scope).toEqual(['web'])
    expect(subjects(server, 'restartContainer').slice(2)).toEqual(['shop-web-1'])
  })

  it.each([
    ['what its files name', compose],
    ['what its containers came from, when the files do not load', 'services: {web: {image: [}}'],
  ])('loses the images with it when that is asked: %s', async (_what, content) => {
    const server = await runningShop()
    await server.call({ method: 'PUT', url, payload: { files: [{ path: 'compose.yaml', content }] } })
    const removed = (await ask(server, 'down', { removeImages: 'all' })).json<Operation>()
    expect(removed.steps.at(-1)).toMatchObject({ id: 'remove-image:busybox:latest', state: 'done' })
  })

  it('gets signals', async () => {
    const server = await runningShop()
    await ask(server, 'kill', { signal: 'SIGHUP', services: ['web'] })
    expect(subjects(server, 'killContainer')).toEqual(['shop-web-1 SIGHUP'])
    const wrong = await ask(server, 'kill', { signal: '; rm -rf /' })
    expect(wrong.json()).toMatchObject({ status: 400, code: 'REQUEST_INVALID' })
  })

  it('is deployed in part, and pulled when that is asked', async () => {
    const server = await startServer({ registry: [{ reference: 'busybox' }] })
    const files = [{ path: 'compose.yaml', content: compose }]
    await server.call({ method: 'PUT', url, payload: { files } })
    const part = await ask(server, 'deployments', { services: ['db'], pull: 'always' })
    expect(part.json()).toMatchObject({ state: 'succeeded', scope: ['db'] })
    expect(await states(server)).toEqual(['shop-db-1 running'])
    expect(subjects(server, 'pullImage')).toEqual(['busybox'])
  })
})

describe('a service', () => {
  it.each([
    ['stop', 'shop-web-1 exited'],
    ['pause', 'shop-web-1 paused'],
    ['restart', 'shop-web-1 running'],
    ['kill', 'shop-web-1 exited'],
  ])('can be told to %s alone', async (verb, state) => {
    const server = await runningShop()
    const reply = await ask(server, `services/web/${verb}`)
    expect(reply.json()).toMatchObject({ kind: verb, state: 'succeeded', scope: ['web'] })
    expect(await states(server)).toEqual(['shop-db-1 running', state])
  })

  it('is scaled, until the next deployment goes by the files', async () => {
    const server = await runningShop()
    const scaled = await ask(server, 'services/web/scale', { replicas: 3 })
    expect(scaled.json()).toMatchObject({ kind: 'scale', state: 'succeeded', scope: ['web'] })
    expect(await states(server)).toHaveLength(4)
    await ask(server, 'services/web/scale', { replicas: 0 })
    expect(await states(server)).toEqual(['shop-db-1 running'])
    await ask(server, 'deployments')
    expect(await states(server)).toEqual(['shop-db-1 running', 'shop-web-1 running'])
  })

  it('with a name of its own is not scaled', async () => {
    const server = await runningShop('services: {web: {image: busybox, container_name: web}}')
    const reply = await ask(server, 'services/web/scale', { replicas: 2 })
    expect(reply.json()).toMatchObject({ status: 422, code: 'SERVICE_NOT_SCALABLE' })
  })

  it.each(['stop', 'scale'])('that nobody knows is refused: %s', async (verb) => {
    const server = await runningShop()
    const reply = await ask(server, `services/api/${verb}`, verb === 'scale' ? { replicas: 1 } : {})
    expect(reply.json()).toMatchObject({ status: 404, code: 'SERVICE_NOT_FOUND' })
    expect(reply.json().detail).toContain('api')
  })
})

it('tells how the services were when an operation had ended', async () => {
  const server = await runningShop()
  const { result } = (await ask(server, 'stop')).json<Operation>()
  expect(result?.services).toMatchObject([
    { service: 'db', state: 'exited', running: 0, wanted: 1, exitCode: 137 },
    { service: 'web', state: 'exited', running: 0, wanted: 1 },
  ])
})

it('tells which image each container runs when a deployment has ended', async () => {
  const server = await runningShop()
  const { result } = (await ask(server, 'deployments', { pinDigests: false })).json<Operation>()
  const { Id, Image } = await server.engine.inspectContainer('shop-web-1')
  expect(result?.containers).toContainEqual({
    id: Id,
    name: 'shop-web-1',
    service: 'web',
    image: 'busybox',
    imageId: Image,
  })
})
