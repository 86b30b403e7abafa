import { label } from '@berth/docker-engine'
import { createFakeEngine } from '@berth/testkit'
import { describe, expect, it, onTestFinished } from 'vitest'
import { createBackground } from '../background.ts'
import { watchEngine } from './engine-watch.ts'
import { watchContainers } from './live-containers.ts'

async function watch() {
  const engine = createFakeEngine({ images: [{ reference: 'busybox' }] })
  const lists: string[] = []
  const held: PromiseWithResolvers<void>[] = []
  const reader = {
    ...engine,
    listContainers: async (...args: Parameters<typeof engine.listContainers>) => {
      lists.push(args[0].labels?.join() ?? '')
      const answer = await engine.listContainers(...args)
      await held.shift()?.promise
      return answer
    },
  }
  const stopping = new AbortController()
  onTestFinished(() => stopping.abort())
  const { signal } = stopping
  const faults: unknown[] = []
  const background = createBackground((fault) => faults.push(fault))
  const watched = watchEngine({ engine: reader, endpoint: '', now: Date.now, signal, retryMs: 1 })
  const live = watchContainers({ engine: reader, watch: watched, background, signal, restMs: 1 })
  const synced = Promise.withResolvers<void>()
  live.onResync(synced.resolve)
  await synced.promise
  /** The next list waits until the test lets it answer with what it saw. */
  const hold = () => {
    const gate = Promise.withResolvers<void>()
    held.push(gate)
    return gate.resolve
  }
  const create = (project: string, number = 1, retries = 0) =>
    engine.createContainer({
      name: `${project}-web-${number}`,
      body: {
        Image: 'busybox',
        HostConfig: {
          RestartPolicy: { Name: retries > 0 ? 'on-failure' : 'no', MaximumRetryCount: retries },
        },
        Labels: { [label.project]: project, [label.service]: 'web', [label.oneOff]: 'False' },
      },
    })
  const states = (project: string) => live.of(project).containers.map(({ name, state }) => `${name} ${state}`)
  return { engine, live, lists, hold, create, states, faults }
}

describe('live containers', () => {
  it('follow the events of the Engine, with one list of the project that is concerned', async () => {
    const { engine, create, states, lists, live } = await watch()
    const { id } = await create('shop')
    await expect.poll(() => states('shop')).toEqual(['shop-web-1 created'])
    await engine.startContainer(id)
    await expect.poll(() => states('shop')).toEqual(['shop-web-1 running'])
    expect(new Set(lists)).toEqual(new Set([label.project, `${label.project}=shop`]))
    expect(live.projects()).toEqual(['shop'])

    await engine.removeContainer(id, { force: true })
    await expect.poll(() => states('shop')).toEqual([])
    expect(live.projects()).toEqual([])
  })

  it('tell how often one was started again, of those that do not do well only', async () => {
    const { engine, create, live } = await watch()
    const [{ id: failed }, { id: well }] = [await create('shop', 1, 1), await create('shop', 2)]
    for (const id of [failed, well]) await engine.startContainer(id)
    const stateOf = async (id: string) => (await engine.inspectContainer(id)).State.Status
    const troubleOf = (id: string) => live.of('shop').containers.find((one) => one.id === id)?.trouble
    engine.exitContainer(failed, 3)
    await expect.poll(() => stateOf(failed)).toBe('running')
    engine.exitContainer(failed, 3)
    await expect.poll(() => troubleOf(failed)).toEqual({ restarts: 1, isOutOfMemory: false })
    expect(troubleOf(well)).toBeUndefined()
  })

  it('are looked at once more when something happens during the look', async () => {
    const { create, states, hold } = await watch()
    const answer = hold()
    await create('shop')
    await create('shop', 2)
    answer()
    await expect.poll(() => states('shop')).toHaveLength(2)
  })

  it('are not those of an answer that comes late', async () => {
    const { engine, create, states, hold, live } = await watch()
    const { id } = await create('shop')
    await expect.poll(() => states('shop')).toHaveLength(1)
    const answer = hold()
    const late = live.refresh('shop')
    await engine.removeContainer(id)
    await live.refresh('shop')
    answer()
    await late
    expect(states('shop')).toEqual([])
  })

  it('are unknown while the Engine is away, and all looked at when it is back', async () => {
    const { engine, create, states, live } = await watch()
    await create('shop')
    await expect.poll(() => states('shop')).toHaveLength(1)
    engine.goAway()
    await expect.poll(() => live.of('shop').unknown).toMatch(/Docker Engine/)
    expect(states('shop')).toEqual([])
    expect(await live.refresh('shop')).toMatchObject({ unknown: expect.any(String) })
    engine.comeBack()
    await expect.poll(() => states('shop')).toEqual(['shop-web-1 created'])
    expect(live.of('other')).toEqual({ containers: [] })
  })
})
