import { type Permission, permissions, type Role } from '@berth/contract'

/** What each role may do. */
export const permissionsOf: { readonly [R in Role]: readonly Permission[] } = {
  admin: permissions,
  developer: [
    'project:read',
    'project:write',
    'project:deploy',
    'event:read',
    'container:logs',
    'container:exec',
    'host:read',
    'token:write',
  ],
  viewer: ['project:read', 'event:read', 'container:logs', 'host:read', 'token:write'],
}

/** Whether `role` may do all that `other` may. */
export const covers = (role: Role, other: Role): boolean =>
  permissionsOf[other].every((permission) => permissionsOf[role].includes(permission))

/** The one of two roles that may do less. */
export const lesser = (a: Role, b: Role): Role => (covers(a, b) ? b : a)
