import { EngineError } from '@berth/docker-engine'
import { createFakeEngine, type FakeEngine } from '@berth/testkit'
import { describe, expect, it } from 'vitest'
import type { Action } from '../../plan/action.ts'
import { instantClock } from '../../testing/converge-on.ts'
import type { ExecuteContext } from './execute-context.ts'
import { execute } from './index.ts'

const contextOf = (engine: FakeEngine): ExecuteContext => ({
  engine,
  signal: new AbortController().signal,
  clock: instantClock(),
  settleMs: 0,
  events: { watch: () => ({ next: async () => {}, end: () => {} }), close: async () => {} },
  containerId: (container) => ('id' in container ? container.id : container.ref),
  isRemovedLater: () => false,
  imageId: () => undefined,
  onProgress: () => {},
  onStep: () => {},
  onOutput: () => {},
})

const about = { group: 'test', cause: 'test', after: [], id: 'test' }
const gone = { container: { id: 'gone' }, name: 'gone' }
const network = { Name: 'shop_default', Labels: { 'com.docker.compose.config-hash': 'a' } }

describe('an action on what is as it should be already', () => {
  const cases: [string, Action][] = [
    ['stops a container that vanished', { ...about, ...gone, kind: 'stop-container' }],
    ['removes a container that vanished', { ...about, ...gone, kind: 'remove-container', volumes: false }],
    ['removes a network that vanished', { ...about, kind: 'remove-network', network: 'n1', name: 'n1' }],
    ['removes a volume that vanished', { ...about, kind: 'remove-volume', volume: 'v1' }],
  ]
  it.each(cases)('is skipped: %s', async (_what, action) => {
    expect(await execute(action, contextOf(createFakeEngine()))).toMatchObject({ outcome: 'skipped' })
  })

  it('is skipped: creates a network that another run has just made alike', async () => {
    const engine = createFakeEngine()
    const { id } = await engine.createNetwork(network)
    const action: Action = { ...about, kind: 'create-network', body: network }
    expect(await execute(action, contextOf(engine))).toEqual({ outcome: 'skipped', produced: id })
  })

  it('fails when the network that is there is another one', async () => {
    const engine = createFakeEngine()
    await engine.createNetwork({ ...network, Labels: {} })
    const action: Action = { ...about, kind: 'create-network', body: network }
    await expect(execute(action, contextOf(engine))).rejects.toMatchObject({ code: 'ENGINE_CONFLICT' })
  })

  it.each(cases)('passes every other failure on: %s', async (_what, action) => {
    const engine = createFakeEngine()
    engine.goAway()
    await expect(execute(action, contextOf(engine))).rejects.toBeInstanceOf(EngineError)
  })
})

describe('restoring an image (R70)', () => {
  const restore = (imageId: string, digest?: string): Action => ({
    ...about,
    kind: 'restore-image',
    image: 'shop/web:1',
    imageId,
    ...(digest && { digest }),
  })

  it('gives the name back to the image that had it, without asking a registry', async () => {
    const engine = createFakeEngine()
    const { id } = engine.addImage({ reference: 'shop/web:1', content: 'old' })
    engine.addImage({ reference: 'shop/web:1', content: 'new' })
    expect(await execute(restore(id), contextOf(engine))).toMatchObject({ outcome: 'done', produced: id })
    expect(await engine.inspectImage('shop/web:1')).toMatchObject({ Id: id })
  })

  it('pulls by digest what the Engine has no more', async () => {
    const engine = createFakeEngine({ images: [{ reference: 'shop/web:1', content: 'new' }] })
    engine.publishImage({ reference: 'shop/web@sha256:0123', content: 'old' })
    await execute(restore('sha256:gone', 'sha256:0123'), contextOf(engine))
    const old = await engine.inspectImage('shop/web@sha256:0123')
    expect(await engine.inspectImage('shop/web:1')).toMatchObject({ Id: old.Id })
  })

  it('fails when it is nowhere', async () => {
    await expect(execute(restore('sha256:gone'), contextOf(createFakeEngine()))).rejects.toMatchObject({
      code: 'ENGINE_IMAGE_NOT_FOUND',
    })
  })
})
