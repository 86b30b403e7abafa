import { users as contract } from '@berth/contract'
import type { FastifyInstance } from 'fastify'
import { actorOf } from '../access/guard.ts'
import { nextPage } from '../http/next-page.ts'
import { addRoute } from '../http/route.ts'
import { guesses } from './guesses.ts'
import type { UserService } from './user-service.ts'

/** Users, and what everybody does with his own account. */
export function userRoutes(app: FastifyInstance, { users }: { users: UserService }): void {
  addRoute(app, contract.listUsers, async ({ query }, { actor, request, reply }) => {
    const page = await users.list(actorOf({ actor }), query)
    if (page.nextCursor !== undefined) reply.header('link', nextPage(request.url, page.nextCursor))
    return page
  })

  addRoute(app, contract.createUser, ({ body }) => users.create(body))

  addRoute(app, contract.updateUser, async ({ params, body }, { request }) => {
    request.was = await users.find(params.user)
    return users.setRole(params.user, body.role)
  })

  addRoute(app, contract.resetPassword, ({ params }) => users.resetPassword(params.user))

  addRoute(app, contract.deleteUser, async ({ params }, { request }) => {
    request.was = await users.find(params.user)
    await users.delete(params.user)
    return null
  })

  addRoute(
    app,
    contract.changePassword,
    async ({ body }, context) => {
      await users.changePassword(actorOf(context), body)
      return null
    },
    { rateLimit: guesses },
  )

  addRoute(app, contract.endOtherSessions, async (_input, context) => {
    await users.endOtherSessions(actorOf(context))
    return null
  })
}
