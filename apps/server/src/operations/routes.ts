import { operations as contract } from '@berth/contract'
import type { FastifyInstance } from 'fastify'
import type { Actor } from '../access/actor.ts'
import { decide } from '../access/decide.ts'
import { actorOf } from '../access/guard.ts'
import { operationFor, reaches } from '../access/scope.ts'
import type { Feed } from '../events/feed.ts'
import { nextPage } from '../http/next-page.ts'
import { ProblemError } from '../http/problem.ts'
import { addRoute, answerWith } from '../http/route.ts'
import { type OperationRecord, toOperation, withoutDigest } from './operation.ts'
import type { OperationStore } from './operation-store.ts'
import { headline } from './operation-text.ts'
import type { Reporter } from './report.ts'
import type { OperationRunner } from './runner.ts'
import type { StartOperation } from './start-operation.ts'
import { hasEnded } from './state.ts'

export interface OperationSlice {
  readonly now: () => number
  readonly runner: OperationRunner
  readonly store: OperationStore
  readonly reporter: Reporter
  readonly start: StartOperation
  readonly feed: Feed
}

/** Operations: the list, each one, and what can be done to them. */
export function operationRoutes(app: FastifyInstance, slice: OperationSlice): void {
  const { runner, store, reporter, start, feed, now } = slice

  addRoute(app, contract.listOperations, async ({ query }, context) => {
    const seq = feed.seq()
    const { cursor, limit = 20, ...filter } = query
    const actor = actorOf(context)
    const projects = await reachedProjects(store, actor)
    const found = await store.list({ ...filter, before: cursor, limit: limit + 1, projects })
    const page = found.slice(0, limit)
    const last = found.length > limit ? page.at(-1) : undefined
    const operations = page.map((record) =>
      operationFor(actor, toOperation(runner.find(record.id) ?? record, seq)),
    )
    if (last !== undefined) context.reply.header('link', nextPage(context.request.url, last.id))
    if (context.isText) {
      const lines = operations.map((operation) => `${headline(operation, now())}\n`)
      return answerWith({ status: 200, body: lines.join('') })
    }
    return {
      operations,
      ...(last && { nextCursor: last.id }),
    }
  })

  addRoute(app, contract.readOperation, async ({ params }, context) =>
    context.waitSeconds === undefined
      ? reporter.show(params.operation, context)
      : reporter.report(params.operation, context),
  )

  addRoute(app, contract.readOperationPlan, async ({ params }, { isText }) => {
    await reporter.find(params.operation)
    const plan = await store.findPlan(params.operation)
    if (plan === undefined) {
      throw new ProblemError('OPERATION_NOT_FOUND', `The plan of ${params.operation} has not been kept.`)
    }
    return isText ? answerWith({ status: 200, body: plan.text }) : plan
  })

  addRoute(app, contract.cancelOperation, async ({ params }, context) => {
    const id = params.operation
    const record = runner.find(id)
    if (record !== undefined) await cancel(runner, record, actorOf(context))
    return reporter.show(id, context)
  })

  addRoute(app, contract.retryOperation, async ({ params }, context) => {
    const { id, project, state } = await reporter.find(params.operation)
    if (!hasEnded(state)) throw new ProblemError('OPERATION_NOT_ENDED', `${id} is ${state}.`)
    const request = await store.findRequest(id)
    if (request === undefined) throw new Error(`${id} has no request`)
    return start({ ...withoutDigest(request), project, retryOf: id }, context)
  })

  addRoute(app, contract.readOperationLog, async ({ params }) => {
    await reporter.find(params.operation)
    return store.readOutput(params.operation)
  })
}

/** What several share, one of them only leaves. What is of others needs a permission of its own. */
async function cancel(runner: OperationRunner, record: OperationRecord, actor: Actor): Promise<void> {
  const { id, userId, alsoFor } = record
  const isTheirs = userId === actor.userId || alsoFor.some((sharer) => sharer.userId === actor.userId)
  if (isTheirs && runner.leave(id, actor.userId)) return
  if (!isTheirs && decide(actor, 'operation:cancel') !== 'allowed') {
    throw new ProblemError('OPERATION_NOT_YOURS', `${id} is of ${record.actor.user}.`)
  }
  await runner.cancel(id)
}

/** Names of projects that have operations and that `actor` may know of; undefined when these are all. */
async function reachedProjects(store: OperationStore, actor: Actor): Promise<readonly string[] | undefined> {
  if (actor.scope?.projects === undefined) return undefined
  return (await store.projects()).filter((name) => reaches(actor, name))
}
