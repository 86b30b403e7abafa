import { auth as contract, type Session } from '@berth/contract'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { Actor } from '../access/actor.ts'
import { allowedTo } from '../access/decide.ts'
import { actorOf } from '../access/guard.ts'
import { nextPage } from '../http/next-page.ts'
import { addRoute } from '../http/route.ts'
import type { AuthService } from './auth-service.ts'
import { clearSessionCookie, isTransportSafe, sessionIdOf, setSessionCookie } from './cookie.ts'
import { guesses } from './guesses.ts'

/** Set-up, sign-in and API tokens. */
export function authRoutes(app: FastifyInstance, { auth }: { auth: AuthService }): void {
  const sessionOf = async (
    request: FastifyRequest,
    user: Pick<Actor, 'name' | 'role' | 'scope'> | undefined,
  ): Promise<Session> => ({
    isSetUp: user !== undefined || (await auth.isSetUp()),
    user: user === undefined ? null : toUser(user),
    isTransportSafe: isTransportSafe(request),
  })

  addRoute(app, contract.readSession, (_input, { actor, request }) => sessionOf(request, actor))

  addRoute(
    app,
    contract.setUp,
    async ({ body }, { request, reply }) => {
      const { sessionId, user } = await auth.setUp(body)
      setSessionCookie(request, reply, sessionId)
      return sessionOf(request, user)
    },
    { rateLimit: guesses },
  )

  addRoute(
    app,
    contract.signIn,
    async ({ body }, { request, reply }) => {
      const { sessionId, user } = await auth.signIn({ ...body, previous: sessionIdOf(request) })
      setSessionCookie(request, reply, sessionId)
      return sessionOf(request, user)
    },
    { rateLimit: guesses },
  )

  addRoute(app, contract.signOut, async (_input, { request, reply }) => {
    await auth.signOut(actorOf(request), sessionIdOf(request))
    clearSessionCookie(reply)
    return null
  })

  addRoute(app, contract.listTokens, async ({ query }, { actor, request, reply }) => {
    const page = await auth.listTokens(actorOf({ actor }), query)
    if (page.nextCursor !== undefined) reply.header('link', nextPage(request.url, page.nextCursor))
    return page
  })

  addRoute(app, contract.createToken, async ({ body }, context) => auth.createToken(actorOf(context), body))

  addRoute(app, contract.deleteToken, async ({ params }, context) => {
    await auth.deleteToken(actorOf(context), params.token)
    return null
  })
}

const toUser = (actor: Pick<Actor, 'name' | 'role' | 'scope'>) => ({
  name: actor.name,
  role: actor.role,
  permissions: [...allowedTo(actor)],
})
