import { setTimeout as delay } from 'node:timers/promises'
import { operations as contract, type Operation } from '@berth/contract'
import type { FastifyInstance } from 'fastify'
import type { Actor } from '../access/actor.ts'
import { actorOf, requirePermission } from '../access/guard.ts'
import type { Feed } from '../events/feed.ts'
import { ProblemError } from '../http/problem.ts'
import { type Answer, addRoute, answerWith, type RequestContext } from '../http/route.ts'
import type { ProjectService } from '../projects/project-service.ts'
import { type OperationRequest, toOperation } from './operation.ts'
import type { OperationStore } from './operation-store.ts'
import { operationText } from './operation-text.ts'
import { toPlanView } from './plan-view.ts'
import type { Planner } from './planner.ts'
import type { OperationRunner } from './runner.ts'
import { hasEnded } from './state.ts'

export interface OperationSlice {
  readonly runner: OperationRunner
  readonly planner: Planner
  readonly store: OperationStore
  readonly projects: ProjectService
  readonly feed: Feed
  readonly now: () => number
}

/** Plans and operations. */
export function operationRoutes(app: FastifyInstance, slice: OperationSlice): void {
  const { runner, planner, store, projects, feed, now } = slice

  const find = async (id: string): Promise<Operation> => {
    // Before the reading: an event in between is told again, never missed.
    const seq = feed.seq()
    const record = runner.find(id) ?? (await store.find(id))
    if (record === undefined) throw new ProblemError('OPERATION_NOT_FOUND', `There is no operation ${id}.`)
    return toOperation(record, seq)
  }

  const inText = async (operation: Operation, { request }: RequestContext) =>
    operationText(operation, {
      now: now(),
      services: await servicesOf(projects, operation.project),
      hostname: request.hostname,
    })

  /** Waits as long as the caller prefers, then says how it is. */
  const report = async (id: string, context: RequestContext): Promise<Answer> => {
    const { waitSeconds, signal, isText } = context
    if (waitSeconds !== undefined) await waitFor(runner.ended(id), waitSeconds, signal)
    const operation = await find(id)
    const failure = waitSeconds === undefined ? undefined : failureOf(operation)
    if (failure !== undefined && !isText) throw failure
    return answerWith({
      status: failure === undefined ? statusOf(operation, waitSeconds) : 424,
      headers: headersOf(operation, waitSeconds),
      body: isText ? await inText(operation, context) : operation,
    })
  }

  const start = async (project: string, request: OperationRequest, context: RequestContext) => {
    await projects.require(project)
    const { id } = await runner.start({ ...request, project, ...originOf(context) })
    return report(id, context)
  }

  addRoute(app, contract.createPlan, async ({ params, body }, { isText, signal }) => {
    await projects.require(params.project)
    const request: OperationRequest =
      body.kind === 'up'
        ? { kind: 'deploy', options: body.deploy ?? {} }
        : { kind: 'down', options: body.down ?? {} }
    const view = toPlanView(await planner.plan(params.project, request, signal), body.kind)
    return isText ? answerWith({ status: 200, body: view.text }) : view
  })

  addRoute(app, contract.deploy, ({ params, body }, context) =>
    start(params.project, { kind: 'deploy', options: body ?? {} }, context),
  )

  addRoute(app, contract.tearDown, async ({ params, body }, context) => {
    // The data is as good as the project itself.
    if (body?.volumes) requirePermission(context.actor, 'project:destroy')
    return start(params.project, { kind: 'down', options: body ?? {} }, context)
  })

  addRoute(app, contract.listOperations, async ({ query }) => {
    const seq = feed.seq()
    const records = await store.list({ project: query.project, limit: query.limit ?? 20 })
    return { operations: records.map((record) => toOperation(runner.find(record.id) ?? record, seq)) }
  })

  addRoute(app, contract.readOperation, async ({ params }, context) => {
    if (context.waitSeconds !== undefined) return report(params.operation, context)
    const operation = await find(params.operation)
    return context.isText ? answerWith({ status: 200, body: await inText(operation, context) }) : operation
  })

  addRoute(app, contract.cancelOperation, async ({ params }) => {
    runner.cancel(params.operation)
    return find(params.operation)
  })

  addRoute(app, contract.readOperationLog, async ({ params }) => {
    await find(params.operation)
    return store.readOutput(params.operation)
  })
}

function originOf(context: RequestContext): {
  actor: Actor
  signal: AbortSignal
  idempotencyKey: string | undefined
} {
  const key = context.request.headers['idempotency-key']
  if (key !== undefined && (typeof key !== 'string' || key.length === 0 || key.length > 128)) {
    throw new ProblemError('REQUEST_INVALID', 'Idempotency-Key must have 1 to 128 characters.')
  }
  return { actor: actorOf(context), signal: context.signal, idempotencyKey: key }
}

async function waitFor(ended: Promise<void>, seconds: number, signal: AbortSignal): Promise<void> {
  const done = new AbortController()
  const giveUp = delay(seconds * 1000, undefined, { signal: AbortSignal.any([signal, done.signal]) })
  // Rejects when the caller has gone or the operation has ended: both end the waiting.
  await Promise.race([ended, giveUp.catch(() => {})])
  done.abort()
}

const failureCodes = {
  failed: 'OPERATION_FAILED',
  cancelled: 'OPERATION_CANCELLED',
  interrupted: 'OPERATION_INTERRUPTED',
} as const

/** Why a caller who waited is told of a failure: 424 is neither a success nor worth repeating as it is. */
function failureOf(operation: Operation): ProblemError | undefined {
  const { state, project, kind, error, id } = operation
  if (state === 'succeeded' || !hasEnded(state) || state === 'queued' || state === 'running') return undefined
  const detail = error?.message ?? `${kind} of ${project} has ${state}.`
  return new ProblemError(failureCodes[state], detail, {
    ...(error?.fix !== undefined && { fix: error.fix }),
    operation,
    headers: { location: locationOf(id) },
  })
}

const locationOf = (id: string) => `/api/v1/operations/${id}`

const statusOf = ({ state }: Operation, waitSeconds: number | undefined) =>
  waitSeconds !== undefined && hasEnded(state) ? 200 : 202

function headersOf({ id, state }: Operation, waitSeconds: number | undefined): Record<string, string> {
  return {
    location: locationOf(id),
    ...(waitSeconds !== undefined && { 'preference-applied': `wait=${waitSeconds}` }),
    ...(!hasEnded(state) && { 'retry-after': '5' }),
  }
}

/** Undefined when the project has been deleted since. */
async function servicesOf(projects: ProjectService, name: string) {
  try {
    return await projects.services(name)
  } catch (error) {
    if (error instanceof ProblemError && error.code === 'PROJECT_NOT_FOUND') return undefined
    throw error
  }
}
