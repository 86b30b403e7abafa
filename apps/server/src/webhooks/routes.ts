import { webhooks as contract, type HookReply } from '@berth/contract'
import type { FastifyInstance } from 'fastify'
import { actorOf, requirePermission } from '../access/guard.ts'
import { nextPage } from '../http/next-page.ts'
import { addRoute, answerWith, type RequestContext } from '../http/route.ts'
import type { Reporter } from '../operations/report.ts'
import { arrived, takeBytes } from './arrived.ts'
import type { ReceiveDelivery } from './receive-delivery.ts'
import type { WebhookService } from './webhook-service.ts'

export interface WebhookSlice {
  readonly webhooks: WebhookService
  readonly receive: ReceiveDelivery
  readonly reporter: Pick<Reporter, 'awaited'>
}

/** More than any sender needs, so that guessing and flooding from one address are slow. */
const deliveryRate = { max: 120, timeWindow: 60_000 }
/** A push of many commits names every file of each. */
const deliveryBytes = 5 * 2 ** 20

/** Webhooks of projects, and the address that senders call. */
export function webhookRoutes(app: FastifyInstance, { webhooks, receive, reporter }: WebhookSlice): void {
  addRoute(app, contract.listWebhooks, async ({ params, query }, { request, reply }) => {
    const page = await webhooks.list(params.project, query)
    if (page.nextCursor !== undefined) reply.header('link', nextPage(request.url, page.nextCursor))
    return page
  })

  addRoute(app, contract.createWebhook, async ({ params, body }, context) => {
    requireMayDeploy(context)
    return webhooks.create(params.project, body, actorOf(context))
  })

  addRoute(app, contract.updateWebhook, ({ params, body }) =>
    webhooks.change(params.project, params.webhook, body),
  )

  addRoute(app, contract.deleteWebhook, async ({ params }) => {
    await webhooks.delete(params.project, params.webhook)
    return null
  })

  addRoute(app, contract.rotateWebhookSecret, async ({ params }, context) => {
    await webhooks.require(params.project, params.webhook)
    requireMayDeploy(context)
    return webhooks.rotate(params.project, params.webhook)
  })

  addRoute(app, contract.listWebhookDeliveries, async ({ params, query }, { request, reply }) => {
    const page = await webhooks.deliveries(params.project, params.webhook, query)
    if (page.nextCursor !== undefined) reply.header('link', nextPage(request.url, page.nextCursor))
    return page
  })

  app.register(async (scope) => {
    takeBytes(scope)
    addRoute(
      scope,
      contract.receiveHook,
      async ({ params }, context) => {
        const { reply, operation } = await receive(params.hook, arrived(context.request))
        if (operation === undefined) return answerWith({ status: 200, body: reply })
        const { state, ...answer } = await reporter.awaited(operation, context)
        const body: HookReply = context.waitSeconds === undefined ? reply : { ...reply, state }
        return answerWith({ ...answer, body })
      },
      { bodyLimit: deliveryBytes, rateLimit: deliveryRate },
    )
  })
}

/** What somebody makes can do no more than he. */
const requireMayDeploy = (context: RequestContext) =>
  requirePermission(actorOf(context), 'project:deploy', context.request.owned)
