import { compareApi } from '@berth/docker-engine'
import { waitFor } from '@berth/testkit/engine'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type DeployedProject, deployForTest } from './testing/deployed-project.ts'
import { startInTerminal } from './testing/in-terminal.ts'

let shop: DeployedProject

/** `shell` prints what it is given; `signalled` tells of a signal and goes on. */
const services = `
  web:
    image: busybox
    command: [sleep, "600"]
    stop_grace_period: 0s
    scale: 2
  shell:
    image: busybox
    command: [sh, -c, "while read line; do echo got $$line; done; exit 5"]
    stdin_open: true
    tty: true
    restart: always
  signalled:
    image: busybox
    command: [sh, -c, "trap 'echo caught; exit 4' INT; while :; do echo tick; sleep 1 & wait; done"]`

beforeAll(async () => {
  shop = await deployForTest(services)
})

afterAll(() => shop.remove())

const terminal = (...args: string[]) => startInTerminal(shop.folder, args)

describe('berth exec', () => {
  it('gives the output and the exit code of the command', async () => {
    const ran = await shop.berth('exec', 'web', 'sh', '-c', 'echo out; echo err >&2; exit 5')
    expect(ran).toEqual({ code: 5, out: 'out\n', err: 'err\n' })
  })

  it('runs it where, as whom and with what it is told', async () => {
    const args = ['-e', 'A=1', '-e', 'BERTH_TEST', '-u', '1000', '-w', '/tmp', '--index', '2', 'web']
    const { out } = await shop.berth('exec', ...args, 'sh', '-c', 'echo $A; id -u; pwd; hostname')
    const { Id } = await shop.engine.inspectContainer(`${shop.project}-web-2`)
    expect(out).toBe(`1\n1000\n/tmp\n${Id.slice(0, 12)}\n`)
  })

  it('passes on what is piped into it, to the end', async () => {
    const running = shop.start('exec', '-T', 'web', 'sh', '-c', 'cat; echo " end"')
    running.type('piped')
    await expect(running.ended).resolves.toEqual({ code: 0, out: 'piped end\n', err: '' })
  })

  it('leaves a command to itself', async () => {
    await expect(shop.berth('exec', '-d', 'web', 'touch', '/tmp/left')).resolves.toMatchObject({
      code: 0,
      out: '',
    })
    const isThere = async () => (await shop.berth('exec', 'web', 'test', '-e', '/tmp/left')).code === 0
    await waitFor('the command has run', isThere)
  })

  it('ends as the Engine says when the command is not there: with 126, from release 28 on with 127', async () => {
    const { code, out } = await shop.berth('exec', 'web', 'no-such-command')
    const isNew = compareApi(await shop.engine.apiVersion(), '1.48') >= 0
    expect(code).toBe(isNew ? 127 : 126)
    expect(out).toContain('"no-such-command": executable file not found')
  })

  it.each([
    { args: ['exec', '--index', '3', 'web', 'true'], err: 'service "web" is not running container #3' },
    { args: ['exec', 'nope', 'true'], err: 'no such service: nope' },
    { args: ['attach', '--index', '2', 'shell'], err: 'service "shell" is not running container #2' },
  ])('refuses $args', async ({ args, err }) => {
    await expect(shop.berth(...args)).resolves.toMatchObject({ code: 1, err: expect.stringContaining(err) })
  })

  it('gives the command this terminal, its keys and its size', async () => {
    // Engines before release 23 are told the size a moment after the command has begun.
    const until = (size: string) => `until [ "$(stty size)" = "${size}" ]; do sleep 0.1; done; echo "${size}"`
    const script = `${until('30 100')}; ${until('40 120')}; read x; echo "got $x"; exit 9`
    const running = terminal('exec', 'web', 'sh', '-c', script)
    await running.shows(/^30 100/m)
    running.resize(40, 120)
    await running.shows(/^40 120/m)
    running.type('abc\r')
    const { code, shown } = await running.ended
    expect({ code, shown }).toMatchObject({ code: 9, shown: expect.stringContaining('got abc') })
  })

  it('gives Ctrl-C to the command, and not to itself', async () => {
    const running = terminal('exec', 'web', 'sh', '-c', "trap 'echo caught; exit 6' INT; echo ready; read x")
    await running.shows('ready')
    running.type('\x03')
    const { code, shown } = await running.ended
    expect({ code, shown }).toMatchObject({ code: 6, shown: expect.stringContaining('caught') })
  })
})

describe('berth attach', () => {
  it('passes keys on, shows what comes, and leaves the container when told to', async () => {
    const running = terminal('attach', '--detach-keys', 'ctrl-x', 'shell')
    // A key that comes before the session is there waits for it.
    running.type('hello\r')
    await running.shows('got hello')
    running.type('\x18')
    await expect(running.ended).resolves.toMatchObject({ code: 0 })
    const { State: state } = await shop.engine.inspectContainer(`${shop.project}-shell-1`)
    expect(state.Running).toBe(true)
  })

  it('ends with what it is attached to, and with its exit code', async () => {
    const running = terminal('attach', 'shell')
    running.type('last\r')
    await running.shows('got last')
    running.type('\x04')
    await expect(running.ended).resolves.toMatchObject({ code: 5 })
  })

  it('passes signals on', async () => {
    const running = shop.start('attach', 'signalled')
    await running.printed('tick')
    running.interrupt()
    await expect(running.ended).resolves.toMatchObject({ code: 4, out: expect.stringContaining('caught\n') })
  })
})
