import type { ClientMessage, ServerMessage } from '@berth/contract'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createFeed, type FeedEvent } from './feed.ts'

/** The browser's end of a socket, played by hand. */
class HandPlayedSocket {
  readyState: number = WebSocket.CONNECTING
  readonly sent: ClientMessage[] = []
  onopen?: () => void
  onclose?: () => void
  onmessage?: (event: { data: string }) => void

  send(text: string) {
    this.sent.push(JSON.parse(text))
  }
  close() {
    this.readyState = WebSocket.CLOSED
    this.onclose?.()
  }
  accept() {
    this.readyState = WebSocket.OPEN
    this.onopen?.()
  }
  tell(message: ServerMessage) {
    this.onmessage?.({ data: JSON.stringify(message) })
  }
}

const start = () => {
  const sockets: HandPlayedSocket[] = []
  const feed = createFeed({
    open: () => {
      const socket = new HandPlayedSocket()
      sockets.push(socket)
      return socket as unknown as WebSocket
    },
    random: () => 1,
  })
  const socket = () => {
    const last = sockets.at(-1)
    if (last === undefined) throw new Error('No socket was opened')
    return last
  }
  return { feed, sockets, socket }
}

const subscriber = (seq: number | undefined) => {
  const events: FeedEvent[] = []
  return {
    events,
    since: () => seq,
    event: (event: FeedEvent) => void events.push(event),
    reset: vi.fn(async () => {}),
  }
}

const deleted = (seq: number): ServerMessage => ({
  op: 'event',
  topic: 'projects',
  seq,
  name: 'project.deleted',
  payload: { name: 'shop' },
})

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

describe('createFeed', () => {
  it('connects with the first subscriber and asks from where its snapshot ends', () => {
    const { feed, socket } = start()
    feed.subscribe('projects', subscriber(7))
    expect(feed.status.value).toBe('connecting')
    socket().accept()
    expect(feed.status.value).toBe('open')
    expect(socket().sent).toEqual([{ op: 'subscribe', topic: 'projects', since: 7 }])
  })

  it('asks from now on for a subscriber without a snapshot', () => {
    const { feed, socket } = start()
    feed.subscribe('host', subscriber(undefined))
    socket().accept()
    expect(socket().sent).toEqual([{ op: 'subscribe', topic: 'host' }])
  })

  it('asks from the oldest snapshot when two follow one topic', () => {
    const { feed, socket } = start()
    feed.subscribe('projects', subscriber(9))
    feed.subscribe('projects', subscriber(4))
    socket().accept()
    expect(socket().sent).toEqual([{ op: 'subscribe', topic: 'projects', since: 4 }])
  })

  it('gives events to the subscribers of their topic only', () => {
    const { feed, socket } = start()
    const list = subscriber(0)
    const host = subscriber(0)
    feed.subscribe('projects', list)
    feed.subscribe('host', host)
    socket().accept()
    socket().tell(deleted(1))
    expect(list.events).toHaveLength(1)
    expect(host.events).toHaveLength(0)
  })

  it('gives what is used now to the subscribers of stats, and nothing else to them', () => {
    const { feed, socket } = start()
    const stats = { ...subscriber(undefined), usage: vi.fn() }
    feed.subscribe('stats:shop', stats)
    socket().accept()
    const usage = { at: '2026-01-01T00:00:00.000Z', containers: [] }
    socket().tell({ op: 'stats', topic: 'stats:shop', usage })
    socket().tell({ op: 'stats', topic: 'stats:blog', usage })
    expect(stats.usage.mock.calls).toEqual([[usage]])
    expect(stats.events).toEqual([])
  })

  it('subscribes anew after a reset, once the resource was read again', async () => {
    const { feed, socket } = start()
    const read = Promise.withResolvers<void>()
    const list = { ...subscriber(3), reset: () => read.promise }
    feed.subscribe('projects', list)
    socket().accept()
    socket().tell({ op: 'reset', topic: 'projects' })
    expect(socket().sent).toHaveLength(1)
    read.resolve()
    await vi.runAllTimersAsync()
    expect(socket().sent).toHaveLength(2)
  })

  it('connects again after a lost connection and goes on from the last event', () => {
    const { feed, sockets, socket } = start()
    let seq = 1
    feed.subscribe('projects', { ...subscriber(1), since: () => seq })
    socket().accept()
    seq = 5
    socket().close()
    expect(feed.status.value).toBe('waiting')
    vi.advanceTimersByTime(500)
    expect(sockets).toHaveLength(2)
    socket().accept()
    expect(socket().sent).toEqual([{ op: 'subscribe', topic: 'projects', since: 5 }])
  })

  it('pauses while the page is hidden, and catches up when it is seen', () => {
    const { feed, sockets, socket } = start()
    feed.subscribe('projects', subscriber(1))
    socket().accept()
    feed.setHidden(true)
    expect(feed.status.value).toBe('paused')
    vi.advanceTimersByTime(60_000)
    expect(sockets).toHaveLength(1)
    feed.setHidden(false)
    expect(sockets).toHaveLength(2)
  })

  it('closes the socket with the last subscriber', () => {
    const { feed, socket } = start()
    const stop = feed.subscribe('projects', subscriber(1))
    socket().accept()
    stop()
    expect(socket().sent.at(-1)).toEqual({ op: 'unsubscribe', topic: 'projects' })
    expect(feed.status.value).toBe('idle')
  })
})
