import { type Role, rolePermissions } from '@berth/contract'

/** Whether `role` may do all that `other` may. */
export const covers = (role: Role, other: Role): boolean =>
  rolePermissions[other].every((permission) => rolePermissions[role].includes(permission))

/** The one of two roles that may do less. */
export const lesser = (a: Role, b: Role): Role => (covers(a, b) ? b : a)
