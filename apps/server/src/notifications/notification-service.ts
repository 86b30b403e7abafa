import type { Notification } from '@berth/contract'
import type { Actor } from '../access/actor.ts'
import { reaches } from '../access/scope.ts'
import type { EventBus } from '../events/bus.ts'
import { ProblemError } from '../http/problem.ts'
import type { NewNotification, NotificationStore } from './notification-store.ts'

/** What users are told, each of a thing once; a token sees what concerns its projects. */
export interface NotificationService {
  /** Does nothing when the user was told of it before, or is there no more. */
  tell(notification: NewNotification): Promise<void>
  /** Newest first. */
  list(
    actor: Actor,
    page: { readonly isUnread: boolean; readonly before: string | undefined; readonly limit: number },
  ): Promise<NotificationPage>
  /** @throws a problem, NOTIFICATION_NOT_FOUND. */
  read(actor: Actor, id: string): Promise<Notification>
  /** Resolves with how many are left. */
  readAll(actor: Actor): Promise<number>
}

export interface NotificationPage {
  readonly notifications: Notification[]
  readonly unread: number
  readonly nextCursor?: string
}

export interface NotificationDependencies {
  readonly store: NotificationStore
  readonly bus: EventBus
  readonly now: () => number
}

/** @see NotificationService */
export function createNotificationService({
  store,
  bus,
  now,
}: NotificationDependencies): NotificationService {
  const publish = async (userId: string, user: string, notification?: Notification) => {
    const unread = (await store.listUnread(userId)).length
    bus.publish({
      name: 'notification.changed',
      topics: ['notifications'],
      payload: { user, unread, ...(notification && { notification }) },
    })
  }
  const unreadOf = async (actor: Actor) =>
    (await store.listUnread(actor.userId)).filter(({ project }) => reaches(actor, project))

  return {
    async tell(notification) {
      const told = await store.add(notification, now())
      if (told !== undefined) await publish(notification.userId, told.userName, told.notification)
    },
    async list(actor, { limit, ...filter }) {
      const found = await store.list(actor.userId, { ...filter, limit: limit + 1 })
      const page = found.slice(0, limit)
      const last = found.length > limit ? page.at(-1) : undefined
      return {
        notifications: page.filter(({ project }) => reaches(actor, project)),
        unread: (await unreadOf(actor)).length,
        ...(last && { nextCursor: last.id }),
      }
    },
    async read(actor, id) {
      const before = await store.find(actor.userId, id)
      if (before === undefined || !reaches(actor, before.project)) {
        throw new ProblemError('NOTIFICATION_NOT_FOUND', `You were not told anything as ${id}.`)
      }
      await store.markRead(actor.userId, [id], now())
      const notification = { ...before, isRead: true }
      if (!before.isRead) await publish(actor.userId, actor.userName, notification)
      return notification
    },
    async readAll(actor) {
      const ids = (await unreadOf(actor)).map((each) => each.id)
      await store.markRead(actor.userId, ids, now())
      if (ids.length > 0) await publish(actor.userId, actor.userName)
      return (await unreadOf(actor)).length
    },
  }
}
