import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { Actor } from '../access/actor.ts'
import { ProblemError } from '../http/problem.ts'
import { requireSameOrigin } from '../http/same-origin.ts'
import { sessionIdOf } from './cookie.ts'
import type { SessionStore } from './session-store.ts'
import type { TokenStore } from './token-store.ts'

declare module 'fastify' {
  interface FastifyRequest {
    /** Who asks; set before any route's own hook. */
    actor: Actor | undefined
  }
}

export interface Authentication {
  readonly sessions: SessionStore
  readonly tokens: TokenStore
  readonly now: () => number
}

/**
 * Sets `request.actor` from a bearer token or the session cookie. A token that is not valid is refused at
 * once; a session that has ended counts as nobody. A cookie is only believed for requests that cannot have
 * been made by another site: see {@link requireSameOrigin}.
 */
export function useAuthentication(app: FastifyInstance, authentication: Authentication): void {
  app.decorateRequest('actor', undefined)
  app.addHook('onRequest', async (request) => {
    request.actor = await authenticate(request, authentication)
  })
}

async function authenticate(request: FastifyRequest, { sessions, tokens, now }: Authentication) {
  const secret = /^Bearer +(\S+)$/i.exec(request.headers.authorization ?? '')?.[1]
  if (secret !== undefined) {
    const actor = await tokens.find(secret, now())
    if (actor === undefined) {
      throw new ProblemError('AUTH_TOKEN_INVALID', 'The API token is unknown, expired or revoked.')
    }
    return actor
  }
  const id = sessionIdOf(request)
  requireSameOrigin(request, { hasCookie: id !== undefined })
  return id === undefined ? undefined : sessions.find(id, now())
}
