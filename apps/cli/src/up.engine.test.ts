import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type DeployedProject, deployForTest } from './testing/deployed-project.ts'

let shop: DeployedProject

/** `web` runs until it is stopped and then exits with 3; `job` fails as soon as `web` has started. */
const services = `
  web:
    image: busybox
    command: [sh, -c, "trap 'exit 3' TERM; echo ready; echo oops >&2; while :; do sleep 1 & wait; done"]
    depends_on: [db]
  db:
    image: busybox
    command: [sleep, "600"]
    stop_grace_period: 0s
  job:
    image: busybox
    command: [sh, -c, "echo working; exit 7"]
    depends_on: [web]
    profiles: [job]
  slow:
    image: busybox
    command: [sleep, "600"]
    stop_grace_period: 0s
    healthcheck: { test: ["CMD", "false"], interval: 1h, start_period: 1h }
    profiles: [slow]
  chained:
    image: busybox
    command: [sh, -c, "echo chained"]
    depends_on: { gate: { condition: service_healthy } }
    profiles: [chained]
  gate:
    image: busybox
    command: [sh, -c, "echo opening; sleep 600"]
    stop_grace_period: 0s
    healthcheck: { test: ["CMD", "test", "-e", "/open"], interval: 200ms, retries: 1000 }
    profiles: [chained]
  flaky:
    image: busybox
    command: [sh, -c, "echo flaky; exit 3"]
    restart: on-failure:1
    profiles: [flaky]
  unlogged:
    image: busybox
    command: [sh, -c, "echo unlogged; exit 2"]
    logging: { driver: none }
    profiles: [unlogged]`

beforeAll(async () => {
  shop = await deployForTest(services)
})

afterAll(() => shop.remove())

const states = async (...args: string[]) => {
  const { out } = await shop.berth('ps', '-a', '--format', 'json', ...args)
  const rows: { Name: string; State: string }[] = out
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line))
  return rows.map(({ Name, State }) => `${Name.slice(shop.project.length + 1)} ${State}`)
}

describe('berth up that is attached', () => {
  it('ends with the first container that exits, and with its code', async () => {
    const { code, out, err } = await shop.berth('up', '--abort-on-container-exit', 'web', 'job')
    expect({ code, err }).toMatchObject({
      code: 7,
      err: expect.stringContaining('Aborting on container exit...'),
    })
    expect(out).toContain('Attaching to job-1, web-1\n')
    expect(out).toContain('job-1  | working\n')
    expect(out).toContain('web-1 exited with code 3\n')
    expect(await states()).toEqual(['db-1 exited', 'job-1 exited', 'web-1 exited'])
  })

  it('ends with the code of the service that was asked for', async () => {
    const args = ['--exit-code-from', 'web', '--attach-dependencies', '--no-attach', 'web', '--timestamps']
    const { code, out } = await shop.berth('up', ...args, '--no-log-prefix', 'web', 'job')
    expect(code).toBe(3)
    expect(out).toContain('Attaching to db-1, job-1\n')
    expect(out).toMatch(/^\d{4}-\d\d-\d\dT[\d:.]+Z working$/m)
    expect(out).not.toContain('ready')
  })

  it('goes on when a container ends well, and ends with the first that fails', async () => {
    const { code, out } = await shop.berth('up', '--abort-on-container-failure', '--no-deps', 'job')
    expect({ code, out }).toMatchObject({ code: 7, out: expect.stringContaining('job-1 exited with code 7') })
  })
})

describe('what up shows', () => {
  it('is what containers write while others wait still', async () => {
    const running = shop.start('up', 'gate', 'chained')
    await running.printed('gate-1     | opening\n')
    expect(await states('gate', 'chained')).toEqual(['chained-1 created', 'gate-1 running'])
    await shop.berth('exec', 'gate', 'touch', '/open')
    await running.printed('chained-1 exited with code 0\n')
    running.interrupt()
    const { code, out } = await running.ended
    expect(code).toBe(130)
    expect(out).toContain('Attaching to chained-1, gate-1\n')
    expect(out).toContain('chained-1  | chained\n')
  })

  it('is every run of what is restarted', async () => {
    const { out } = await shop.berth('up', '--no-deps', 'flaky')
    const run = 'flaky-1  | flaky\nflaky-1 exited with code 3'
    expect(out).toBe(`Attaching to flaky-1\n${run} (restarting)\n${run}\n`)
  })

  it('is also what the Engine does not keep', async () => {
    const { code, out } = await shop.berth('up', '--no-deps', 'unlogged')
    const lines = ['Attaching to unlogged-1', 'unlogged-1  | unlogged', 'unlogged-1 exited with code 2']
    expect({ code, out }).toEqual({ code: 0, out: `${lines.join('\n')}\n` })
  })
})

describe('berth up that is not', () => {
  it('R53: makes containers and starts none with --no-start', async () => {
    const { code } = await shop.berth('up', '--no-start', '--force-recreate', 'web')
    expect(code).toBe(0)
    expect(await states('web', 'db')).toEqual(['db-1 exited', 'web-1 created'])
  })

  it('R53: does the same as create, which scales too', async () => {
    const { code } = await shop.berth('create', '--scale', 'web=2', 'web')
    expect(code).toBe(0)
    expect(await states('web')).toEqual(['web-1 created', 'web-2 created'])
  })

  it('starts what it scales, and removes what is over', async () => {
    await shop.berth('scale', 'web=1', 'db=2')
    expect(await states('web', 'db')).toEqual(['db-1 running', 'db-2 running', 'web-1 running'])
    const { code } = await shop.berth('scale', '--no-deps', 'db=1')
    expect(code).toBe(0)
    expect(await states('web', 'db')).toEqual(['db-1 running', 'web-1 running'])
  })

  it('says what was not ready in time, and ends with 1', async () => {
    const { code, err } = await shop.berth('up', '--wait', '--wait-timeout', '1', 'slow')
    expect(code).toBe(1)
    expect(err).toContain(`container ${shop.project}-slow-1 was not ready after 1 s: healthcheck starting`)
    expect(await states('slow')).toEqual(['slow-1 running'])
  })
})
