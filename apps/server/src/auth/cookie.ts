import '@fastify/cookie'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { isLoopbackName } from '../http/host-name.ts'
import { sessionMostMs } from './session-store.ts'

const plainName = 'berth'
/** Browsers accept a cookie of this name only with Secure, without Domain and for the whole site. */
const securedName = '__Host-berth'

type Asked = Pick<FastifyRequest, 'protocol' | 'hostname' | 'headers'>

/** Whether what is sent cannot be read on the way: https, or it never leaves the machine. */
export const isTransportSafe = ({ protocol, hostname }: Asked): boolean =>
  protocol === 'https' || isLoopbackName(hostname)

/** The session id in the cookie. */
export const sessionIdOf = ({ cookies }: FastifyRequest): string | undefined =>
  cookies[securedName] ?? cookies[plainName]

export function setSessionCookie(request: FastifyRequest, reply: FastifyReply, id: string): void {
  const isSecured = takesSecuredCookie(request)
  reply.setCookie(isSecured ? securedName : plainName, id, {
    ...attributes,
    secure: isSecured,
    maxAge: sessionMostMs / 1000,
  })
}

export function clearSessionCookie(reply: FastifyReply): void {
  reply.clearCookie(securedName, { ...attributes, secure: true })
  reply.clearCookie(plainName, attributes)
}

const attributes = { path: '/', httpOnly: true, sameSite: 'lax' } as const

/**
 * Over plain http to a loopback name Chromium, Firefox and curl take Secure cookies; WebKit does not, and
 * would never be signed in.
 */
function takesSecuredCookie(request: Asked): boolean {
  if (request.protocol === 'https') return true
  return isLoopbackName(request.hostname) && !isWebKit(request.headers['user-agent'] ?? '')
}

const isWebKit = (agent: string) => /\bSafari\//.test(agent) && !/Chrom(e|ium)\//.test(agent)
