import { createFakeEngine, type FakeEngineOptions } from '@berth/testkit'
import { describe, expect, it } from 'vitest'
import { startServer, type TestServer } from '../testing/start-server.ts'

const compose = `services:
  web: {image: busybox, ports: ['8080:80'], volumes: ['data:/data']}
  api: {image: busybox, ports: ['127.0.0.1:9090:90']}
volumes: {data: {}}
`

/** shop of ada, with a copy that does not run; blog of grace; a container that somebody else made. */
async function sharedBox(options: FakeEngineOptions = {}): Promise<TestServer> {
  const server = await startServer(options)
  await server.setUp()
  const grace = { authorization: await server.colleague('developer') }
  await register(server, 'shop', compose)
  await register(server, 'blog', 'services: {web: {image: busybox}}', grace)
  await server.call({ method: 'POST', url: '/api/v1/projects/shop/copies', payload: { name: 'shop-x' } })
  await server.call({ method: 'POST', url: '/api/v1/projects/shop/deployments?wait=60' })
  await server.call({ method: 'POST', url: '/api/v1/projects/blog/deployments?wait=60', headers: grace })
  const HostConfig = { PortBindings: { '53/udp': [{ HostPort: '5353' }] } }
  const { id } = await server.engine.createContainer({
    name: 'dns',
    body: { Image: 'busybox', Labels: {}, HostConfig },
  })
  await server.engine.startContainer(id)
  return server
}

const register = (server: TestServer, name: string, content: string, headers = {}) =>
  server.call({
    method: 'PUT',
    url: `/api/v1/projects/${name}`,
    headers,
    payload: { files: [{ path: 'compose.yaml', content }] },
  })

const text = async (server: TestServer, url: string) =>
  (await server.call({ method: 'GET', url, headers: { accept: 'text/plain' } })).body

