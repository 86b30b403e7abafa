import { variables as contract, type GlobalVariables, type Variables } from '@berth/contract'
import type { FastifyInstance } from 'fastify'
import { type Answer, addRoute, answerWith, type RequestContext } from '../http/route.ts'
import type { GlobalVariableService } from './global-variable-service.ts'
import type { VariableService } from './variable-service.ts'
import { globalVariablesText, variablesText } from './variable-text.ts'

/** Variables and secrets, of one project and of all. */
export function variableRoutes(
  app: FastifyInstance,
  { variables, globals }: { variables: VariableService; globals: GlobalVariableService },
): void {
  const list = async (project: string, { reply }: RequestContext): Promise<Variables> => {
    const listed = await variables.list(project)
    reply.header('etag', listed.etag)
    return listed
  }
  const listGlobal = async ({ reply }: RequestContext): Promise<GlobalVariables> => {
    const listed = await globals.list()
    reply.header('etag', listed.etag)
    return listed
  }

  addRoute(app, contract.listVariables, async ({ params }, context) => {
    const listed = await list(params.project, context)
    return context.isText ? text(variablesText(listed)) : listed
  })
  addRoute(app, contract.setVariable, async ({ params, body }, context) => {
    await variables.set(params.project, params.variable, body, ifMatchOf(context))
    return list(params.project, context)
  })
  addRoute(app, contract.deleteVariable, async ({ params }, context) => {
    await variables.delete(params.project, params.variable, ifMatchOf(context))
    return list(params.project, context)
  })
  addRoute(app, contract.readEnv, async ({ params }, context) =>
    envReply(await variables.readEnv(params.project), context),
  )
  addRoute(app, contract.writeEnv, async ({ params, body }, context) => {
    await variables.writeEnv(params.project, body.text, ifMatchOf(context))
    return list(params.project, context)
  })

  addRoute(app, contract.listGlobalVariables, async (_input, context) => {
    const listed = await listGlobal(context)
    return context.isText ? text(globalVariablesText(listed)) : listed
  })
  addRoute(app, contract.setGlobalVariable, async ({ params, body }, context) => {
    await globals.set(params.variable, body, ifMatchOf(context))
    return listGlobal(context)
  })
  addRoute(app, contract.deleteGlobalVariable, async ({ params }, context) => {
    await globals.delete(params.variable, ifMatchOf(context))
    return listGlobal(context)
  })
  addRoute(app, contract.readGlobalEnv, async (_input, context) => envReply(await globals.readEnv(), context))
  addRoute(app, contract.writeGlobalEnv, async ({ body }, context) => {
    await globals.writeEnv(body.text, ifMatchOf(context))
    return listGlobal(context)
  })
}

const ifMatchOf = ({ request }: RequestContext) => request.headers['if-match']

const text = (body: string): Answer => answerWith({ status: 200, body })

function envReply(env: { text: string; etag: string }, { reply, isText }: RequestContext) {
  reply.header('etag', env.etag)
  return isText ? text(env.text) : env
}
