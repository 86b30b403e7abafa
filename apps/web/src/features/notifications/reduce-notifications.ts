import type { Notification } from '@berth/contract'
import type { FeedEvent } from '../../api/feed.ts'

export interface NotificationList {
  /** Newest first. */
  readonly notifications: readonly Notification[]
  readonly unread: number
  readonly seq: number
}

/** The list after an event of the topic `notifications`. */
export function reduceNotifications(current: NotificationList, event: FeedEvent): NotificationList {
  if (event.name !== 'notification.changed') return current
  const { unread, notification } = event.payload
  if (notification === undefined) {
    return { ...current, unread, notifications: current.notifications.map(asRead) }
  }
  const isKnown = current.notifications.some(({ id }) => id === notification.id)
  const notifications = isKnown
    ? current.notifications.map((each) => (each.id === notification.id ? notification : each))
    : [notification, ...current.notifications]
  return { ...current, unread, notifications }
}

const asRead = (notification: Notification): Notification => ({ ...notification, isRead: true })
