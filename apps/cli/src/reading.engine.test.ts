import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startBerth } from './testing/berth.ts'
import { type DeployedProject, deployForTest } from './testing/deployed-project.ts'
import { watchEngine } from './testing/watched-engine.ts'

let shop: DeployedProject

const services = `
  web:
    image: busybox
    command: [sh, -c, "read x; exit 5"]
    stdin_open: true
    stop_grace_period: 0s
    ports: ["127.0.0.1::80", "127.0.0.1::53/udp"]
  db:
    image: busybox
    command: [sleep, "600"]
    stop_grace_period: 0s
    volumes: [data:/data]
    scale: 2`

beforeAll(async () => {
  shop = await deployForTest(services, 'volumes: { data: {}, unused: {} }')
})

afterAll(() => shop.remove())

const ok = async (...args: string[]) => {
  const { code, out, err } = await shop.berth(...args)
  expect({ code, err }).toEqual({ code: 0, err: '' })
  return out
}

describe('berth ls', () => {
  it('lists projects in the shape of docker compose', async () => {
    const filter = ['--filter', `name=^${shop.project}$`]
    const expected = { Name: shop.project, Status: 'running(3)', ConfigFiles: `${shop.folder}/compose.yaml` }
    expect(JSON.parse(await ok('ls', '--format', 'json', ...filter))).toEqual([expected])
    expect(await ok('ls', '-q', ...filter)).toBe(`${shop.project}\n`)
    expect(await ok('ls', '--filter', `name=${shop.project}-not`)).toBe(
      'NAME                STATUS              CONFIG FILES\n',
    )
  })
})

describe('berth top', () => {
  it('lists the processes of each container', async () => {
    const lines = (await ok('top', 'db')).split('\n')
    expect(lines[0]).toMatch(/^SERVICE {2}# {3}UID .* CMD$/)
    expect(lines.slice(1, 3).map((line) => line.split(/ +/).slice(0, 2))).toEqual([
      ['db', '1'],
      ['db', '2'],
    ])
  })
})

describe('berth port', () => {
  it('tells where a port is published', async () => {
    const { NetworkSettings } = await shop.engine.inspectContainer(`${shop.project}-web-1`)
    const portOf = (key: string) => NetworkSettings.Ports?.[key]?.[0]?.HostPort
    expect(await ok('port', 'web', '80')).toBe(`127.0.0.1:${portOf('80/tcp')}\n`)
    expect(await ok('port', '--protocol', 'udp', 'web', '53')).toBe(`127.0.0.1:${portOf('53/udp')}\n`)
    const { code, err } = await shop.berth('port', 'web', '81')
    expect(code).toBe(1)
    expect(err).toContain(`no port 81/tcp for container ${shop.project}-web-1`)
    expect(err).toContain('It publishes 53/udp, 80/tcp.')
  })
})

describe('berth volumes', () => {
  it('lists the volumes of the project, or those of services', async () => {
    expect(await ok('volumes', '-q')).toBe(`${shop.project}_data\n`)
    expect(await ok('volumes', '-q', 'web')).toBe('')
    expect(JSON.parse(await ok('volumes', '--format', 'json', 'db'))).toMatchObject({
      Driver: 'local',
      Name: `${shop.project}_data`,
      Mountpoint: expect.stringMatching(/_data$/),
    })
  })
})

describe('berth stats', () => {
  it('prints once what containers use', async () => {
    const rows = (await ok('stats', '--no-stream', '--format', 'json', 'db')).trim().split('\n')
    expect(rows.map((row) => JSON.parse(row).Name)).toEqual([`${shop.project}-db-1`, `${shop.project}-db-2`])
    expect(JSON.parse(rows[0] ?? '')).toMatchObject({
      MemUsage: expect.stringMatching(/^[\d.]+[KM]iB \/ [\d.]+GiB$/),
      PIDs: '1',
    })
  })

  it('goes on, with containers that come and go, until Ctrl-C', async () => {
    const running = shop.start('stats', '--format', '{{.Name}}')
    await running.printed(`${shop.project}-web-1`)
    await shop.berth('scale', 'db=3')
    await running.printed(`${shop.project}-db-3`)
    await shop.berth('scale', 'db=2')
    running.interrupt()
    await expect(running.ended).resolves.toMatchObject({ code: 130, err: '' })
  })
})

describe('berth events', () => {
  it('tells what has happened, and what happens, as JSON and as text', async () => {
    const listening = shop.start('events', '--json', '--since', '1h', 'web')
    await listening.printed('"action":"start"')
    const attached = shop.start('attach', 'web')
    await listening.printed('"action":"attach"')
    attached.type('end\n')
    await listening.printed('"action":"die"')
    listening.interrupt()
    expect((await listening.ended).code).toBe(130)
    const { Id } = await shop.engine.inspectContainer(`${shop.project}-web-1`)
    const text = await ok('events', '--since', '1h', '--until', '0s', 'web')
    const line = `^\\d{4}-\\d\\d-\\d\\d [\\d:]+\\.\\d{6} container die ${Id} \\(.*exitCode=5, image=busybox`
    expect(text).toMatch(new RegExp(line, 'm'))
  })
})

describe('berth wait', () => {
  /** Starts to wait for a service and ends its container as soon as that is waited for. */
  const waitWhile = async (container: string, ...args: string[]) => {
    const watched = await watchEngine()
    const waiting = watched.answered('/wait')
    const running = startBerth(shop.folder, ['wait', ...args], { DOCKER_HOST: watched.host })
    await waiting
    await shop.engine.killContainer(`${shop.project}-${container}`, 'SIGKILL')
    return running.ended.finally(watched.close)
  }

  it('ends with the exit code of the last container', async () => {
    const { Id } = await shop.engine.inspectContainer(`${shop.project}-web-1`)
    await shop.engine.startContainer(Id)
    const out = `container "${Id}" exited with status code 137\n`
    await expect(waitWhile('web-1', 'web')).resolves.toEqual({ code: 137, out, err: '' })
  })

  it('waits for nothing that does not run', async () => {
    const { code, err } = await shop.berth('wait', 'web')
    expect(code).toBe(1)
    expect(err).toContain(`no containers for project "${shop.project}"`)
  })

  it('takes the project down when asked to', async () => {
    await expect(waitWhile('db-1', '--down-project', 'db')).resolves.toMatchObject({ code: 137 })
    expect(await ok('ps', '-aq')).toBe('')
  })
})
