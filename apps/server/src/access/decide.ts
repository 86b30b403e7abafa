import type { RouteShape } from '@berth/contract'
import type { Actor } from './actor.ts'
import { permissionsOf } from './roles.ts'

export type Decision = 'allowed' | 'sign-in' | 'denied'

/** Whether `actor` may do what a route, a topic or a socket asks for. Pure; the only place that decides. */
export function decide(
  actor: Pick<Actor, 'role'> | undefined,
  permission: RouteShape['permission'],
): Decision {
  if (permission === 'public') return 'allowed'
  if (actor === undefined) return 'sign-in'
  if (permission === 'signed-in') return 'allowed'
  return permissionsOf[actor.role].includes(permission) ? 'allowed' : 'denied'
}
