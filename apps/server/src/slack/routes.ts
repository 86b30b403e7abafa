import { slack as contract } from '@berth/contract'
import type { FastifyInstance } from 'fastify'
import { actorOf } from '../access/guard.ts'
import { nextPage } from '../http/next-page.ts'
import { addRoute } from '../http/route.ts'
import { arrived, takeBytes } from '../webhooks/arrived.ts'
import type { ReceiveCommand } from './receive-command.ts'
import type { SlackService } from './slack-service.ts'

export interface SlackSlice {
  readonly slack: SlackService
  readonly receive: ReceiveCommand
}

/** More than people type, so that guessing and flooding from one address are slow. */
const commandRate = { max: 120, timeWindow: 60_000 }
const commandBytes = 64 * 2 ** 10

/** The setting of Slack, linked accounts, and the address that Slack calls. */
export function slackRoutes(app: FastifyInstance, { slack, receive }: SlackSlice): void {
  addRoute(app, contract.readSlack, () => slack.settings())

  addRoute(app, contract.setSlackSecret, ({ body }, context) =>
    slack.set(body.signingSecret, actorOf(context)),
  )

  addRoute(app, contract.deleteSlackSecret, async () => {
    await slack.unset()
    return null
  })

  addRoute(app, contract.listSlackLinks, async ({ query }, { request, reply }) => {
    const page = await slack.links(query)
    if (page.nextCursor !== undefined) reply.header('link', nextPage(request.url, page.nextCursor))
    return page
  })

  addRoute(app, contract.deleteSlackLink, async ({ params }) => {
    await slack.unlink(params.link)
    return null
  })

  addRoute(app, contract.readOwnSlack, (_input, context) => slack.own(actorOf(context)))

  addRoute(app, contract.createSlackLinkCode, (_input, context) => slack.createCode(actorOf(context)))

  addRoute(app, contract.deleteOwnSlackLink, async ({ params }, context) => {
    await slack.unlinkOwn(actorOf(context), params.link)
    return null
  })

  app.register(async (scope) => {
    takeBytes(scope)
    addRoute(
      scope,
      contract.receiveSlackCommand,
      async (_input, { request }) => {
        const origin = `${request.protocol}://${request.host}`
        const { reply, given } = await receive(arrived(request), origin)
        request.command = given
        return reply
      },
      { bodyLimit: commandBytes, rateLimit: commandRate },
    )
  })
}
