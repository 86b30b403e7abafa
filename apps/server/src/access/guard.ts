import type { RouteShape } from '@berth/contract'
import type { FastifyInstance } from 'fastify'
import { ProblemError } from '../http/problem.ts'
import type { Actor } from './actor.ts'
import { decide } from './decide.ts'

/**
 * Guards every route that is registered after it. A route that does not declare its permission cannot be
 * registered: boot fails and names it.
 */
export function guardRoutes(app: FastifyInstance): void {
  app.addHook('onRoute', ({ method, url, config }) => {
    if (config?.permission === undefined) {
      throw new Error(`${[method].flat().join(',')} ${url} declares no permission`)
    }
  })
  app.addHook('onRequest', async ({ actor, routeOptions }) => {
    // An address without a route has nothing to guard; the answer is 404.
    const { permission = 'public' } = routeOptions.config
    requirePermission(actor, permission)
  })
}

/** @throws a problem, 401 or 403, when `actor` may not. */
export function requirePermission(actor: Actor | undefined, permission: RouteShape['permission']): void {
  const decision = decide(actor, permission)
  if (decision === 'sign-in') throw new ProblemError('AUTH_REQUIRED', 'This needs somebody who is signed in.')
  if (decision === 'denied') {
    throw new ProblemError('ACCESS_DENIED', `The role ${actor?.role} does not hold ${permission}.`)
  }
}

/** The actor of a route that is not public. */
export function actorOf({ actor }: { readonly actor: Actor | undefined }): Actor {
  if (actor === undefined) throw new Error('A guarded route was reached without an actor')
  return actor
}
