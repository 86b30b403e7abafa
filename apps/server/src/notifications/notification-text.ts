import type { Notification } from '@berth/contract'

/**
 * Notifications in lines, one each, for a shell or a chat: time, whether it was read, kind, project, words. Pure, and
 * stable: a script may rely on it.
 *
 * ```text
 * 2026-03-01T10:00:00.000Z unread copy-idle shop-x shop-x was stopped: nobody used it for 12 hours.
 * ```
 */
export const notificationsText = (notifications: readonly Notification[]): string =>
  notifications
    .map(
      ({ at, isRead, kind, project, text }) =>
        `${at} ${isRead ? 'read' : 'unread'} ${kind} ${project} ${text}\n`,
    )
    .join('')
