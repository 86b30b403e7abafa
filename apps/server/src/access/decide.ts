import { type Permission, type RouteShape, rolePermissions } from '@berth/contract'
import type { Actor } from './actor.ts'

export type Decision = 'allowed' | 'sign-in' | 'denied'

/** Whether `actor` may do what a route, a topic or a socket asks for. Pure; the only place that decides. */
export function decide(
  actor: Pick<Actor, 'role' | 'scope'> | undefined,
  permission: RouteShape['permission'],
): Decision {
  if (permission === 'public') return 'allowed'
  if (actor === undefined) return 'sign-in'
  if (permission === 'signed-in') return 'allowed'
  return allowedTo(actor).includes(permission) ? 'allowed' : 'denied'
}

/** What somebody may do: what the role allows, less what a token is not for. Pure. */
export function allowedTo({ role, scope }: Pick<Actor, 'role' | 'scope'>): readonly Permission[] {
  const { permissions } = scope ?? {}
  return rolePermissions[role].filter((permission) => permissions?.includes(permission) ?? true)
}
