import { Readable } from 'node:stream'
import type { StreamType } from '@berth/contract'
import type { FastifyInstance } from 'fastify'
import { actorOf } from '../access/guard.ts'
import type { CredentialWatch } from '../auth/credential-watch.ts'
import { type Answer, answerWith, type RequestContext } from './route.ts'
import { createStallCheck } from './stall-check.ts'
import { createStreamLimit, type StreamLimit } from './stream-limit.ts'
import { withPings } from './with-pings.ts'

declare module 'fastify' {
  interface FastifyInstance {
    /** Aborts when the server stops: streams end then, or it would wait for them. */
    streamsEnding: AbortSignal
    /** Streams and websockets by who holds them open. */
    openStreams: StreamLimit
  }
}

/** Proxies drop a connection that is silent for a minute. In plain text there is nothing that could be sent. */
const pingMs = 25_000

/** Allows replies that go on. */
export function useStreams(app: FastifyInstance): void {
  const ending = new AbortController()
  app.decorate('streamsEnding', ending.signal)
  app.decorate('openStreams', createStreamLimit())
  app.addHook('preHandler', async (request) => {
    if (request.ws && request.actor !== undefined) app.openStreams.requireRoom(request.actor)
  })
  app.addHook('preClose', async () => ending.abort(new Error('The server stops')))
}

/** The stream that an Accept header asks for; undefined when it asks for none of these. */
export function streamTypeOf(
  accept: string | undefined,
  offered: readonly StreamType[],
): StreamType | undefined {
  return offered.find((type) => (accept ?? '').toLowerCase().includes(type))
}

/** What never ends by itself: silence is broken by pings, and each form has its own. */
const pings: Readonly<Record<StreamType | 'text/plain', string>> = {
  'application/x-ndjson': '\n',
  'text/event-stream': ': ping\n\n',
  'text/plain': '',
}

/**
 * Answers with what `source` gives, as fast as the caller reads and no faster. Ends when the source does, the
 * caller goes away, the session or token ends, or the server stops; the signal tells the source.
 */
export function streamAnswer(
  context: RequestContext,
  credentials: CredentialWatch,
  {
    type,
    endsItself = false,
    source,
  }: {
    readonly type: StreamType | 'text/plain'
    /** It has an end that means: this was all. One that is cut short is broken off instead. */
    readonly endsItself?: boolean
    readonly source: (signal: AbortSignal) => AsyncIterable<string>
  },
): Answer {
  const ended = new AbortController()
  const signal = AbortSignal.any([context.signal, context.request.server.streamsEnding, ended.signal])
  const actor = actorOf(context)
  const { openStreams } = context.request.server
  openStreams.requireRoom(actor)
  context.reply.raw.once('close', openStreams.enter(actor))
  const stopListening = credentials.onRevoked(actor, () => ended.abort(new Error('The session has ended')))
  const isStalled = createStallCheck(context.reply.raw)
  const check = setInterval(async () => {
    if (isStalled()) return void context.reply.raw.destroy()
    if (!(await credentials.isOpen(actor))) ended.abort(new Error('The session has ended'))
  }, pingMs)
  const chunks = async function* () {
    // The caller is to know at once that it listens, also while there is nothing to tell.
    context.reply.raw.flushHeaders()
    try {
      yield* withPings(source(signal), { ping: pings[type], pingMs, signal })
    } catch (error) {
      // Its own end is no fault. What broke off is cut: it must not look as if that were all.
      if (signal.aborted && !endsItself) return
      context.request.log.warn({ err: error }, 'a stream ended early')
      throw error
    } finally {
      clearInterval(check)
      stopListening()
      ended.abort()
    }
  }
  return answerWith({
    status: 200,
    headers: {
      'content-type': `${type}; charset=utf-8`,
      'cache-control': 'no-store',
      'x-accel-buffering': 'no',
      // A server that stops would wait for the idle connection.
      connection: 'close',
    },
    body: Readable.from(chunks(), { objectMode: false, highWaterMark: 64 * 1024 }),
  })
}
