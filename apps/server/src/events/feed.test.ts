import type { Topic } from '@berth/contract'
import { describe, expect, it } from 'vitest'
import { temporaryDb } from '../testing/temporary-db.ts'
import { createEventBus } from './bus.ts'
import { createEventStore } from './event-store.ts'
import { createFeed } from './feed.ts'

async function setUp(db = temporaryDb()) {
  const faults: unknown[] = []
  const onFault = (fault: unknown) => void faults.push(fault)
  const bus = createEventBus(onFault)
  const store = createEventStore(await db)
  const lastSeq = (await store.bounds())?.newest ?? 0
  const clock = { now: 1000 }
  const feed = createFeed({ bus, store, lastSeq, now: () => clock.now, onFault })
  const tell = (...topics: Topic[]) =>
    bus.publish({ name: 'project.deleted', topics, payload: { name: 'shop' } })
  return { bus, feed, store, tell, faults, clock }
}

const seqs = (events: readonly { seq: number }[] | undefined) => events?.map(({ seq }) => seq)

describe('the feed', () => {
  it('numbers events, the same event alike on each of its topics, and tells them in order', async () => {
    const { feed, tell } = await setUp()
    const heard: string[] = []
    feed.listen(({ topics, seq }) => heard.push(`${seq} ${topics}`))
    tell('projects', 'project:shop')
    tell('projects')
    expect(feed.seq()).toBe(2)
    await feed.settled()
    expect(heard).toEqual(['1 projects,project:shop', '2 projects'])
  })

  it('keeps an event before it tells it', async () => {
    const { feed, store, tell } = await setUp()
    const kept: Promise<unknown>[] = []
    feed.listen(({ seq }) => kept.push(store.read({ after: seq - 1, limit: 1 })))
    tell('projects')
    await feed.settled()
    expect(await Promise.all(kept)).toMatchObject([[{ seq: 1, name: 'project.deleted', at: 1000 }]])
  })

  it('replays what a topic told since a snapshot', async () => {
    const { feed, tell } = await setUp()
    tell('projects')
    const snapshot = feed.seq()
    tell('host')
    tell('projects', 'project:shop')
    await feed.settled()
    expect(seqs(await feed.replay('projects', snapshot))).toEqual([3])
    expect(seqs(await feed.replay('projects', 3))).toEqual([])
    expect(seqs(await feed.replay('project:shop', snapshot))).toEqual([3])
    expect(seqs(await feed.replay('project:quiet', snapshot))).toEqual([])
  })

  it('goes on where the last run of the server ended, and replays what that told', async () => {
    const db = temporaryDb()
    const first = await setUp(db)
    first.tell('projects')
    first.tell('projects')
    await first.feed.settled()
    const { feed, tell } = await setUp(db)
    tell('projects')
    await feed.settled()
    expect(seqs(await feed.replay('projects', 1))).toEqual([2, 3])
  })

  it('cannot replay what is no longer kept, nor what never was', async () => {
    const { feed, store, tell, clock } = await setUp()
    tell('projects')
    clock.now += 10
    for (let count = 0; count < 3; count++) tell('projects')
    await feed.settled()
    await store.prune({ since: 1005, most: 100 })
    expect(seqs(await feed.replay('projects', 1))).toEqual([2, 3, 4])
    expect(await feed.replay('projects', 0)).toBeUndefined()
    expect(await feed.expired(0)).toEqual({ oldest: 2 })
    expect(await feed.replay('projects', 5)).toBeUndefined()
    await store.prune({ since: 1005, most: 2 })
    expect(await feed.expired(1)).toEqual({ oldest: 3 })
    await store.prune({ since: 99_999, most: 100 })
    expect(await store.bounds()).toEqual({ oldest: 4, newest: 4 })
  })

  it('says that something is missing when events could not be kept', async () => {
    const { feed, store, tell, faults } = await setUp()
    const { append } = store
    Object.assign(store, { append: () => Promise.reject(new Error('disk full')) })
    tell('projects')
    await feed.settled()
    Object.assign(store, { append })
    tell('projects')
    await feed.settled()
    expect(faults).toHaveLength(1)
    expect(await feed.replay('projects', 0)).toBeUndefined()
    expect(seqs(await feed.replay('projects', 1))).toEqual([2])
  })
})

describe('the bus', () => {
  it('keeps a listener that throws from the publisher and from the others', async () => {
    const { bus, feed, tell, faults } = await setUp()
    bus.listen(() => {
      throw new Error('broken listener')
    })
    let heard = 0
    const stop = bus.listen(() => {
      heard += 1
    })
    tell('projects')
    stop()
    tell('projects')
    expect(heard).toBe(1)
    expect(feed.seq()).toBe(2)
    expect(faults).toHaveLength(2)
  })
})
