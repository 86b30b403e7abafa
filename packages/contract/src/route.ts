import type { Static, TSchema } from 'typebox'
import type { Permission } from './permissions.ts'

/** One HTTP endpoint, described once for the server, the SPA and the OpenAPI document. */
export interface RouteShape {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  readonly path: `/api/v1/${string}` | `/hooks/${string}` | `/integrations/${string}`
  /** Unique; the name of the call in the OpenAPI document. */
  readonly operationId: string
  /** One sentence for the OpenAPI document. */
  readonly summary: string
  readonly tag: string
  /** What the actor must hold. `public` and `signed-in` have to be said aloud. */
  readonly permission: Permission | 'public' | 'signed-in'
  /** Whoever holds this one needs no `permission`. */
  readonly orPermission?: Permission
  /** What the actor must hold besides, and when. */
  readonly conditional?: readonly { readonly permission: Permission; readonly when: string }[]
  /**
   * A token for certain projects gets what concerns these, and no more. Without it such a token is let in only
   * where the path has a project or an operation of its own.
   */
  readonly isFiltered?: true
  readonly params?: TSchema
  readonly query?: TSchema
  readonly body?: TSchema
  /** Content types of what it takes instead of a JSON body, as it is. */
  readonly uploads?: readonly `application/${string}`[]
  readonly reply: TSchema
  /** Success status; 200 unless said. */
  readonly status?: 200 | 201 | 202 | 204
  /** Content type of the reply; `application/json` unless said. */
  readonly produces?: 'text/plain' | 'application/octet-stream'
  /** Content types in which it goes on telling what comes, when `Accept` asks for one. */
  readonly streams?: readonly StreamType[]
  /** Request headers it understands beyond the usual ones. */
  readonly headers?: readonly RequestHeader[]
  /** Codes of the problems that are its own, beside those that any request can meet. */
  readonly problems?: readonly string[]
}

/**
 * `Prefer`: `wait=N` waits for the end of the operation, at most N seconds; `?wait=N` is the same for callers
 * that cannot set a header. `Accept`: `text/plain` answers
 * in lines for a shell or a chat. `If-Match`: only when nobody changed since what the ETag was read with; what
 * replaces or deletes what is there is refused without it, with 428.
 * `If-None-Match`: 304 and no body while it is what was read. `Idempotency-Key`: sending the same request again within a day is answered as the first was, and done once.
 */
export type RequestHeader = 'Accept' | 'Idempotency-Key' | 'If-Match' | 'If-None-Match' | 'Prefer'

/** A stream of lines of JSON, or of server-sent events. */
export type StreamType = 'application/x-ndjson' | 'text/event-stream'

/** Declares a route; the literal types carry to the Fastify handler and to the SPA's call. */
export const defineRoute = <const R extends RouteShape>(route: R): R => route

type Part<R, K extends string> = R extends { readonly [Key in K]: infer S extends TSchema }
  ? { [Key in K]: Static<S> }
  : unknown

/** What a caller sends and a handler receives. */
export type RouteInput<R extends RouteShape> = Part<R, 'params'> & Part<R, 'query'> & Part<R, 'body'>
export type RouteReply<R extends RouteShape> = Static<R['reply']>
