import type { Notification, NotificationKind } from '@berth/contract'
import { ulid } from 'ulid'
import { type Db, isDuplicate } from '../db/client.ts'

export interface NewNotification {
  readonly userId: string
  readonly kind: NotificationKind
  readonly project: string
  readonly operation?: string
  readonly text: string
  /** What it is about: a user is told of it once. */
  readonly subject: string
}

export interface NotificationFilter {
  readonly isUnread: boolean
  /** Only those that are older than this one. */
  readonly before: string | undefined
  readonly limit: number
}

/** What a user was told, and who that is. */
export interface Told {
  readonly userName: string
  readonly notification: Notification
}

/** What users were told. */
export interface NotificationStore {
  /** Undefined when the user was told of the same before, or is there no more. */
  add(notification: NewNotification, now: number): Promise<Told | undefined>
  /** Newest first. */
  list(userId: string, filter: NotificationFilter): Promise<Notification[]>
  /** All that were not read: which they are, and of which projects. */
  listUnread(userId: string): Promise<Pick<Notification, 'id' | 'project'>[]>
  find(userId: string, id: string): Promise<Notification | undefined>
  markRead(userId: string, ids: readonly string[], now: number): Promise<void>
  /** Forgets what is older than a time. */
  prune(createdBefore: number): Promise<void>
}

/** @see NotificationStore */
export function createNotificationStore(db: Db): NotificationStore {
  return {
    async add({ userId, operation = null, ...rest }, now) {
      const user = await db.user.findUnique({ where: { id: userId }, select: { name: true } })
      if (user === null) return undefined
      const data = { ...rest, id: `nt_${ulid(now)}`, userId, operation, createdAt: new Date(now) }
      try {
        return { userName: user.name, notification: toWire(await db.notification.create({ data })) }
      } catch (error) {
        if (isDuplicate(error)) return undefined
        throw error
      }
    },
    async list(userId, { isUnread, before, limit }) {
      const where = {
        userId,
        ...(isUnread && { readAt: null }),
        ...(before !== undefined && { id: { lt: before } }),
      }
      return (await db.notification.findMany({ where, orderBy: { id: 'desc' }, take: limit })).map(toWire)
    },
    listUnread: (userId) =>
      db.notification.findMany({ where: { userId, readAt: null }, select: { id: true, project: true } }),
    async find(userId, id) {
      const row = await db.notification.findFirst({ where: { userId, id } })
      return row === null ? undefined : toWire(row)
    },
    async markRead(userId, ids, now) {
      const where = { userId, id: { in: [...ids] }, readAt: null }
      await db.notification.updateMany({ where, data: { readAt: new Date(now) } })
    },
    async prune(createdBefore) {
      await db.notification.deleteMany({ where: { createdAt: { lt: new Date(createdBefore) } } })
    },
  }
}

interface Row {
  readonly id: string
  readonly kind: string
  readonly project: string
  readonly operation: string | null
  readonly text: string
  readonly createdAt: Date
  readonly readAt: Date | null
}

const toWire = ({ id, kind, project, operation, text, createdAt, readAt }: Row): Notification => ({
  id,
  // Safe: it is only ever written from this type.
  kind: kind as NotificationKind,
  project,
  ...(operation !== null && { operation }),
  text,
  at: createdAt.toISOString(),
  isRead: readAt !== null,
})
