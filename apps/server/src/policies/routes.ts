import { policies as contract } from '@berth/contract'
import type { FastifyInstance } from 'fastify'
import { actorOf } from '../access/guard.ts'
import { nextPage } from '../http/next-page.ts'
import { addRoute, answerWith } from '../http/route.ts'
import type { Policies } from './open-policies.ts'
import { exceptionsText, policiesText, verdictText } from './policy-text.ts'

/** What users of each role may have deployed, and exceptions from that. */
export function policyRoutes(app: FastifyInstance, { policies, exceptions, check }: Policies): void {
  addRoute(app, contract.listPolicies, async (_input, { isText }) => {
    const all = await policies.list()
    return isText ? answerWith({ status: 200, body: policiesText(all) }) : { policies: all }
  })

  addRoute(app, contract.readPolicy, async ({ params }, { reply }) => {
    const policy = await policies.read(params.role)
    reply.header('etag', policy.etag)
    return policy
  })

  addRoute(app, contract.replacePolicy, async ({ params, body }, context) => {
    const { request, reply } = context
    const change = { actor: actorOf(context), ifMatch: request.headers['if-match'] }
    request.was = await policies.read(params.role)
    const policy = await policies.replace(params.role, body, change)
    reply.header('etag', policy.etag)
    return policy
  })

  addRoute(app, contract.checkPolicy, async ({ params, body }, { isText }) => {
    const verdict = await check(params.role, body)
    return isText ? answerWith({ status: 200, body: verdictText(verdict) }) : verdict
  })

  addRoute(app, contract.listPolicyExceptions, async ({ query }, { isText, request, reply }) => {
    const page = await exceptions.list(query)
    if (page.nextCursor !== undefined) reply.header('link', nextPage(request.url, page.nextCursor))
    return isText ? answerWith({ status: 200, body: exceptionsText(page.exceptions) }) : page
  })

  addRoute(app, contract.grantPolicyException, ({ body }, context) =>
    exceptions.grant(body, actorOf(context)),
  )

  addRoute(app, contract.revokePolicyException, async ({ params }, context) => {
    await exceptions.revoke(params.exception, actorOf(context))
    return null
  })
}
