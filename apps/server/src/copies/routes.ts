import { type CopyMade, copies as contract } from '@berth/contract'
import type { FastifyInstance } from 'fastify'
import { actorOf } from '../access/guard.ts'
import { reaches } from '../access/scope.ts'
import { ProblemError } from '../http/problem.ts'
import { addRoute, answerWith } from '../http/route.ts'
import { ownerOf } from '../projects/owner.ts'
import type { ProjectService } from '../projects/project-service.ts'
import { type ProjectTextContext, projectsText } from '../projects/project-text.ts'
import type { CopyService } from './copy-service.ts'
import { endpointsText } from './endpoints.ts'

export interface CopySlice {
  readonly copies: CopyService
  readonly projects: ProjectService
  readonly deployedOf: ProjectTextContext['deployedOf']
  readonly now: () => number
}

/** Copies of projects, and where projects are reached. */
export function copyRoutes(app: FastifyInstance, { copies, projects, deployedOf, now }: CopySlice): void {
  addRoute(app, contract.createCopy, async ({ params, body }, context) => {
    const actor = actorOf(context)
    const { name } = body ?? {}
    if (name !== undefined && !reaches(actor, name)) {
      throw new ProblemError('ACCESS_DENIED', `The token is for other projects than ${name}.`)
    }
    const { idempotencyKey, signal, isText, isMade } = context
    const [input, owner] = [body ?? {}, ownerOf(actor)]
    const made = isMade
      ? await copies.describe(params.project, input, owner)
      : await copies.create(params.project, input, { idempotencyKey, owner, actor, signal })
    const status = body?.preview === true ? 200 : 201
    if (status === 201) context.reply.header('location', `/api/v1/projects/${made.name}`)
    return answerWith({ status, body: isText ? copyText(made) : made })
  })

  addRoute(app, contract.listCopies, async ({ params }, context) => {
    await projects.require(params.project)
    const names = await copies.namesOf(params.project)
    const actor = actorOf(context)
    const found = (await projects.list()).filter(({ name }) => names.includes(name) && reaches(actor, name))
    const text = () => projectsText(found, { now: now(), hostname: context.request.hostname, deployedOf })
    return context.isText ? answerWith({ status: 200, body: text() }) : { copies: found }
  })

  addRoute(app, contract.listEndpoints, async ({ params }, { isText, request }) => {
    const found = await copies.endpoints(params.project)
    return isText ? answerWith({ status: 200, body: endpointsText(found, request.hostname) }) : found
  })
}

/** The name of the copy, then what differs from the parent, a line each. Pure, and stable: a script may rely on it. */
const copyText = ({ name, parent, notes }: CopyMade) => [`${name} copy of ${parent}`, ...notes, ''].join('\n')
