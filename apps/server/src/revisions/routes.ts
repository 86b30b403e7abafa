import { revisions as contract, type DeployOptions, type RollbackOptions } from '@berth/contract'
import type { Plan } from '@berth/convergence'
import type { FastifyInstance } from 'fastify'
import { actorOf, requirePermission } from '../access/guard.ts'
import { nextPage } from '../http/next-page.ts'
import { type Answer, addRoute, answerWith, type RequestContext } from '../http/route.ts'
import { toPlanView } from '../operations/plan-view.ts'
import type { Planner } from '../operations/planner.ts'
import { requireDigest } from '../operations/require-plan.ts'
import { requireAllowed } from '../policies/require-allowed.ts'
import { maskPlan } from '../secrets/mask-plan.ts'
import type { RevisionRecord } from './revision.ts'
import type { RevisionService } from './revision-service.ts'
import { diffText, revisionsText } from './revision-text.ts'
import type { Rollback } from './rollback.ts'

export interface RevisionSlice {
  readonly revisions: RevisionService
  readonly rollback: Rollback
  readonly planner: Pick<Planner, 'planLoaded'>
  /** Begins a deployment and answers as one; `prepare` runs once for each idempotency key. */
  readonly start: (
    request: {
      readonly project: string
      readonly kind: 'deploy'
      readonly options: DeployOptions & { readonly rollbackOf: number }
      readonly prepare: () => Promise<void>
    },
    context: RequestContext,
  ) => Promise<Answer>
}

/** What was deployed: to read, to compare, and to bring back. */
export function revisionRoutes(
  app: FastifyInstance,
  { revisions, rollback, planner, start }: RevisionSlice,
): void {
  addRoute(app, contract.listRevisions, async ({ params, query }, { isText, request, reply }) => {
    const { limit = 50, cursor } = query
    const before = cursor === undefined ? undefined : Number(cursor)
    const { revisions: page, nextBefore } = await revisions.list(params.project, { limit, before })
    const nextCursor = nextBefore === null ? undefined : String(nextBefore)
    if (nextCursor !== undefined) reply.header('link', nextPage(request.url, nextCursor))
    return isText ? text(revisionsText(page)) : { revisions: page, ...(nextCursor && { nextCursor }) }
  })

  addRoute(app, contract.readRevision, async ({ params }, { isText }) => {
    const revision = await revisions.read(params.project, params.revision)
    return isText ? text(revision.model) : revision
  })

  addRoute(app, contract.readRevisionFile, ({ params }) =>
    revisions.readFile(params.project, params.revision, params['*']),
  )

  addRoute(app, contract.diffRevisions, async ({ params }, { isText }) => {
    const diff = await revisions.diff(params.project, params.revision, params.other)
    return isText ? text(diffText(diff)) : diff
  })

  addRoute(app, contract.pinRevision, ({ params }) => revisions.pin(params.project, params.revision, true))
  addRoute(app, contract.unpinRevision, ({ params }) => revisions.pin(params.project, params.revision, false))

  const plan = async (
    revision: RevisionRecord,
    body: RollbackOptions | undefined,
    context: RequestContext,
  ): Promise<Plan> => {
    const { project, number: rollbackOf } = revision
    const options = { ...body, rollbackOf }
    const loaded = await rollback.load(revision)
    const made = await planner.planLoaded(
      loaded,
      { project, kind: 'deploy', options },
      {
        signal: context.signal,
        subject: actorOf(context),
      },
    )
    const masked = maskPlan(made, revisions.maskOf(revision))
    requireAllowed(masked)
    return masked
  }

  addRoute(app, contract.planRollback, async ({ params, body }, context) => {
    const view = toPlanView(await plan(await revisions.find(params.project, params.revision), body, context))
    return context.isText ? text(view.text) : view
  })

  addRoute(app, contract.rollBack, async ({ params, body }, context) => {
    // Files change too.
    requirePermission(context.actor, 'project:write', context.request.owned)
    const { kind, name } = actorOf(context)
    const revision = await revisions.find(params.project, params.revision)
    const request = { author: { kind, name }, ifMatch: context.request.headers['if-match'] }
    const options = { ...body, rollbackOf: revision.number }
    const prepare = async () => {
      // Before anything is replaced: what was agreed to may be another plan by now, and policies may refuse it.
      requireDigest(await plan(revision, body, context), body?.planDigest)
      await rollback.restore(revision, request)
    }
    return start({ project: params.project, kind: 'deploy', options, prepare }, context)
  })
}

const text = (body: string) => answerWith({ status: 200, body })
