import type { ClientMessage, HostUsage, ProjectUsage, ServerMessage, Topic } from '@berth/contract'
import { readonly, type ShallowRef, shallowRef } from 'vue'
import { backoffMs } from './backoff.ts'

export type FeedEvent = Extract<ServerMessage, { op: 'event' }>

/** `paused`: the page is hidden. `idle`: nobody has subscribed to anything. */
export type FeedStatus = 'idle' | 'connecting' | 'open' | 'waiting' | 'paused'

export interface Subscriber {
  /** The number of the last event that the subscriber's snapshot includes; undefined for `from now on`. */
  since(): number | undefined
  event(event: FeedEvent): void
  /** On a topic of stats: what is used now. It is not numbered, and some are missed. */
  usage?(usage: ProjectUsage | HostUsage): void
  /** Events were missed: read the resource again. The topic goes on when this resolves. */
  reset(): Promise<void>
  denied?(code: string): void
}

export interface Feed {
  readonly status: Readonly<ShallowRef<FeedStatus>>
  /** Returns the end of the subscription. */
  subscribe(topic: Topic, subscriber: Subscriber): () => void
  /** A hidden page needs no events; it catches up from `since` when it is seen again. */
  setHidden(isHidden: boolean): void
  close(): void
}

export interface FeedOptions {
  readonly open: () => WebSocket
  /** From 0 to 1. */
  readonly random: () => number
}

/** The one socket of this page: many topics, each from where its subscriber's snapshot ends. */
export function createFeed({ open, random }: FeedOptions): Feed {
  const status = shallowRef<FeedStatus>('idle')
  const topics = new Map<Topic, Set<Subscriber>>()
  let socket: WebSocket | undefined
  let retry: ReturnType<typeof setTimeout> | undefined
  let attempt = 0
  let isHidden = false

  const send = (message: ClientMessage) => {
    if (socket?.readyState === WebSocket.OPEN) socket.send(JSON.stringify(message))
  }

  const subscribeTopic = (topic: Topic) => {
    const subscribers = [...(topics.get(topic) ?? [])]
    if (subscribers.length === 0) return
    const known = subscribers.map((each) => each.since()).filter((seq) => seq !== undefined)
    send({ op: 'subscribe', topic, ...(known.length > 0 && { since: Math.min(...known) }) })
  }

  const readAgain = async (topic: Topic) => {
    const used = socket
    try {
      await Promise.all([...(topics.get(topic) ?? [])].map((subscriber) => subscriber.reset()))
    } catch {
      // The snapshot cannot be read: start over with a new connection, after the usual wait.
      used?.close()
      return
    }
    if (used === socket) subscribeTopic(topic)
  }

  const receive = (message: ServerMessage) => {
    if (message.op === 'subscribed') return
    if (message.op === 'reset') return void readAgain(message.topic)
    for (const subscriber of topics.get(message.topic) ?? []) {
      if (message.op === 'denied') subscriber.denied?.(message.code)
      else if (message.op === 'stats') subscriber.usage?.(message.usage)
      else subscriber.event(message)
    }
  }

  const connect = () => {
    clearTimeout(retry)
    if (socket !== undefined || isHidden || topics.size === 0) return
    status.value = 'connecting'
    const opened = open()
    socket = opened
    opened.onopen = () => {
      attempt = 0
      status.value = 'open'
      for (const topic of topics.keys()) subscribeTopic(topic)
    }
    opened.onmessage = ({ data }: MessageEvent<string>) => receive(JSON.parse(data) as ServerMessage)
    opened.onclose = () => {
      if (socket !== opened) return
      socket = undefined
      status.value = 'waiting'
      retry = setTimeout(connect, backoffMs(attempt++, random()))
    }
  }

  const disconnect = (next: FeedStatus) => {
    clearTimeout(retry)
    const closing = socket
    socket = undefined
    closing?.close()
    status.value = next
  }

  return {
    status: readonly(status),
    subscribe(topic, subscriber) {
      const subscribers = topics.get(topic) ?? new Set()
      topics.set(topic, subscribers.add(subscriber))
      if (socket === undefined) connect()
      else subscribeTopic(topic)

      return () => {
        subscribers.delete(subscriber)
        if (subscribers.size > 0) return
        topics.delete(topic)
        send({ op: 'unsubscribe', topic })
        if (topics.size === 0) disconnect('idle')
      }
    },
    setHidden(next) {
      isHidden = next
      if (isHidden) disconnect('paused')
      else connect()
    },
    close() {
      topics.clear()
      disconnect('idle')
    },
  }
}
