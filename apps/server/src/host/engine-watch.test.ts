import { createFakeEngine } from '@berth/testkit'
import { describe, expect, it, onTestFinished } from 'vitest'
import { type EngineStatus, watchEngine } from './engine-watch.ts'

function watch(engine = createFakeEngine({ images: [{ reference: 'busybox' }] })) {
  const clock = { now: Date.parse('2026-01-01T00:00:00Z') }
  const stopping = new AbortController()
  onTestFinished(() => stopping.abort())
  const watched = watchEngine({
    engine,
    endpoint: 'unix:///engine.sock',
    now: () => clock.now,
    signal: stopping.signal,
    retryMs: 1,
  })
  const told: EngineStatus[] = []
  let wake = () => {}
  watched.onStatus((status) => {
    told.push(status)
    wake()
  })
  const next = async (state: EngineStatus['state']) => {
    while (told.at(-1)?.state !== state) {
      const { promise, resolve } = Promise.withResolvers<void>()
      wake = resolve
      await promise
    }
  }
  return { ...watched, engine, clock, told, next, stopping }
}

describe('watching the Engine', () => {
  it('says where it looked before it has been asked, and what to do', async () => {
    const { status, asked } = watch()
    expect(status()).toMatchObject({
      state: 'unreachable',
      endpoint: 'unix:///engine.sock',
      fix: expect.stringContaining('DOCKER_HOST'),
    })
    await asked
    expect(status()).toMatchObject({ state: 'reachable', version: '26.1.5' })
  })

  it('tells each change once, and since when the Engine has been away', async () => {
    const { engine, clock, told, next, status } = watch()
    await next('reachable')
    engine.goAway()
    await next('unreachable')
    const since = new Date(clock.now).toISOString()
    clock.now += 60_000
    await new Promise((resolve) => setTimeout(resolve, 20))
    expect(status()).toMatchObject({ state: 'unreachable', since })
    engine.comeBack()
    await next('reachable')
    expect(told.map(({ state }) => state)).toEqual(['reachable', 'unreachable', 'reachable'])
  })

  it('tells what happens to containers of projects, and of nobody else', async () => {
    // The events of the fake carry the machine's time.
    const { engine, next, onContainer, clock } = watch()
    clock.now = 0
    await next('reachable')
    const heard: string[] = []
    const done = Promise.withResolvers<void>()
    onContainer((project, { action }) => {
      heard.push(`${project} ${action}`)
      if (action === 'start') done.resolve()
    })
    const body = { Image: 'busybox', HostConfig: {}, Labels: {} }
    await engine.createContainer({ name: 'stranger', body })
    const Labels = { 'com.docker.compose.project': 'shop' }
    const { id } = await engine.createContainer({ name: 'shop-web-1', body: { ...body, Labels } })
    await engine.startContainer(id)
    await done.promise
    expect(heard).toEqual(['shop create', 'shop start'])
  })

  it('ends when it is told to', async () => {
    const { stopping, ended, next } = watch()
    await next('reachable')
    stopping.abort()
    await ended
  })
})
