import { type Role, roles } from '@berth/contract'

const may: { readonly [R in Role]: string } = {
  admin: 'Admin: everything, users too',
  developer: 'Developer: change and deploy projects',
  viewer: 'Viewer: read only',
}

/** The roles to choose from, in words. */
export const roleItems = roles.map((role) => ({ value: role, label: may[role] }))
