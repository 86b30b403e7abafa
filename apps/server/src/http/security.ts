import cookie from '@fastify/cookie'
import helmet from '@fastify/helmet'
import rateLimit from '@fastify/rate-limit'
import type { FastifyInstance } from 'fastify'
import { isAddress, isLoopbackName } from './host-name.ts'
import { ProblemError } from './problem.ts'

export interface SecurityOptions {
  /** The address that is listened on. */
  readonly host: string
  /** Lower-case names besides addresses and localhost. */
  readonly allowedHosts: readonly string[]
}

/** Headers, cookies, limits, and the names under which the server answers. */
export async function useSecurity(app: FastifyInstance, options: SecurityOptions): Promise<void> {
  app.addHook('onRequest', async ({ hostname }) => {
    if (!isKnownHost(hostname, options)) {
      throw new ProblemError('HOST_UNKNOWN', `The request was made to ${hostname || 'no host'}.`)
    }
  })
  await app.register(helmet, {
    contentSecurityPolicy: { useDefaults: false, directives: contentSecurityPolicy },
    // Plain http on a LAN is allowed, and a browser that once saw https would never come back to it.
    hsts: false,
    crossOriginEmbedderPolicy: false,
    referrerPolicy: { policy: 'no-referrer' },
  })
  await app.register(cookie)
  // Only routes that ask for it are limited.
  await app.register(rateLimit, { global: false })
}

const contentSecurityPolicy = {
  defaultSrc: ["'self'"],
  baseUri: ["'none'"],
  connectSrc: ["'self'"],
  fontSrc: ["'self'", 'data:'],
  formAction: ["'self'"],
  frameAncestors: ["'none'"],
  imgSrc: ["'self'", 'data:'],
  objectSrc: ["'none'"],
  scriptSrc: ["'self'"],
  scriptSrcAttr: ["'none'"],
  // The editor and the components put style elements into the page.
  styleSrc: ["'self'", "'unsafe-inline'"],
}

/**
 * Whether a page of this name can be ours. A name of an attacker's that resolves to this machine (DNS
 * rebinding) makes a browser believe that his page and ours are one origin; addresses and `localhost`
 * cannot be taken over that way.
 */
export function isKnownHost(hostname: string, { host, allowedHosts }: SecurityOptions): boolean {
  const name = hostname.toLowerCase()
  if (isAddress(name) || isLoopbackName(name) || allowedHosts.includes(name)) return true
  return allowedHosts.length === 0 && !isLoopbackName(host)
}
