import type { RouteShape } from '@berth/contract'
import type { FastifyInstance } from 'fastify'
import { ProblemError } from '../http/problem.ts'
import type { Actor } from './actor.ts'
import { decide } from './decide.ts'
import { reaches } from './scope.ts'

/** The name of the project of an operation; undefined when there is no such operation. */
export type ProjectOfOperation = (operation: string) => Promise<string | undefined>

/**
 * Guards every route that is registered after it. A route that does not declare its permission cannot be
 * registered: boot fails and names it. To a token for certain projects the others are as if they were not there.
 */
export function guardRoutes(app: FastifyInstance, projectOf: ProjectOfOperation): void {
  app.addHook('onRoute', ({ method, url, config }) => {
    if (config?.permission === undefined) {
      throw new Error(`${[method].flat().join(',')} ${url} declares no permission`)
    }
  })
  app.addHook('onRequest', async ({ actor, routeOptions, params }) => {
    // An address without a route has nothing to guard; the answer is 404.
    const { permission = 'public', orPermission, isFiltered = false } = routeOptions.config
    const isEnough = orPermission !== undefined && decide(actor, orPermission) === 'allowed'
    if (!isEnough) requirePermission(actor, permission)
    if (permission === 'public' || isFiltered || actor?.scope?.projects === undefined) return
    // Safe: names in paths are text.
    await requireReach(actor, params as PathParams, projectOf)
  })
}

interface PathParams {
  readonly project?: string
  readonly operation?: string
}

async function requireReach(
  actor: Actor,
  { project, operation }: PathParams,
  projectOf: ProjectOfOperation,
): Promise<void> {
  if (project !== undefined) {
    if (!reaches(actor, project))
      throw new ProblemError('PROJECT_NOT_FOUND', `There is no project ${project}.`)
    return
  }
  if (operation === undefined) {
    throw new ProblemError(
      'ACCESS_DENIED',
      'The token is for certain projects, and this concerns all of them.',
      { fix: 'Use a token that is for all projects.' },
    )
  }
  await requireOperation(actor, operation, projectOf)
}

/** @throws a problem, OPERATION_NOT_FOUND, for an operation of a project that `actor` does not reach. */
export async function requireOperation(
  actor: Actor,
  operation: string,
  projectOf: ProjectOfOperation,
): Promise<void> {
  const project = await projectOf(operation)
  if (project !== undefined && !reaches(actor, project)) {
    throw new ProblemError('OPERATION_NOT_FOUND', `There is no operation ${operation}.`)
  }
}

/** @throws a problem, 401 or 403, when `actor` may not. */
export function requirePermission(actor: Actor | undefined, permission: RouteShape['permission']): void {
  const decision = decide(actor, permission)
  if (decision === 'sign-in') throw new ProblemError('AUTH_REQUIRED', 'This needs somebody who is signed in.')
  if (decision === 'denied') {
    if (actor?.scope?.permissions === undefined) {
      throw new ProblemError('ACCESS_DENIED', `The role ${actor?.role} does not hold ${permission}.`)
    }
    const fix = `Use a token that holds ${permission}.`
    throw new ProblemError('ACCESS_DENIED', `The token does not hold ${permission}.`, { fix })
  }
}

/** The actor of a route that is not public. */
export function actorOf({ actor }: { readonly actor: Actor | undefined }): Actor {
  if (actor === undefined) throw new Error('A guarded route was reached without an actor')
  return actor
}
