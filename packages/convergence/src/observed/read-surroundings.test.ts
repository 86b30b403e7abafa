import { createFakeEngine } from '@berth/testkit'
import { describe, expect, it } from 'vitest'
import { toDesiredState } from '../desired/to-desired-state.ts'
import { up } from '../testing/converge-on.ts'
import { projectFrom } from '../testing/states.ts'
import type { HostReader, Listener } from './host/host-reader.ts'
import { type Intent, observe, observeTarget } from './observe.ts'

const file = (project: string, rest = '') => `
name: ${project}
services:
  web: {image: web, ports: ["8080:80", "9000:90/udp"], ${rest}}
  db: {image: db}
`

const bridge = {
  Name: 'edge',
  Driver: 'bridge',
  IPAM: { Config: [{ Subnet: '172.30.0.0/16', Gateway: '172.30.0.1' }] },
  Labels: {},
}

async function anEngine() {
  const engine = createFakeEngine({ images: [{ reference: 'web' }, { reference: 'db' }] })
  await engine.createNetwork(bridge)
  return engine
}

const listener = (port: number, protocol: Listener['protocol'], socket: string): Listener => ({
  hostIp: '0.0.0.0',
  port,
  protocol,
  socket,
})

/** A machine on which three programs listen, and one proxy of the Engine. */
const machine = (addresses: readonly string[] = ['172.30.0.1']): HostReader => ({
  addresses: () => addresses,
  listeners: async () => [
    listener(8080, 'tcp', 'nginx'),
    listener(9000, 'udp', 'hidden'),
    listener(22, 'tcp', 'sshd'),
    listener(8080, 'tcp', 'docker-proxy'),
  ],
  programOf: async (socket) => (socket === 'hidden' ? undefined : { pid: 7, name: socket }),
  freeBytes: async (folder) => (folder === '/var/lib/docker' ? 1000 : undefined),
})

const look = (
  engine: Awaited<ReturnType<typeof anEngine>>,
  text: string,
  { host, intent }: { host?: HostReader; intent?: Intent } = {},
) => observe(engine, observeTarget(toDesiredState(projectFrom(text)), intent), { host })

describe('what stands around a project', () => {
  it('is told of others that hold a port or a name that is wanted', async () => {
    const engine = await anEngine()
    await up(engine, file('other'))
    await engine.createContainer({ name: 'shop-db-3', body: { Image: 'db', Labels: {}, HostConfig: {} } })
    const { others } = await look(engine, file('shop'))
    expect(others).toMatchObject([
      { name: 'other-web-1', project: 'other', service: 'web', state: 'running' },
      { name: 'shop-db-3', state: 'created', ports: [] },
    ])
    expect(others[0]?.ports.map(({ published }) => published)).toContain(8080)
  })

  it('is not looked at when nothing has to start', async () => {
    const engine = await anEngine()
    await up(engine, file('shop'))
    let lists = 0
    const counting = {
      ...engine,
      listContainers: (...args: Parameters<typeof engine.listContainers>) => {
        lists += 1
        return engine.listContainers(...args)
      },
    }
    await look(counting, file('shop'), { host: machine() })
    expect(lists).toBe(1)
    await look(counting, file('shop'), { intent: { forceRecreate: true } })
    expect(lists).toBe(3)
    await look(counting, file('new'), { intent: { startsNothing: true } })
    expect(lists).toBe(4)
  })

  it('is told of programs on wanted ports, and not of the proxies of the Engine', async () => {
    const { listeners } = await look(await anEngine(), file('shop'), { host: machine() })
    expect(listeners).toEqual([
      { hostIp: '0.0.0.0', published: 8080, protocol: 'tcp', program: { pid: 7, name: 'nginx' } },
      { hostIp: '0.0.0.0', published: 9000, protocol: 'udp' },
    ])
  })

  it('knows of no programs where the network is not that of the Engine', async () => {
    const { listeners } = await look(await anEngine(), file('shop'), { host: machine(['10.0.0.5']) })
    expect(listeners).toEqual([])
  })

  it('is told of the room there is when images may have to be fetched', async () => {
    const engine = await anEngine()
    const missing = file('shop').replace('image: db', 'image: missing')
    expect((await look(engine, missing, { host: machine() })).disk).toEqual({
      folder: '/var/lib/docker',
      freeBytes: 1000,
    })
    expect((await look(engine, missing)).disk).toEqual({ folder: '/var/lib/docker' })
    expect((await look(engine, file('shop'), { host: machine() })).disk).toBeUndefined()
    expect((await look(engine, file('shop'), { intent: { build: true } })).disk).toBeDefined()
    expect((await look(engine, file('shop', 'pull_policy: always'))).disk).toBeDefined()
  })
})
