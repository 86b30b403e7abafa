import type { ClientMessage, ServerMessage, Topic } from '@berth/contract'
import type { WebSocket } from '@fastify/websocket'
import type { FastifyInstance } from 'fastify'
import type { Actor } from '../access/actor.ts'
import { decide } from '../access/decide.ts'
import { actorOf } from '../access/guard.ts'
import type { CredentialWatch } from '../auth/credential-watch.ts'
import { guardSocket } from '../http/sockets.ts'
import { parseClientMessage, permissionOfTopic } from './client-message.ts'
import type { Feed } from './feed.ts'

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
    serve({ socket, feed, actor: actorOf(request), closed })
  })
}

interface Client {
  readonly socket: WebSocket
  readonly feed: Feed
  readonly actor: Actor
  readonly closed: AbortSignal
}

function serve({ socket, feed, actor, closed }: Client): void {
  const topics = new Set<Topic>()
  const send = (message: ServerMessage) => socket.send(JSON.stringify(message))

  const reset = (topic: Topic) => {
    topics.delete(topic)
    send({ op: 'reset', topic })
  }

  const subscribe = ({ topic, since }: Extract<ClientMessage, { op: 'subscribe' }>) => {
    const refusal = refuse(actor, topic, topics.size)
    if (refusal !== undefined) return send({ op: 'denied', topic, code: refusal })
    const missed = since === undefined ? [] : feed.replay(topic, since)
    if (missed === undefined) return reset(topic)
    topics.add(topic)
    send({ op: 'subscribed', topic, seq: feed.seq() })
    for (const event of missed) send(event)
  }

  const stop = feed.listen((event) => {
    if (!topics.has(event.topic)) return
    if (socket.bufferedAmount > mostWaiting) reset(event.topic)
    else send(event)
  })
  closed.addEventListener('abort', stop, { once: true })

  socket.on('message', (data) => {
    const message = parseClientMessage(String(data))
    if (message === undefined) return socket.close(1008, 'Not a message of the contract')
    if (message.op === 'unsubscribe') topics.delete(message.topic)
    else subscribe(message)
  })
}

function refuse(actor: Actor, topic: Topic, open: number): string | undefined {
  const permission = permissionOfTopic(topic)
  if (permission === undefined) return 'TOPIC_UNKNOWN'
  if (decide(actor, permission) !== 'allowed') return 'ACCESS_DENIED'
  return open >= mostTopics ? 'TOPIC_LIMIT' : undefined
}
