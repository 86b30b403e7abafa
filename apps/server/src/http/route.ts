import type { RouteInput, RouteReply, RouteShape } from '@berth/contract'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import type { Actor } from '../access/actor.ts'
import { actorOf } from '../access/guard.ts'
import { prefersText } from './accept.ts'
import type { Keyed } from './answer-once.ts'
import { parseWait, waitOf } from './prefer.ts'

declare module 'fastify' {
  interface FastifyContextConfig {
    /** What the actor must hold. A route without one makes boot fail. */
    permission?: RouteShape['permission']
    /** Whoever holds this one needs no `permission`. */
    orPermission?: RouteShape['orPermission']
    /** A token for certain projects may come in: it gets what concerns these only. */
    isFiltered?: boolean
    /** Of the contract: what it declares. */
    route?: RouteShape
  }
}

/** Who asks, and what the contract has no word for. */
export interface RequestContext {
  /** Absent on public routes when nobody is signed in. */
  readonly actor: Actor | undefined
  /** Aborts when the caller goes away before the answer. */
  readonly signal: AbortSignal
  readonly request: FastifyRequest
  readonly reply: FastifyReply
  /** To be noted as used in the same breath as what it makes, where an answer is given once per key. */
  readonly idempotencyKey: string | undefined
  /** An earlier request with its key has made what it asks for, and only its answer is not known. */
  readonly isMade: boolean
  /** Seconds of `Prefer: wait=N`, or of `?wait=N`. */
  readonly waitSeconds: number | undefined
  /** The caller would rather have lines of text. */
  readonly isText: boolean
}

/** An answer other than the route's usual: another status, headers, or text. */
export interface Answer {
  readonly [answer]: true
  readonly status: number
  readonly headers?: Readonly<Record<string, string>>
  readonly body: unknown
  /** The body is JSON already, as a string. */
  readonly isJson?: boolean
}

const answer = Symbol('answer')

/** Makes an {@link Answer}. A string is sent as text. */
export const answerWith = (parts: Omit<Answer, typeof answer>): Answer => ({ ...parts, [answer]: true })

const isAnswer = (value: unknown): value is Answer =>
  typeof value === 'object' && value !== null && answer in value

export interface RouteSettings {
  /** Bytes of the request body. */
  readonly bodyLimit?: number
  readonly rateLimit?: { readonly max: number; readonly timeWindow: number }
}

/** Registers one contract route: validation, status and permission come from the contract. */
export function addRoute<R extends RouteShape>(
  app: FastifyInstance,
  route: R,
  respond: (input: RouteInput<R>, context: RequestContext) => Promise<RouteReply<R> | Answer>,
  { bodyLimit, rateLimit }: RouteSettings = {},
): void {
  const {
    method,
    path,
    permission,
    orPermission,
    isFiltered = false,
    params,
    query,
    body,
    reply: output,
    status = 200,
    produces,
  } = route
  app.route({
    method,
    url: path,
    config: { permission, orPermission, isFiltered, route, ...(rateLimit && { rateLimit }) },
    ...(bodyLimit !== undefined && { bodyLimit }),
    schema: {
      ...(params && { params }),
      ...(query && { querystring: query }),
      ...(body && { body }),
      ...(produces === undefined && status !== 204 && { response: { [status]: output } }),
    },
    // A body that may be left out is validated as an empty object.
    ...(body &&
      Type.IsOptional(body) && {
        preValidation: async (request: FastifyRequest) => {
          request.body ??= {}
        },
      }),
    handler: async (request, reply) => {
      // Safe: Fastify has just validated all three against the same schemas.
      const input = { params: request.params, query: request.query, body: request.body } as RouteInput<R>
      const answer = (keyed = notKeyed) => respond(input, { ...contextOf(request, reply), ...keyed })
      const result = await (isAnsweredOnce(route)
        ? once(app, { request, reply, route, input }, answer)
        : answer())
      if (route.headers?.includes('If-None-Match') && isKnown(request, reply)) return reply.code(304).send()
      if (!isAnswer(result)) return send(reply.code(status), result)
      reply.code(result.status).headers(result.headers ?? {})
      if (result.isJson) return reply.type('application/json; charset=utf-8').send(result.body)
      return send(reply, result.body)
    },
  })
}

/** What begins an operation has the operation itself for an answer. */
const isAnsweredOnce = ({ headers = [] }: RouteShape) =>
  headers.includes('Idempotency-Key') && !headers.includes('Prefer')

interface Asked {
  readonly request: FastifyRequest
  readonly reply: FastifyReply
  readonly route: RouteShape
  readonly input: unknown
}

const notKeyed: Keyed = { idempotencyKey: undefined, isMade: false }

async function once(
  app: FastifyInstance,
  { request, reply, route, input }: Asked,
  run: (keyed: Keyed) => Promise<unknown>,
) {
  const key = request.headers['idempotency-key']
  const isText = route.headers?.includes('Accept') === true && prefersText(request.headers.accept)
  // Text is another answer than JSON.
  const asked = { operationId: route.operationId, input, ...(isText && { isText }) }
  // A symbol is not kept.
  const kept = await app.answerOnce(
    { actor: actorOf(request), key, request: asked },
    reply,
    async (keyed) => {
      const result = await run(keyed)
      return isAnswer(result) ? { answer: result } : { result }
    },
  )
  // Safe: it is what was made right above.
  const { answer: parts, result } = kept as { readonly answer?: Answer; readonly result?: unknown }
  return parts === undefined ? result : answerWith(parts)
}

/** Whether the caller has what would be answered, by its ETag. */
function isKnown({ headers }: FastifyRequest, reply: FastifyReply): boolean {
  const known = (headers['if-none-match'] ?? '').split(',').map((tag) => tag.trim().replace(/^W\//, ''))
  const etag = reply.getHeader('etag')
  return known.includes('*') || (etag !== undefined && known.includes(String(etag)))
}

function send(reply: FastifyReply, body: unknown): FastifyReply {
  if (typeof body === 'string') return reply.type('text/plain; charset=utf-8').send(body)
  return reply.send(reply.statusCode === 204 ? null : body)
}

function contextOf(request: FastifyRequest, reply: FastifyReply): Omit<RequestContext, keyof Keyed> {
  return {
    actor: request.actor,
    signal: hangUpSignal(reply),
    request,
    reply,
    waitSeconds: parseWait(request.headers.prefer) ?? waitOf(request.query),
    isText: prefersText(request.headers.accept),
  }
}

/** Fastify's own `request.signal` aborts as soon as the body has been read. */
function hangUpSignal(reply: FastifyReply): AbortSignal {
  const controller = new AbortController()
  reply.raw.once('close', () => {
    if (!reply.raw.writableFinished) controller.abort()
  })
  return controller.signal
}
