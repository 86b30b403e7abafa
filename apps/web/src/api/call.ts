// Long because everything that a request of this page can meet is in one place: sending, trying again, refusals.
import type { Problem, RouteInput, RouteReply, RouteShape } from '@berth/contract'
import { ApiError } from './problem.ts'

export interface CallOptions {
  /** Aborting stops the waiting; what the server began goes on. */
  readonly signal?: AbortSignal
  readonly headers?: Readonly<Record<string, string>>
}

type SignedOutListener = () => void
const signedOutListeners = new Set<SignedOutListener>()

/** Tells `listener` whenever the server answers that nobody is signed in. Returns its removal. */
export function onSignedOut(listener: SignedOutListener): () => void {
  signedOutListeners.add(listener)
  return () => signedOutListeners.delete(listener)
}

/**
 * Calls one route of the contract.
 *
 * @throws {@link ApiError} for every answer that is not a success and when nobody answers; the
 *   signal's reason after an abort.
 */
export async function call<R extends RouteShape>(
  route: R,
  input: RouteInput<R>,
  options: CallOptions = {},
): Promise<RouteReply<R>> {
  const reply = await sendPatiently(route, input as AnyInput, options)
  if (!reply.ok) throw await toApiError(reply)
  if (reply.status === 204) return null as RouteReply<R>
  // Safe: the server serialises with the schema that this type is made of.
  return (route.produces !== undefined ? await reply.text() : await reply.json()) as RouteReply<R>
}

/**
 * Calls a route that takes a file instead of a JSON body. The type of the file says what it is.
 *
 * @throws {@link ApiError} as {@link call}.
 */
export async function upload<R extends RouteShape>(
  route: R,
  params: Readonly<Record<string, string>>,
  file: Blob,
): Promise<RouteReply<R>> {
  const reply = await send(route, { params, file }, {})
  if (!reply.ok) throw await toApiError(reply)
  // Safe: as in `call`.
  return (await reply.json()) as RouteReply<R>
}

interface AnyInput {
  readonly params?: Readonly<Record<string, string>>
  readonly query?: Readonly<Record<string, string | number | boolean | undefined>>
  readonly body?: unknown
  readonly file?: Blob
}

const retryAfterMs = [150, 500]

/**
 * A read is tried again at once when the connection broke: a browser drops every request in flight when
 * a network interface comes or goes, and on Docker's own host each container's start is such a moment.
 */
async function sendPatiently(route: RouteShape, input: AnyInput, options: CallOptions): Promise<Response> {
  for (const waitMs of route.method === 'GET' ? retryAfterMs : []) {
    try {
      return await send(route, input, options)
    } catch (error) {
      if (options.signal?.aborted) throw error
      await new Promise((resolve) => setTimeout(resolve, waitMs))
    }
  }
  return send(route, input, options)
}

async function send(route: RouteShape, { params, query, body, file }: AnyInput, options: CallOptions) {
  try {
    return await fetch(urlOf(route.path, params, query), {
      method: route.method,
      credentials: 'same-origin',
      headers: { ...(body !== undefined && { 'content-type': 'application/json' }), ...options.headers },
      ...(body !== undefined && { body: JSON.stringify(body) }),
      ...(file && { body: file }),
      ...(options.signal && { signal: options.signal }),
    })
  } catch (error) {
    if (options.signal?.aborted) throw error
    throw new ApiError(unreachable, error)
  }
}

const unreachable = {
  code: 'SERVER_UNREACHABLE',
  status: 0,
  title: 'Berth does not answer',
  detail: 'The server could not be reached from this browser.',
  fix: 'Check that Berth is running and that this machine can reach it. The page goes on by itself when it can.',
}

/** Fills `:name` and `*` of a contract path. A `*` keeps its slashes. */
export function urlOf(path: string, params: AnyInput['params'] = {}, query: AnyInput['query'] = {}): string {
  const filled = path.replaceAll(/:([a-z]+)|\*/gi, (match, name: string | undefined) => {
    const value = params[name ?? '*']
    if (value === undefined) throw new Error(`${path} needs the parameter ${match}`)
    return name === undefined ? value.split('/').map(encodeURIComponent).join('/') : encodeURIComponent(value)
  })
  const search = new URLSearchParams()
  for (const [key, value] of Object.entries(query)) if (value !== undefined) search.set(key, String(value))
  return search.size === 0 ? filled : `${filled}?${search}`
}

async function toApiError(reply: Response): Promise<ApiError> {
  const text = await reply.text()
  const problem = parseProblem(text) ?? notAProblem(reply, text)
  if (problem.code === 'AUTH_REQUIRED') for (const listener of signedOutListeners) listener()
  return new ApiError(problem)
}

function parseProblem(text: string): Problem | undefined {
  try {
    const body: unknown = JSON.parse(text)
    return typeof body === 'object' && body !== null && 'code' in body && 'detail' in body
      ? (body as Problem)
      : undefined
  } catch {
    // A proxy in between answers with its own page; the caller says so.
    return undefined
  }
}

const notAProblem = ({ status, statusText }: Response, text: string) => ({
  code: 'SERVER_ANSWERED_UNEXPECTEDLY',
  status,
  title: 'Something between this page and Berth answered instead',
  detail: `HTTP ${status} ${statusText}: ${text.slice(0, 200)}`.trim(),
  fix: 'Check the proxy in front of Berth, then reload.',
})
