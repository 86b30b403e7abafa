import { type Static, Type } from 'typebox'
import { ProjectName } from './projects.ts'
import { defineRoute } from './route.ts'

export const NotificationKind = Type.Enum(['copy-idle', 'copy-ending', 'copy-ended', 'operation-failed'], {
  description: [
    '`copy-idle`: a copy was stopped because nobody used it; `copy-ending`: it will be deleted within a day;',
    '`copy-ended`: it was deleted; `operation-failed`: one that the user asked for and did not watch.',
  ].join(' '),
})
export type NotificationKind = Static<typeof NotificationKind>

/** Something that one user is told once. */
export const Notification = Type.Object({
  id: Type.String({ description: '`nt_…`' }),
  kind: NotificationKind,
  project: ProjectName,
  operation: Type.Optional(Type.String({ description: 'The one that did it, or that failed.' })),
  text: Type.String({ description: 'One or two sentences.' }),
  at: Type.String({ format: 'date-time' }),
  isRead: Type.Boolean(),
})
export type Notification = Static<typeof Notification>

const Unread = Type.Integer({ description: 'How many of all have not been read.' })

export const listNotifications = defineRoute({
  method: 'GET',
  path: '/api/v1/notifications',
  operationId: 'listNotifications',
  summary: 'What the user who asks was told, newest first; kept for 90 days.',
  tag: 'Notifications',
  permission: 'signed-in',
  isFiltered: true,
  headers: ['Accept'],
  query: Type.Object({
    unread: Type.Optional(Type.Boolean({ description: 'Only those that have not been read.' })),
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 100, default: 50 })),
    cursor: Type.Optional(Type.String({ maxLength: 64, description: '`nextCursor` of the page before.' })),
  }),
  reply: Type.Object({
    notifications: Type.Array(Notification),
    unread: Unread,
    nextCursor: Type.Optional(Type.String({ description: 'Absent on the last page.' })),
    seq: Type.Integer({ description: 'Subscribe to `notifications` since this number to miss nothing.' }),
  }),
})

export const readNotification = defineRoute({
  method: 'PUT',
  path: '/api/v1/notifications/:notification/read',
  operationId: 'readNotification',
  summary: 'Marks a notification as read.',
  tag: 'Notifications',
  permission: 'signed-in',
  isFiltered: true,
  params: Type.Object({ notification: Type.String({ minLength: 1, maxLength: 64 }) }),
  problems: ['NOTIFICATION_NOT_FOUND'],
  reply: Notification,
})

export const readAllNotifications = defineRoute({
  method: 'PUT',
  path: '/api/v1/notifications/read',
  operationId: 'readAllNotifications',
  summary: 'Marks all notifications as read.',
  tag: 'Notifications',
  permission: 'signed-in',
  isFiltered: true,
  reply: Type.Object({ unread: Unread }),
})

/** On the topic `notifications`, told only to the user whose they are. */
export interface NotificationChange {
  /** The name of the user. */
  readonly user: string
  readonly unread: number
  /** One that is new or was read; absent: all were read. */
  readonly notification?: Notification
}
