import type { BerthProcess } from './start-berth.ts'

export interface ApiReply {
  readonly status: number
  readonly headers: Headers
  readonly text: string
  /** The body as JSON; the test says what it expects of it. */
  // biome-ignore lint/suspicious/noExplicitAny: a test reads replies of every route.
  readonly json: any
}

/** Calls the REST API over HTTP as a script would, with a bearer token, and writes over what is there. */
export interface ApiClient {
  readonly secret: string
  call(method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<ApiReply>
}

/** An admin's token for a server that nobody has set up: set-up link, session, token. */
export async function signUp({
  url,
  setUpLink,
}: Pick<BerthProcess, 'url' | 'setUpLink'>): Promise<ApiClient> {
  const token = new URL(setUpLink ?? '').hash.slice('#token='.length)
  const post = (path: string, body: unknown, cookie = '') =>
    fetch(`${url}/api/v1${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin: url, cookie },
      body: JSON.stringify(body),
    })
  const session = await post('/setup', { token, name: 'ada', password: 'correct horse battery' })
  if (session.status !== 201) throw new Error(`Set-up answered ${session.status}: ${await session.text()}`)
  const cookie = session.headers.getSetCookie().map((line) => line.split(';')[0])
  const made = await post('/tokens', { name: 'test', role: 'admin' }, cookie.join('; '))
  const { secret } = (await made.json()) as { secret: string }
  return apiClient(url, secret)
}

/** A client for a server that knows the token already. Paths begin after `/api/v1`. */
export function apiClient(url: string, secret: string): ApiClient {
  return {
    secret,
    async call(method, path, body, headers = {}) {
      const reply = await fetch(`${url}/api/v1${path}`, {
        method,
        headers: {
          authorization: `Bearer ${secret}`,
          ...(body !== undefined && { 'content-type': 'application/json' }),
          ...((method === 'PUT' || method === 'DELETE') && { 'if-match': '*' }),
          ...headers,
        },
        ...(body !== undefined && { body: JSON.stringify(body) }),
      })
      const text = await reply.text()
      const isJson = /[/+]json/.test(reply.headers.get('content-type') ?? '')
      return {
        status: reply.status,
        headers: reply.headers,
        text,
        json: isJson ? JSON.parse(text) : undefined,
      }
    },
  }
}