describe('the host', () => {
  it('is held by owners, each with processors, memory, disk and ports', async () => {
    const server = await sharedBox()
    const reply = await server.call({ method: 'GET', url: '/api/v1/host/owners' }, 'viewer')
    const using = { cpuPercent: expect.closeTo(50, 1), memoryBytes: 2 << 20 }
    expect(reply.json()).toEqual({
      at: expect.any(String),
      diskAt: expect.any(String),
      owners: [
        {
          owner: 'ada',
          projects: ['shop', 'shop-x'],
          containers: 2,
          cpuPercent: expect.closeTo(100, 1),
          memoryBytes: 4 << 20,
          diskBytes: 1_002_000,
          ports: [8080, 9090, 20_000, 20_001],
        },
        {
          owner: 'grace-developer',
          projects: ['blog'],
          containers: 1,
          ...using,
          diskBytes: 1_000,
          ports: [],
        },
        { owner: null, projects: [], containers: 1, ...using, diskBytes: 1_000, ports: [5353] },
      ],
    })
  })

  it.each([
    ['owner', ['ada', 'grace-developer', '-']],
    ['-owner', ['grace-developer', 'ada', '-']],
    ['ports', ['grace-developer', '-', 'ada']],
    ['-ports', ['ada', '-', 'grace-developer']],
    ['diskBytes', ['grace-developer', '-', 'ada']],
    ['-cpuPercent', ['ada', 'grace-developer', '-']],
  ])('lists its owners sorted by %s', async (sort, names) => {
    const lines = (await text(await sharedBox(), `/api/v1/host/owners?sort=${sort}`)).trimEnd().split('\n')
    expect(lines.map((line) => line.split(' ')[0])).toEqual(names)
    expect(lines.find((line) => line.startsWith('- '))).toMatch(
      /^- projects=0 containers=1 cpuPercent=[\d.]+ memoryBytes=2097152 diskBytes=1000 ports=5353$/,
    )
  })

  it('refuses an order that there is not', async () => {
    const server = await startServer()
    expect((await server.call({ method: 'GET', url: '/api/v1/host/owners?sort=name' })).statusCode).toBe(400)
  })

  it('has ports that containers publish, copies were given, and strangers hold', async () => {
    const server = await sharedBox()
    const reply = await server.call({ method: 'GET', url: '/api/v1/host/ports' })
    const shop = { protocol: 'tcp', holder: 'project', project: 'shop', owner: 'ada' }
    const copy = { protocol: 'tcp', holder: 'copy', project: 'shop-x', owner: 'ada' }
    const { ports } = reply.json<{ ports: { holder: string }[] }>()
    // What else listens on the machine of the test is left out.
    expect(ports.filter(({ holder }) => holder !== 'program')).toEqual([
      { port: 5353, protocol: 'udp', holder: 'container', container: 'dns', target: 53 },
      { ...shop, port: 8080, service: 'web', container: 'shop-web-1', target: 80 },
      { ...shop, port: 9090, hostIp: '127.0.0.1', service: 'api', container: 'shop-api-1', target: 90 },
      { ...copy, port: 20_000, service: 'api', target: 90 },
      { ...copy, port: 20_001, service: 'web', target: 80 },
    ])
    const lines = await text(server, '/api/v1/host/ports')
    expect(lines).toContain('8080/tcp project shop web ada shop-web-1:80\n')
    expect(lines).toContain('127.0.0.1:9090/tcp project shop api ada shop-api-1:90\n')
    expect(lines).toContain('20001/tcp copy shop-x web ada -\n')
    expect(lines).toContain('5353/udp container - - - dns:53\n')
  })

  it('has a disk with what projects have on it', async () => {
    const server = await sharedBox()
    await server.engine.stopContainer('shop-api-1')
    const reply = await server.call({ method: 'GET', url: '/api/v1/host/disk' })
    expect(reply.json()).toMatchObject({
      at: expect.any(String),
      images: { count: 1, bytes: 3_000_000, unusedBytes: 0 },
      containers: { count: 4, bytes: 4_000, unusedBytes: 1_000 },
      volumes: { count: 1, bytes: 1_000_000, unusedBytes: 0 },
      buildCache: { count: 0, bytes: 0, unusedBytes: 0 },
      projects: [
        { project: 'shop', owner: 'ada', volumesBytes: 1_000_000, containersBytes: 2_000 },
        { project: 'blog', owner: 'grace-developer', volumesBytes: 0, containersBytes: 1_000 },
      ],
    })
    const lines = await text(server, '/api/v1/host/disk')
    expect(lines).toContain('volumes count=1 bytes=1000000 unusedBytes=0\n')
    expect(lines).toContain('project shop owner=ada volumesBytes=1000000 containersBytes=2000\n')
  })

  it('counts a volume without a name to the project that mounts it', async () => {
    const server = await startServer()
    await register(server, 'shop', 'services: {web: {image: busybox, volumes: [/data]}}')
    await server.call({ method: 'POST', url: '/api/v1/projects/shop/deployments?wait=60' })
    const { projects } = (await server.call({ method: 'GET', url: '/api/v1/host/disk' })).json()
    expect(projects).toEqual([
      { project: 'shop', owner: 'ada', volumesBytes: 1_000_000, containersBytes: 1_000 },
    ])
  })

  it('is told of while its disk cannot be measured', async () => {
    const server = await sharedBox()
    const { diskUsage } = server.appEngine
    Object.assign(server.appEngine, { diskUsage: () => new Promise(() => {}) })
    const { owners, ...rest } = (await server.call({ method: 'GET', url: '/api/v1/host/owners' })).json()
    expect(owners[0]).not.toHaveProperty('diskBytes')
    expect(rest).toEqual({ at: expect.any(String) })
    Object.assign(server.appEngine, { diskUsage })
  })

  it('measures once for all who ask at a time', async () => {
    const server = await sharedBox()
    let asked = 0
    const { containerStats } = server.appEngine
    Object.assign(server.appEngine, {
      containerStats: (...request: Parameters<typeof containerStats>) => {
        asked += 1
        return containerStats(...request)
      },
    })
    const ask = () => server.call({ method: 'GET', url: '/api/v1/host/owners' })
    await Promise.all([ask(), ask(), ask()])
    // Each of four containers, and once more to compare.
    expect(asked).toBe(8)
  })

  it('is a problem while the Engine is away', async () => {
    const server = await startServer({ engine: createFakeEngine() })
    server.engine.goAway()
    for (const what of ['owners', 'ports', 'disk']) {
      const reply = await server.call({ method: 'GET', url: `/api/v1/host/${what}` })
      expect([reply.statusCode, reply.json().code]).toEqual([503, 'ENGINE_UNREACHABLE'])
    }
  })
})
