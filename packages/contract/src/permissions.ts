/** Every verb on a noun that a route or a topic can ask for. The list is closed. */
export const permissions = [
  'project:read',
  'project:write',
  'project:deploy',
  'project:destroy',
  /** In an environment of its own, which is gone afterwards. */
  'run:create',
  'variable:write',
  /** Of others: everybody who may deploy may cancel what is his own. */
  'operation:cancel',
  'event:read',
  'container:logs',
  'container:exec',
  /** As root by request; where the container's own user is root, that is what `container:exec` gives. */
  'container:exec-root',
  'policy:write',
  'audit:read',
  'host:read',
  'token:write',
  'user:write',
  /** Of chats that give commands. */
  'integration:write',
] as const

export type Permission = (typeof permissions)[number]

/** Those that change a project or what runs of it: for them it matters whose a copy is. */
export const changingPermissions: readonly Permission[] = [
  'project:write',
  'project:deploy',
  'project:destroy',
  'variable:write',
  'container:exec',
  'container:exec-root',
]

/** A named set of permissions. */
export const roles = ['admin', 'developer', 'viewer'] as const

export type Role = (typeof roles)[number]

/** What each role may do. */
export const rolePermissions: { readonly [R in Role]: readonly Permission[] } = {
  admin: permissions,
  developer: [
    'project:read',
    'project:write',
    'project:deploy',
    'run:create',
    'event:read',
    'container:logs',
    'container:exec',
    'host:read',
    'token:write',
  ],
  viewer: ['project:read', 'event:read', 'container:logs', 'host:read', 'token:write'],
}
