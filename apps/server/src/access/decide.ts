import { changingPermissions, type Permission, type RouteShape, rolePermissions } from '@berth/contract'
import type { Actor } from './actor.ts'

export type Decision = 'allowed' | 'sign-in' | 'denied' | 'not-yours'

/** Whose a project is that a route is about. */
export interface Owned {
  /** It is a copy: nobody changes it but its owner and admins. */
  readonly isCopy: boolean
  /** Id of a user. */
  readonly owner?: string | undefined
}

/** Whether a permission changes a project or what runs of it: then it matters whose a copy is. Pure. */
export const isChanging = (permission: RouteShape['permission'] | undefined): boolean =>
  changingPermissions.some((changing) => changing === permission)

/** What whoever may make copies may do with his own, besides what his role allows. */
const withOwnCopies: readonly Permission[] = ['project:destroy', 'variable:write']

/**
 * Whether `actor` may do what a route, a topic or a socket asks for. Pure; the only place that decides.
 *
 * @param project The one that it is about, where it is about one.
 */
export function decide(
  actor: Pick<Actor, 'role' | 'scope' | 'userId'> | undefined,
  permission: RouteShape['permission'],
  project?: Owned,
): Decision {
  if (permission === 'public') return 'allowed'
  if (actor === undefined) return 'sign-in'
  if (permission === 'signed-in') return 'allowed'
  const isOwn = project?.isCopy === true && project.owner === actor.userId
  const granted = isOwn && allowedTo(actor).includes('project:write') ? scoped(withOwnCopies, actor) : []
  if (![...allowedTo(actor), ...granted].includes(permission)) return 'denied'
  const isTheirs = project?.isCopy === true && !isOwn && actor.role !== 'admin'
  return isTheirs && isChanging(permission) ? 'not-yours' : 'allowed'
}

/** What somebody may do: what the role allows, less what a token is not for. Pure. */
export const allowedTo = (actor: Pick<Actor, 'role' | 'scope'>): readonly Permission[] =>
  scoped(rolePermissions[actor.role], actor)

const scoped = (permissions: readonly Permission[], { scope }: Pick<Actor, 'scope'>) =>
  permissions.filter((permission) => scope?.permissions?.includes(permission) ?? true)
