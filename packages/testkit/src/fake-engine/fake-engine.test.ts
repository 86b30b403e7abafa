import { EngineError } from '@berth/docker-engine'
import { describe, expect, it } from 'vitest'
import { createFakeEngine } from './fake-engine.ts'

const body = { Image: 'redis', Labels: { app: 'shop' }, HostConfig: {} }
const images = [
  { reference: 'redis', config: { Healthcheck: { Test: ['CMD', 'true'] }, Volumes: { '/data': {} } } },
]

describe('the handles of the fake Engine', () => {
  it('record what would change the Engine, by name', async () => {
    const engine = createFakeEngine({ images })
    await engine.createNetwork({ Name: 'shop_default', Labels: {} })
    const { id } = await engine.createContainer({ name: 'shop-db-1', body })
    await engine.startContainer(id)
    await engine.listContainers({})
    await engine.connectNetwork('shop_default', id, {})
    expect(engine.calls.map(({ method, subject }) => `${method} ${subject}`)).toEqual([
      'createNetwork shop_default',
      'createContainer shop-db-1',
      'startContainer shop-db-1',
      'connectNetwork shop_default shop-db-1',
    ])
  })

  it('let one call fail, and leave the world as it was', async () => {
    const engine = createFakeEngine({ images })
    engine.failNext('createContainer', new EngineError('ENGINE_REFUSED', 'no'))
    await expect(engine.createContainer({ name: 'one', body })).rejects.toMatchObject({
      code: 'ENGINE_REFUSED',
    })
    await expect(engine.listContainers({})).resolves.toEqual([])
    await expect(engine.createContainer({ name: 'one', body })).resolves.toMatchObject({ warnings: [] })
  })

  it('take the Engine away and bring it back with all it had', async () => {
    const engine = createFakeEngine({ images })
    const events = engine.events({})[Symbol.asyncIterator]()
    const next = events.next()
    await engine.createVolume({ Name: 'data', Labels: {} })
    await next
    const after = events.next()
    engine.goAway()
    await expect(after).rejects.toMatchObject({ code: 'ENGINE_UNREACHABLE' })
    await expect(engine.version()).rejects.toMatchObject({ code: 'ENGINE_UNREACHABLE' })
    engine.comeBack()
    await expect(engine.listVolumes({})).resolves.toMatchObject([{ Name: 'data' }])
  })

  it('play a program: what it prints, how it ends, what its healthcheck finds', async () => {
    const prints = [{ stream: 'stdout', text: 'ready' }] as const
    const engine = createFakeEngine({ images, program: () => ({ prints, health: 'starting' }) })
    const { id } = await engine.createContainer({ name: 'one', body })
    await engine.startContainer(id)
    const lines = engine.containerLogs(id, { follow: true })[Symbol.asyncIterator]()
    await expect(lines.next()).resolves.toMatchObject({ value: { text: 'ready' } })

    engine.print('one', { stream: 'stderr', text: 'warm' })
    await expect(lines.next()).resolves.toMatchObject({ value: { stream: 'stderr', text: 'warm' } })
    await expect(engine.inspectContainer(id)).resolves.toMatchObject({
      State: { Health: { Status: 'starting' } },
    })
    engine.setHealth('one', 'unhealthy')
    await expect(engine.listContainers({})).resolves.toMatchObject([
      { status: expect.stringContaining('unhealthy') },
    ])
    engine.exitContainer('one', 7)
    await expect(lines.next()).resolves.toMatchObject({ done: true })
    await expect(engine.inspectContainer(id)).resolves.toMatchObject({
      State: { Status: 'exited', ExitCode: 7 },
    })
  })

  it('pull from the registry that a test filled, and no more', async () => {
    const engine = createFakeEngine({ registry: [{ reference: 'redis:7' }] })
    const { id } = await engine.pullImage('docker.io/library/redis:7')
    await expect(engine.inspectImage('redis:7')).resolves.toMatchObject({ Id: id })
    await expect(engine.pullImage('redis:8')).rejects.toMatchObject({
      code: 'ENGINE_IMAGE_NOT_FOUND',
      details: { image: 'redis:8' },
    })
    engine.publishImage({ reference: 'redis:7', content: 'newer' })
    expect((await engine.pullImage('redis:7')).id).not.toBe(id)
  })

  it('build equal images from equal requests, and fail as a build fails', async () => {
    const engine = createFakeEngine({
      build: ({ target }) =>
        target === 'broken' ? { failure: { step: 'RUN make', output: 'oh no' } } : undefined,
    })
    const request = { context: '/app', tags: ['shop-web'] }
    const first = await engine.buildImage(request)
    await expect(engine.buildImage({ ...request, tags: ['other'] })).resolves.toEqual(first)
    await expect(engine.buildImage({ ...request, args: { A: '1' } })).resolves.not.toEqual(first)
    await expect(engine.buildImage({ ...request, target: 'broken' })).rejects.toMatchObject({
      code: 'ENGINE_BUILD_FAILED',
      details: { step: 'RUN make', output: 'oh no' },
    })
  })
})
