import { createFakeEngine, type FakeExec } from '@berth/testkit'
import { describe, expect, it } from 'vitest'
import { containersOf, down, idOf, up } from '../testing/converge-on.ts'

const file = (version = '1') => `
name: shop
services:
  app:
    image: app
    environment: {VERSION: "${version}"}
    post_start: [{command: [migrate, up], user: admin, working_dir: /app, environment: {A: "1", B: }, privileged: true}]
    pre_stop: [{command: [drain]}]
  web: {image: web, depends_on: [app]}
`

const engineWhere = (exec: (command: string) => FakeExec | undefined = () => undefined) =>
  createFakeEngine({
    images: ['app', 'web'].map((reference) => ({ reference })),
    exec: ({ command }) => exec(command.join(' ')),
  })

const failing = (name: string) => (command: string) =>
  command === name
    ? { exitCode: 9, prints: [{ stream: 'stderr' as const, text: 'no such table' }] }
    : undefined

describe('hooks', () => {
  it('R87: run as their service says, after the start and before what depends on it', async () => {
    const engine = engineWhere()
    await up(engine, file())
    const made = engine.calls.map(({ method, subject }) => `${method} ${subject}`)
    expect(made.filter((call) => /^(start|exec)/.test(call))).toEqual([
      'startContainer shop-app-1',
      'execInContainer shop-app-1 migrate up',
      'startContainer shop-web-1',
    ])
    expect(engine.calls.find(({ method }) => method === 'execInContainer')?.args[1]).toEqual({
      command: ['migrate', 'up'],
      user: 'admin',
      workingDir: '/app',
      env: ['A=1', 'B'],
      isPrivileged: true,
    })
  })

  it('R87: that fail after a start fail it, with what they printed', async () => {
    const engine = engineWhere(failing('migrate up'))
    const { result } = await up(engine, file())
    expect(result).toMatchObject({
      outcome: 'failed',
      failures: [
        {
          code: 'CONTAINER_HOOK_FAILED',
          service: 'app',
          container: 'shop-app-1',
          exitCode: 9,
          logTail: ['no such table'],
        },
      ],
    })
    expect(await containersOf(engine)).toEqual(['shop-app-1 running', 'shop-web-1 created'])
  })

  it('R25: bring the old container back when they fail in its replacement', async () => {
    let isBroken = false
    const engine = engineWhere((command) => (isBroken ? failing('migrate up')(command) : undefined))
    await up(engine, file())
    const before = await idOf(engine, 'shop-app-1')
    isBroken = true
    const { result } = await up(engine, file('2'))
    expect(result).toMatchObject({ outcome: 'failed', rolledBack: ['app'] })
    expect(await idOf(engine, 'shop-app-1')).toBe(before)
  })

  it('R87: that fail before a stop keep the container running', async () => {
    const engine = engineWhere(failing('drain'))
    await up(engine, file())
    const { result } = await down(engine, file())
    expect(result).toMatchObject({ outcome: 'failed', failures: [{ code: 'CONTAINER_HOOK_FAILED' }] })
    expect(await containersOf(engine)).toEqual(['shop-app-1 running'])
  })

  it('R87: do not matter before the stop of a container that is paused or gone', async () => {
    const engine = engineWhere(failing('drain'))
    await up(engine, file())
    await engine.pauseContainer('shop-app-1')
    expect((await down(engine, file())).result.outcome).toBe('succeeded')
  })

  it('R35: say why a container exited that did not live as long as its first hook', async () => {
    const engine = createFakeEngine({
      images: ['app', 'web'].map((reference) => ({ reference })),
      program: () => ({ exitCode: 3, prints: [{ stream: 'stderr', text: 'no database' }] }),
    })
    const start = engine.startContainer
    // Its program ends before anything else happens.
    engine.startContainer = async (id) => {
      await start(id)
      await new Promise((resolve) => setImmediate(resolve))
    }
    const { result } = await up(engine, file())
    expect(result.failures).toMatchObject([
      { code: 'CONTAINER_EXITED', exitCode: 3, logTail: ['no database'] },
    ])
  })
})
