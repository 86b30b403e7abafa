import type { FastifyRequest } from 'fastify'
import { ProblemError } from './problem.ts'

const safeMethods = new Set(['GET', 'HEAD', 'OPTIONS'])

/**
 * Refuses what another site could have made a browser send: a change, or a websocket, which no browser
 * holds back.
 *
 * The browser's own word (`Sec-Fetch-Site`, sent over https and to loopback) decides when it is there,
 * because a proxy may rewrite `Host`; else `Origin` must name the host that was asked. With a session
 * cookie one of both is required, so that a forgotten header never counts as permission.
 *
 * @throws a problem, 403.
 */
export function requireSameOrigin(request: FastifyRequest, { hasCookie }: { hasCookie: boolean }): void {
  const isUpgrade = request.headers.upgrade !== undefined
  if (safeMethods.has(request.method) && !isUpgrade) return

  const site = request.headers['sec-fetch-site']
  if (site === 'same-origin') return
  if (site !== undefined && site !== 'none') throw denied(`Sec-Fetch-Site is ${site}.`)

  const { origin } = request.headers
  if (origin === undefined) {
    if (hasCookie) throw denied('A session cookie came without Origin.')
    return
  }
  if (!isOriginOf(origin, request.host)) throw denied(`Origin is ${origin}, Host is ${request.host}.`)
}

const denied = (detail: string) => new ProblemError('ORIGIN_DENIED', detail)

/** Compared as browsers write hosts: the scheme's own port left out. The origin `null` is nobody's. */
function isOriginOf(origin: string, host: string): boolean {
  if (!URL.canParse(origin)) return false
  const { protocol, host: expected } = new URL(origin)
  const asked = `${protocol}//${host}`
  return URL.canParse(asked) && new URL(asked).host === expected
}
