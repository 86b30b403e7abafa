import type { ClientMessage, ServerMessage, StatsTopic, Topic } from '@berth/contract'
import type { WebSocket } from '@fastify/websocket'
import type { FastifyInstance } from 'fastify'
import type { Actor } from '../access/actor.ts'
import { decide } from '../access/decide.ts'
import { actorOf, type ProjectOfOperation } from '../access/guard.ts'
import { reaches } from '../access/scope.ts'
import type { CredentialWatch } from '../auth/credential-watch.ts'
import { guardSocket } from '../http/sockets.ts'
import type { Audience } from '../notifications/audience.ts'
import { toUsage } from '../stats/to-usage.ts'
import type { UsageWatch } from '../stats/usage-watch.ts'
import { parseClientMessage, permissionOfTopic, projectOfTopic } from './client-message.ts'
import { eventFor, isFor } from './event-for.ts'
import { type Feed, type FeedEvent, toFeedEvent } from './feed.ts'
import { type Subscription, withoutGap } from './subscription.ts'

/** Bytes that may wait for one client; then it is told to read again instead. */
const mostWaiting = 2 ** 20
/** Topics of one socket. */
const mostTopics = 200

/** `/api/v1/ws`: events by topic, from where the client's snapshot ends. */
export function eventGateway(
  app: FastifyInstance,
  {
    credentials,
    ...rest
  }: Pick<Client, 'feed' | 'usage' | 'audience' | 'projectOf' | 'now'> & { credentials: CredentialWatch },
): void {
  const config = { permission: 'signed-in', isFiltered: true } as const
  app.get('/api/v1/ws', { websocket: true, config }, (socket, request) => {
    const closed = guardSocket(socket, request, credentials)
    const onFault = (fault: unknown) => request.log.error(fault)
    serve({ ...rest, socket, actor: actorOf(request), closed, onFault })
  })
}

interface Client {
  readonly socket: WebSocket
  readonly feed: Feed
  readonly usage: UsageWatch
  readonly audience: Pick<Audience, 'enter'>
  readonly projectOf: ProjectOfOperation
  readonly now: () => number
  readonly actor: Actor
  readonly closed: AbortSignal
  readonly onFault: (fault: unknown) => void
}

function serve({ socket, feed, usage, audience, projectOf, now, actor, closed, onFault }: Client): void {
  const topics = new Map<Topic, Subscription>()
  const send = (message: ServerMessage) => socket.send(JSON.stringify(message))
  const tell = (event: FeedEvent) => send(eventFor(actor, event))

  const unsubscribe = (topic: Topic) => {
    topics.get(topic)?.stop?.()
    topics.delete(topic)
  }

  const reset = (topic: Topic) => {
    unsubscribe(topic)
    send({ op: 'reset', topic })
  }

  const subscribeStats = (topic: StatsTopic) => {
    send({ op: 'subscribed', topic, seq: feed.seq() })
    const project = topic === 'stats' ? undefined : topic.slice('stats:'.length)
    const stop = usage.watch(project, (measured) => {
      if (socket.bufferedAmount <= mostWaiting)
        send({ op: 'stats', topic, usage: toUsage(project, measured, now()) })
    })
    topics.set(topic, { held: undefined, stop })
  }

  const subscribe = async ({ topic, since }: Extract<ClientMessage, { op: 'subscribe' }>) => {
    const refusal = refuse(actor, topic, topics.size) ?? (await refuseForeign(actor, topic, projectOf))
    if (refusal !== undefined) return send({ op: 'denied', topic, code: refusal })
    unsubscribe(topic)
    if (isStatsTopic(topic)) return subscribeStats(topic)
    const operation = operationOfTopic(topic)
    const stop = operation === undefined ? undefined : audience.enter(actor.userId, operation)
    const subscription: Subscription = { held: [], ...(stop && { stop }) }
    topics.set(topic, subscription)
    const from = since ?? feed.seq()
    const missed = await feed.replay(topic, from)
    // Let go, or asked for anew, in the meantime.
    if (closed.aborted || topics.get(topic) !== subscription) return
    if (missed === undefined) return reset(topic)
    send({ op: 'subscribed', topic, seq: feed.seq() })
    withoutGap(missed, subscription, from)
      .filter((event) => isReached(actor, event))
      .forEach(tell)
  }

  const stop = feed.listen((event) => {
    for (const topic of event.topics) {
      const subscription = topics.get(topic)
      if (subscription === undefined || !isReached(actor, toFeedEvent(event, topic))) continue
      if (socket.bufferedAmount > mostWaiting) reset(topic)
      else if (subscription.held !== undefined) subscription.held.push(toFeedEvent(event, topic))
      else tell(toFeedEvent(event, topic))
    }
  })
  const leave = () => {
    stop()
    for (const topic of [...topics.keys()]) unsubscribe(topic)
  }
  closed.addEventListener('abort', leave, { once: true })

  socket.on('message', (data) => {
    const message = parseClientMessage(String(data))
    if (message === undefined) return socket.close(1008, 'Not a message of the contract')
    if (message.op === 'unsubscribe') unsubscribe(message.topic)
    else subscribe(message).catch(onFault)
  })
}

const operationOfTopic = (topic: Topic): string | undefined => /^operation:(.+)$/.exec(topic)?.[1]

const isStatsTopic = (topic: Topic): topic is StatsTopic => topic === 'stats' || topic.startsWith('stats:')

function refuse(actor: Actor, topic: Topic, open: number): string | undefined {
  const permission = permissionOfTopic(topic)
  if (permission === undefined) return 'TOPIC_UNKNOWN'
  if (decide(actor, permission) !== 'allowed') return 'ACCESS_DENIED'
  return open >= mostTopics ? 'TOPIC_LIMIT' : undefined
}

/** Of a token for certain projects: whether a topic is of another, or of all but those that it can filter. */
async function refuseForeign(actor: Actor, topic: Topic, projectOf: ProjectOfOperation) {
  if (actor.scope?.projects === undefined || topic === 'projects') return undefined
  const operation = operationOfTopic(topic)
  const project = operation === undefined ? projectOfTopic(topic) : await projectOf(operation)
  return project !== undefined && reaches(actor, project) ? undefined : 'ACCESS_DENIED'
}

/** On `projects` there are the summaries of all, and on `notifications` what anybody is told. */
const isReached = (actor: Actor, event: FeedEvent) => {
  const { topic, payload } = event
  return isFor(actor, event) && (topic !== 'projects' || !('name' in payload) || reaches(actor, payload.name))
}
