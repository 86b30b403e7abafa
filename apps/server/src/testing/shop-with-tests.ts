import type { Run } from '@berth/contract'
import type { FakeEngineOptions, StartedContainer } from '@berth/testkit'
import { expect } from 'vitest'
import { startServer, type TestServer, type TestServerOptions } from './start-server.ts'

export const runsUrl = '/api/v1/projects/shop/runs'

/** A service that tests two others, one of which has to be healthy. */
const files = `services:
  web:
    image: busybox
    container_name: the-web
    command: [httpd, -f]
    ports: ["8080:80"]
    depends_on: {db: {condition: service_healthy}}
  db:
    image: busybox
    command: [postgres]
    healthcheck: {test: [CMD, "true"]}
    volumes: [data:/data]
    environment: {BUILD: "\${BUILD_ID}"}
  tests:
    image: busybox
    command: [run-tests]
    profiles: [test]
    depends_on: {web: {condition: service_started}}
volumes:
  data: {name: precious}
`

const isTests = ({ command }: StartedContainer) => command.includes('run-tests')

/** An Engine on which the tests of the project exit with a code. */
export const exiting = (exitCode: number): FakeEngineOptions => ({
  program: (started) =>
    isTests(started)
      ? {
          prints: [
            { stream: 'stdout', text: 'testing…' },
            { stream: 'stderr', text: 'bye' },
          ],
          exitCode,
        }
      : undefined,
})

/** An Engine on which the tests run until they are stopped, and exit with 3 then. */
export const runUntilStopped: FakeEngineOptions = {
  program: (started) =>
    isTests(started) ? { prints: [{ stream: 'stdout', text: 'begun' }], exitCodeOnStop: 3 } : undefined,
}

/** A server with that project. */
export async function startShop(options: TestServerOptions = {}) {
  const server = await startServer(options)
  const payload = { files: [{ path: 'compose.yaml', content: files }] }
  await server.call({ method: 'PUT', url: '/api/v1/projects/shop', payload })
  return server
}

/** Asks for a run, and waits for its end unless the headers say otherwise. */
export const post = (
  server: TestServer,
  payload = {},
  headers: Record<string, string> = { prefer: 'wait=60' },
) => server.call({ method: 'POST', url: runsUrl, headers, payload: { service: 'tests', ...payload } })

/** A run as it is now. */
export const read = async (server: TestServer, id: string) =>
  (await server.call({ method: 'GET', url: `/api/v1/runs/${id}` })).json<Run>()

/** Everything there is on the Engine, by name. */
export async function everything({ engine }: Pick<TestServer, 'engine'>) {
  const [containers, networks, volumes, images] = await Promise.all([
    engine.listContainers({}),
    engine.listNetworks({}),
    engine.listVolumes({}),
    engine.listImages({}),
  ])
  return {
    containers: containers.map(({ name }) => name).sort(),
    networks: networks.map(({ Name }) => Name).sort(),
    volumes: volumes.map(({ Name }) => Name).sort(),
    images: images.flatMap(({ RepoTags }) => RepoTags).sort(),
  }
}

/** Resolves when the command of a run is running, which prints a line. */
export async function begun(server: TestServer, id: string) {
  await expect
    .poll(async () => (await server.call({ method: 'GET', url: `/api/v1/runs/${id}/logs` })).json().lines)
    .toHaveLength(1)
}
