import { randomBytes } from 'node:crypto'
import { connectTestEngine, ensureBusybox } from '@berth/testkit/engine'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import type { LogLine } from '../engine.ts'
import { maxLineBytes } from '../output-lines.ts'
import type { ConnectedEngine } from './connect-engine.ts'

describe('container logs', () => {
  let engine: ConnectedEngine
  let container = ''

  beforeAll(async () => {
    engine = await connectTestEngine()
    await ensureBusybox(engine)
  })
  afterAll(() => engine.close())
  afterEach(() => engine.removeContainer(container, { force: true }))

  const run = async (script: string, Tty = false) => {
    const { id } = await engine.createContainer({
      name: `berth-logs-${randomBytes(4).toString('hex')}`,
      body: { Image: 'busybox', Cmd: ['sh', '-c', script], Labels: {}, HostConfig: {}, Tty },
    })
    container = id
    await engine.startContainer(id)
    return id
  }

  it('come while the program runs, in order, until it ends', async () => {
    const id = await run('for i in $(seq 1 5); do echo out $i; sleep 0.2; done; echo end >&2')
    const states: string[] = []
    const lines: LogLine[] = []
    for await (const line of engine.containerLogs(id, { follow: true })) {
      lines.push(line)
      if (lines.length === 1) states.push((await engine.inspectContainer(id)).State.Status)
    }
    expect(states).toEqual(['running'])
    expect(lines.map(({ text }) => text)).toEqual(['out 1', 'out 2', 'out 3', 'out 4', 'out 5', 'end'])
    expect(lines.at(-1)?.stream).toBe('stderr')
    expect(lines.map(({ time }) => time)).toEqual(lines.map(({ time }) => time).toSorted((a, b) => a - b))
  })

  it('are read without frames from a terminal', async () => {
    const id = await run('echo one; echo two >&2', true)
    const lines = await Array.fromAsync(engine.containerLogs(id, { follow: true }))
    expect(lines.map(({ stream, text }) => `${stream} ${text}`)).toEqual(['stdout one', 'stdout two'])
  })

  it('cut a line of a megabyte and go on with the next', async () => {
    const id = await run("head -c 1000000 /dev/zero | tr '\\0' x; echo; echo after")
    const lines = await Array.fromAsync(engine.containerLogs(id, { follow: true }))
    expect(lines.map(({ text }) => text.length)).toEqual([maxLineBytes, 5])
  })

  it('wait for a slow reader and lose nothing', async () => {
    const id = await run('seq 1 20000')
    let last = 0
    for await (const { text } of engine.containerLogs(id, { follow: true })) {
      expect(Number(text)).toBe(last + 1)
      last += 1
      if (last % 5_000 === 0) await engine.inspectContainer(id)
    }
    expect(last).toBe(20_000)
  })

  it('may be left before their end', async () => {
    const id = await run('while true; do echo again; done')
    for await (const { text } of engine.containerLogs(id, { follow: true })) {
      expect(text).toBe('again')
      break
    }
    await engine.stopContainer(id, { graceSeconds: 0 })
  })
})
