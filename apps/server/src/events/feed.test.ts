import type { Topic } from '@berth/contract'
import { describe, expect, it } from 'vitest'
import { createEventBus } from './bus.ts'
import { createFeed, type FeedLimits } from './feed.ts'

const limits: FeedLimits = { events: 3, topics: 2 }

function setUp(now = 1000) {
  const faults: unknown[] = []
  const bus = createEventBus((fault) => faults.push(fault))
  const feed = createFeed(bus, now, limits)
  const tell = (...topics: Topic[]) =>
    bus.publish({ name: 'project.deleted', topics, payload: { name: 'shop' } })
  return { bus, feed, tell, faults }
}

const seqs = (events: readonly { seq: number }[] | undefined) => events?.map(({ seq }) => seq)

describe('the feed', () => {
  it('numbers events, the same event alike on each of its topics', () => {
    const { feed, tell } = setUp()
    const heard: string[] = []
    feed.listen(({ topic, seq }) => heard.push(`${topic} ${seq}`))
    tell('projects', 'project:shop')
    tell('projects')
    expect(heard).toEqual(['projects 1001', 'project:shop 1001', 'projects 1002'])
    expect(feed.seq()).toBe(1002)
  })

  it('replays what a topic told since a snapshot', () => {
    const { feed, tell } = setUp()
    tell('projects')
    const snapshot = feed.seq()
    tell('host')
    tell('projects')
    expect(seqs(feed.replay('projects', snapshot))).toEqual([1003])
    expect(seqs(feed.replay('projects', 1003))).toEqual([])
    expect(seqs(feed.replay('project:quiet', snapshot))).toEqual([])
  })

  it('cannot replay more than it keeps', () => {
    const { feed, tell } = setUp()
    for (let count = 0; count < 4; count++) tell('projects')
    expect(seqs(feed.replay('projects', 1001))).toEqual([1002, 1003, 1004])
    expect(feed.replay('projects', 1000)).toBeUndefined()
  })

  it('forgets the topic that was told last the longest ago, and knows that it did', () => {
    const { feed, tell } = setUp()
    tell('project:a')
    tell('project:b')
    tell('project:c')
    expect(feed.replay('project:a', 1000)).toBeUndefined()
    expect(seqs(feed.replay('project:a', 1001))).toEqual([])
    expect(seqs(feed.replay('project:b', 1000))).toEqual([1002])
  })

  it('does not take the number of another run for one of its own', () => {
    const { feed } = setUp(2000)
    expect(feed.replay('projects', 1999)).toBeUndefined()
    expect(feed.replay('projects', 2001)).toBeUndefined()
    expect(seqs(feed.replay('projects', 2000))).toEqual([])
  })
})

describe('the bus', () => {
  it('keeps a listener that throws from the publisher and from the others', () => {
    const { bus, feed, tell, faults } = setUp()
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
    expect(feed.seq()).toBe(1002)
    expect(faults).toHaveLength(2)
  })
})
