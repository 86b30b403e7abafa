import type { RouteShape } from '@berth/contract'
import type { FastifyInstance } from 'fastify'
import { ProblemError } from '../http/problem.ts'
import type { ProjectRecord } from '../projects/project-store.ts'
import type { Actor } from './actor.ts'
import { decide, isChanging, type Owned } from './decide.ts'
import { reaches } from './scope.ts'

declare module 'fastify' {
  interface FastifyRequest {
    /** Whose the project is that it changes; set by the guard. */
    owned: Owned | undefined
  }
}

/** The name of the project of an operation; undefined when there is no such operation. */
export type ProjectOfOperation = (operation: string) => Promise<string | undefined>

export interface GuardDependencies {
  readonly projectOf: ProjectOfOperation
  /** The same of a throw-away run. */
  readonly projectOfRun: (run: string) => Promise<string | undefined>
  readonly findProject: (name: string) => Promise<Pick<ProjectRecord, 'parent' | 'owner'> | undefined>
}

/**
 * Guards every route that is registered after it. A route that does not declare its permission cannot be
 * registered: boot fails and names it. To a token for certain projects the others are as if they were not there.
 */
export function guardRoutes(app: FastifyInstance, dependencies: GuardDependencies): void {
  const { projectOf, findProject } = dependencies
  const projectIn = async (name: string | undefined, operation: string | undefined) =>
    name ?? (operation === undefined ? undefined : await projectOf(operation))
  const ownedBy = async (name: string): Promise<Owned | undefined> => {
    const found = await findProject(name)
    return found && { isCopy: found.parent !== undefined, owner: found.owner?.userId }
  }
  app.addHook('onRoute', ({ method, url, config }) => {
    if (config?.permission === undefined) {
      throw new Error(`${[method].flat().join(',')} ${url} declares no permission`)
    }
  })
  app.decorateRequest('owned', undefined)
  app.addHook('onRequest', async (request) => {
    const { actor, routeOptions, params } = request
    // An address without a route has nothing to guard; the answer is 404.
    const { permission = 'public', orPermission, isFiltered = false } = routeOptions.config
    // Safe: names in paths are text.
    const { project: name, operation, run } = (params ?? {}) as PathParams
    const about =
      isChanging(permission) || isChanging(orPermission) ? await projectIn(name, operation) : undefined
    const owned = about === undefined ? undefined : await ownedBy(about)
    request.owned = owned
    const isEnough = orPermission !== undefined && decide(actor, orPermission, owned) === 'allowed'
    if (!isEnough) requirePermission(actor, permission, owned)
    if (permission === 'public' || isFiltered || actor?.scope?.projects === undefined) return
    await requireReach(actor, { project: name, operation, run }, dependencies)
  })
}

interface PathParams {
  readonly project?: string | undefined
  readonly operation?: string | undefined
  readonly run?: string | undefined
}

async function requireReach(
  actor: Actor,
  { project, operation, run }: PathParams,
  { projectOf, projectOfRun }: GuardDependencies,
): Promise<void> {
  if (project !== undefined) {
    if (!reaches(actor, project))
      throw new ProblemError('PROJECT_NOT_FOUND', `There is no project ${project}.`)
    return
  }
  if (run !== undefined) return requireRun(actor, await projectOfRun(run), run)
  if (operation === undefined) {
    throw new ProblemError(
      'ACCESS_DENIED',
      'The token is for certain projects, and this concerns all of them.',
      { fix: 'Use a token that is for all projects.' },
    )
  }
  await requireOperation(actor, operation, projectOf)
}

function requireRun(actor: Actor, project: string | undefined, run: string): void {
  if (project !== undefined && !reaches(actor, project)) {
    throw new ProblemError('RUN_NOT_FOUND', `There is no run ${run}.`)
  }
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

/** @throws a problem, 401 or 403, when `actor` may not. `project`: see {@link decide}. */
export function requirePermission(
  actor: Pick<Actor, 'role' | 'scope' | 'userId'> | undefined,
  permission: RouteShape['permission'],
  project?: Owned,
): void {
  const decision = decide(actor, permission, project)
  if (decision === 'not-yours')
    throw new ProblemError('PROJECT_NOT_YOURS', 'Only its owner and admins may change a copy.')
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
