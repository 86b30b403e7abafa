import { label } from '@berth/docker-engine'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startBerth } from './testing/berth.ts'
import { type DeployedProject, deployForTest } from './testing/deployed-project.ts'
import { startInTerminal } from './testing/in-terminal.ts'
import { watchEngine } from './testing/watched-engine.ts'

let shop: DeployedProject

const services = `
  db:
    image: busybox
    init: true
    command: [sleep, "600"]
    healthcheck: {test: [CMD, test, -e, /ready], interval: 200ms}
    post_start: [{command: [touch, /ready]}]
  web:
    image: busybox
    command: [echo, from the file]
    restart: always
    depends_on: {db: {condition: service_healthy}}
    ports: ["80"]
    configs: [settings]
    networks: {default: {aliases: [site]}}
    profiles: [never]`

beforeAll(async () => {
  shop = await deployForTest(services, 'configs: {settings: {content: "a=1"}}')
  await shop.berth('down')
})

afterAll(() => shop.remove())

const oneOffs = () =>
  shop.engine.listContainers({ labels: [`${label.project}=${shop.project}`, `${label.oneOff}=True`] })

/** What the shell in the container prints about one in which signals do nothing. */
const deaf = ['sh', '-c', "trap '' INT TERM; echo deaf; while :; do sleep 0.1; done"]

describe('berth run', () => {
  it('starts what the service depends on first, and gives output and exit code of the command', async () => {
    const ran = await shop.berth('run', '--rm', 'web', 'sh', '-c', 'cat /settings; echo err >&2; exit 5')
    expect(ran).toMatchObject({ code: 5, out: 'a=1' })
    expect(ran.err).toMatch(/db-1 {2}Healthy[\s\S]*err\n$/)
    expect(ran.err).not.toContain('web-run')
  })

  it('runs the command of the file, as one more container with a name of its own', async () => {
    await expect(shop.berth('run', 'web')).resolves.toMatchObject({ code: 0, out: 'from the file\n' })
    const [made] = await oneOffs()
    const { Id, Config, HostConfig, NetworkSettings } = await shop.engine.inspectContainer(made?.id ?? '')
    const name = `${shop.project}-web-run-${Config.Labels[`com.docker.compose.slug`]?.slice(0, 12)}`
    expect(made).toMatchObject({ name, state: 'exited' })
    expect(Config.Labels).not.toHaveProperty(label.containerNumber)
    // Older Engines show it empty.
    expect(['no', '']).toContain(HostConfig.RestartPolicy?.Name)
    expect(HostConfig.PortBindings).toEqual({})
    // Older Engines show the id among the aliases.
    const aliases = NetworkSettings.Networks[`${shop.project}_default`]?.Aliases
    expect(aliases?.filter((alias) => !Id.startsWith(alias))).toEqual([name])
    await shop.engine.removeContainer(Id)
  })

  it('passes on what is piped into it, to the end', async () => {
    const running = shop.start('-f', 'compose.yaml', 'run', '--rm', '--no-deps', '-q', 'web', 'cat')
    running.type('piped')
    await expect(running.ended).resolves.toEqual({ code: 0, out: 'piped', err: '' })
  })

  it('leaves the container to itself and prints its id', async () => {
    const args = ['-d', '-P', '--use-aliases', '--name', `${shop.project}-mine`]
    const { code, out } = await shop.berth('run', ...args, 'web', 'sleep', '600')
    const found = await shop.engine.inspectContainer(`${shop.project}-mine`)
    expect({ code, out }).toEqual({ code: 0, out: `${found.Id}\n` })
    expect(found.State.Running).toBe(true)
    expect(Object.keys(found.NetworkSettings.Ports ?? {})).toEqual(['80/tcp'])
    const { Aliases } = found.NetworkSettings.Networks[`${shop.project}_default`] ?? {}
    expect(Aliases?.filter((alias) => !found.Id.startsWith(alias))).toEqual([
      `${shop.project}-mine`,
      'web',
      'site',
    ])
    expect((await shop.berth('ps', '-q', '--no-trunc', 'web')).out).toBe('')
    expect((await shop.berth('ps', '-q', '--status', 'running', 'web')).out).toBe(`${found.Id}\n`)
    await shop.engine.removeContainer(found.Id, { force: true })
  })

  it('says why it does not start, and leaves nothing of it', async () => {
    const { code, err } = await shop.berth('run', 'web', 'no-such-command')
    expect(code).toBe(1)
    expect(err).toMatch(/error ENGINE_REFUSED: .*"no-such-command": executable file not found/)
    expect(await oneOffs()).toEqual([])
  })

  it('passes signals on to the command', async () => {
    const trapping = "trap 'echo caught; exit 4' INT; echo ready; while :; do sleep 0.1; done"
    const running = shop.start('run', '--rm', 'web', 'sh', '-c', trapping)
    await running.printed('ready')
    running.interrupt()
    await expect(running.ended).resolves.toMatchObject({ code: 4, out: 'ready\ncaught\n' })
    expect(await oneOffs()).toEqual([])
  })

  it('kills a command that does not listen at the third Ctrl-C, and leaves nothing of it', async () => {
    const watched = await watchEngine()
    const running = startBerth(shop.folder, ['run', '--rm', 'web', ...deaf], { DOCKER_HOST: watched.host })
    await running.printed('deaf')
    for (const passed of ['SIGINT', 'SIGINT', 'SIGKILL']) {
      const answered = watched.answered(`signal=${passed}`)
      running.interrupt()
      await answered
    }
    await expect(running.ended).resolves.toMatchObject({ code: 137 })
    expect(await oneOffs()).toEqual([])
    await watched.close()
  })

  it('gives the command a terminal of the size of ours, and keys as they are pressed', async () => {
    const script =
      'while [ "$(stty size)" != "30 100" ]; do sleep 0.1; done; echo first; while [ "$(stty size)" = "30 100" ]; do sleep 0.1; done; stty size; read x; echo "got $x"; trap "exit 6" INT; echo armed; while :; do sleep 0.1; done'
    const running = startInTerminal(shop.folder, ['run', '--rm', 'web', 'sh', '-c', script])
    await running.shows(/^first/m)
    running.resize(40, 120)
    await running.shows(/^40 120/m)
    running.type('abc\r')
    await running.shows('armed')
    running.type('\x03')
    const { code, shown } = await running.ended
    expect({ code, shown }).toMatchObject({ code: 6, shown: expect.stringContaining('got abc') })
  })

  it('takes what is asked wrongly for what it is', async () => {
    const asked = async (...args: string[]) => (await shop.berth('run', ...args)).err.split('\n')[0]
    expect(await asked()).toMatch(/^error CLI_BAD_VALUE: `berth run` needs a service/)
    expect(await asked('nowhere')).toMatch(/^error CLI_NO_SUCH_SERVICE:/)
    expect(await asked('-P', '-p', '1', 'web')).toMatch(/^error CLI_CONFLICTING_FLAGS:/)
    expect(await asked('-t', 'web')).toMatch(/^error CLI_BAD_VALUE: the input device is not a TTY/)
  })
})
