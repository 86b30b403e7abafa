import type { Permission } from '@berth/contract'

/** What a permission lets somebody do. */
export const permissionWords: Readonly<Record<Permission, string>> = {
  'project:read': 'Look at projects and operations',
  'project:write': 'Make projects and change files',
  'project:deploy': 'Deploy, stop and start',
  'project:destroy': 'Delete projects and volumes',
  'run:create': 'Start throw-away runs',
  'variable:write': 'Change variables of all projects',
  'operation:cancel': 'Cancel what others began',
  'event:read': 'Follow events',
  'container:logs': 'Read logs',
  'container:exec': 'Run commands in containers',
  'container:exec-root': 'Run them as root',
  'policy:write': 'Settle policies and exceptions',
  'audit:read': 'Read who ran what',
  'host:read': 'Look at the host',
  'token:write': 'Make and revoke tokens',
  'user:write': 'Make and delete users, and change their roles',
  'integration:write': 'Set up chats, and unlink accounts of others',
}
