import type { ClientMessage, ServerMessage, Topic } from '@berth/contract'
import type { WebSocket } from '@fastify/websocket'
import type { FastifyInstance } from 'fastify'
import type { Actor } from '../access/actor.ts'
import { decide } from '../access/decide.ts'
import { actorOf } from '../access/guard.ts'
import type { CredentialWatch } from '../auth/credential-watch.ts'
import { guardSocket } from '../http/sockets.ts'
import { parseClientMessage, permissionOfTopic } from './client-message.ts'
import { type Feed, type FeedEvent, toFeedEvent } from './feed.ts'

/** Bytes that may wait for one client; then it is told to read again instead. */
const mostWaiting = 2 ** 20
/** Topics of one socket. */
const mostTopics = 200

/** `/api/v1/ws`: events by topic, from where the client's snapshot ends. */
export function eventGateway(
  app: FastifyInstance,
  { feed, credentials }: { feed: Feed; credentials: CredentialWatch },
): void {
  const config = { permission: 'signed-in' } as const
  app.get('/api/v1/ws', { websocket: true, config }, (socket, request) => {
    const closed = guardSocket(socket, request, credentials)
    serve({ socket, feed, actor: actorOf(request), closed, onFault: (fault) => request.log.error(fault) })
  })
}

interface Client {
  readonly socket: WebSocket
  readonly feed: Feed
  readonly actor: Actor
  readonly closed: AbortSignal
  readonly onFault: (fault: unknown) => void
}

/** A topic of one client. */
interface Subscription {
  /** What comes while the past is read; undefined once the client is told at once. */
  held: FeedEvent[] | undefined
}

function serve({ socket, feed, actor, closed, onFault }: Client): void {
  const topics = new Map<Topic, Subscription>()
  const send = (message: ServerMessage) => socket.send(JSON.stringify(message))

  const reset = (topic: Topic) => {
    topics.delete(topic)
    send({ op: 'reset', topic })
  }

  const subscribe = async ({ topic, since }: Extract<ClientMessage, { op: 'subscribe' }>) => {
    const refusal = refuse(actor, topic, topics.size)
    if (refusal !== undefined) return send({ op: 'denied', topic, code: refusal })
    const subscription: Subscription = { held: [] }
    topics.set(topic, subscription)
    const from = since ?? feed.seq()
    const missed = await feed.replay(topic, from)
    // Let go, or asked for anew, in the meantime.
    if (closed.aborted || topics.get(topic) !== subscription) return
    if (missed === undefined) return reset(topic)
    send({ op: 'subscribed', topic, seq: feed.seq() })
    for (const event of withoutGap(missed, subscription, from)) send(event)
  }

  const stop = feed.listen((event) => {
    for (const topic of event.topics) {
      const subscription = topics.get(topic)
      if (subscription === undefined) continue
      if (socket.bufferedAmount > mostWaiting) reset(topic)
      else if (subscription.held !== undefined) subscription.held.push(toFeedEvent(event, topic))
      else send(toFeedEvent(event, topic))
    }
  })
  closed.addEventListener('abort', stop, { once: true })

  socket.on('message', (data) => {
    const message = parseClientMessage(String(data))
    if (message === undefined) return socket.close(1008, 'Not a message of the contract')
    if (message.op === 'unsubscribe') topics.delete(message.topic)
    else subscribe(message).catch(onFault)
  })
}

/** What was read and what came meanwhile, each once; from now on the client is told at once. */
function withoutGap(
  missed: readonly FeedEvent[],
  subscription: Subscription,
  from: number,
): readonly FeedEvent[] {
  const told = missed.at(-1)?.seq ?? from
  const held = subscription.held ?? []
  subscription.held = undefined
  return [...missed, ...held.filter(({ seq }) => seq > told)]
}

function refuse(actor: Actor, topic: Topic, open: number): string | undefined {
  const permission = permissionOfTopic(topic)
  if (permission === undefined) return 'TOPIC_UNKNOWN'
  if (decide(actor, permission) !== 'allowed') return 'ACCESS_DENIED'
  return open >= mostTopics ? 'TOPIC_LIMIT' : undefined
}
