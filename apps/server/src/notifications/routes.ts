import { notifications as contract } from '@berth/contract'
import type { FastifyInstance } from 'fastify'
import { actorOf } from '../access/guard.ts'
import type { Feed } from '../events/feed.ts'
import { nextPage } from '../http/next-page.ts'
import { addRoute, answerWith } from '../http/route.ts'
import type { NotificationService } from './notification-service.ts'
import { notificationsText } from './notification-text.ts'

export interface NotificationSlice {
  readonly notifications: NotificationService
  readonly feed: Feed
}

/** What the user who asks was told. */
export function notificationRoutes(app: FastifyInstance, { notifications, feed }: NotificationSlice): void {
  addRoute(app, contract.listNotifications, async ({ query }, context) => {
    const { unread: isUnread = false, limit = 50, cursor: before } = query
    // Before the reading: an event in between is told again, never missed.
    const seq = feed.seq()
    const page = await notifications.list(actorOf(context), { isUnread, limit, before })
    const { request, reply, isText } = context
    if (page.nextCursor !== undefined) reply.header('link', nextPage(request.url, page.nextCursor))
    return isText
      ? answerWith({ status: 200, body: notificationsText(page.notifications) })
      : { ...page, seq }
  })

  addRoute(app, contract.readNotification, ({ params }, context) =>
    notifications.read(actorOf(context), params.notification),
  )

  addRoute(app, contract.readAllNotifications, async (_, context) => ({
    unread: await notifications.readAll(actorOf(context)),
  }))
}
