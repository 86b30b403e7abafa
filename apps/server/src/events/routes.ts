import { events as contract, type StreamType } from '@berth/contract'
import type { FastifyInstance } from 'fastify'
import type { Actor } from '../access/actor.ts'
import { decide } from '../access/decide.ts'
import { actorOf, type ProjectOfOperation, requireOperation } from '../access/guard.ts'
import { reaches } from '../access/scope.ts'
import type { CredentialWatch } from '../auth/credential-watch.ts'
import { ProblemError } from '../http/problem.ts'
import { addRoute } from '../http/route.ts'
import { streamAnswer, streamTypeOf } from '../http/streams.ts'
import { permissionOfTopic } from './client-message.ts'
import { eventFor, isFor } from './event-for.ts'
import type { StoredEvent } from './event-store.ts'
import type { Feed } from './feed.ts'

/** Events read at once. */
const pageSize = 200

interface Wanted {
  readonly project: string | undefined
  readonly operation: string | undefined
  readonly actor: Actor
}

export interface EventSlice {
  readonly feed: Feed
  readonly credentials: CredentialWatch
  readonly projectOf: ProjectOfOperation
}

/** What happened and happens, for scripts: pages of JSON, lines of JSON, or server-sent events. */
export function eventRoutes(app: FastifyInstance, { feed, credentials, projectOf }: EventSlice): void {
  addRoute(app, contract.readEvents, async ({ query }, context) => {
    const { project, operation, limit = 100 } = query
    const wanted = { project, operation, actor: actorOf(context) }
    if (operation !== undefined) await requireOperation(wanted.actor, operation, projectOf)
    const { accept, 'last-event-id': lastId } = context.request.headers
    const since =
      query.since ?? (typeof lastId === 'string' && /^\d+$/.test(lastId) ? Number(lastId) : undefined)
    if (since !== undefined) await requireKept(feed, since)
    const type = streamTypeOf(accept, contract.readEvents.streams)
    if (type === undefined) return pageOf(feed, wanted, { since: since ?? 0, limit })
    const source = (signal: AbortSignal) => follow(feed, wanted, { since: since ?? feed.seq(), type, signal })
    return streamAnswer(context, credentials, { type, source })
  })
}

/** @throws a problem, CURSOR_EXPIRED with the oldest number there is. */
async function requireKept(feed: Feed, since: number): Promise<void> {
  const expired = await feed.expired(since)
  if (expired === undefined) return
  const { oldest } = expired
  throw new ProblemError(
    'CURSOR_EXPIRED',
    `Events after ${since} are not all kept; ${oldest} is the first.`,
    {
      oldest,
    },
  )
}

async function pageOf(feed: Feed, wanted: Wanted, { since, limit }: { since: number; limit: number }) {
  const upTo = feed.keptSeq()
  const read = await feed.read({ after: since, limit, project: wanted.project, operation: wanted.operation })
  const last = read.at(-1)?.seq ?? since
  return {
    events: read
      .filter((event) => isTold(event, wanted))
      .map((event) => toWire(eventFor(wanted.actor, event))),
    seq: read.length < limit ? Math.max(upTo, last) : last,
  }
}

/** Reads page by page as the caller takes them, then waits for what comes: nothing piles up for a slow one. */
async function* follow(
  feed: Feed,
  wanted: Wanted,
  { since, type, signal }: { since: number; type: StreamType; signal: AbortSignal },
): AsyncGenerator<string> {
  let at = since
  while (!signal.aborted) {
    const upTo = feed.keptSeq()
    if (at >= upTo) {
      await news(feed, signal)
      continue
    }
    await requireKept(feed, at)
    const { project, operation } = wanted
    const read = await feed.read({ after: at, limit: pageSize, project, operation })
    for (const event of read) if (isTold(event, wanted)) yield format(eventFor(wanted.actor, event), type)
    at = read.length < pageSize ? Math.max(upTo, read.at(-1)?.seq ?? 0) : (read.at(-1)?.seq ?? upTo)
  }
}

function news(feed: Feed, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      stop()
      signal.removeEventListener('abort', done)
      resolve()
    }
    const stop = feed.listen(done)
    signal.addEventListener('abort', done, { once: true })
  })
}

/** Whether it is told to who asks: every topic of an event asks for the same permission. */
function isTold(event: StoredEvent, wanted: Wanted): boolean {
  const { topics, project, operation } = event
  const [topic] = topics
  if (!isFor(wanted.actor, event)) return false
  const permission = topic && permissionOfTopic(topic)
  if (permission === undefined || decide(wanted.actor, permission) !== 'allowed') return false
  // Of the operation that was asked for it is known that it is reached.
  const isOfTheirs = project === undefined ? operation !== undefined : reaches(wanted.actor, project)
  if (wanted.actor.scope?.projects !== undefined && !isOfTheirs) return false
  const isDetail = operation !== undefined && topics.length === 1
  return !isDetail || wanted.operation === operation
}

const toWire = ({ seq, at, name, project, operation, payload }: StoredEvent) => ({
  seq,
  at: new Date(at).toISOString(),
  name,
  ...(project !== undefined && { project }),
  ...(operation !== undefined && { operation }),
  payload,
})

function format(event: StoredEvent, type: StreamType): string {
  const json = JSON.stringify(toWire(event))
  return type === 'application/x-ndjson'
    ? `${json}\n`
    : `id: ${event.seq}\nevent: ${event.name}\ndata: ${json}\n\n`
}
