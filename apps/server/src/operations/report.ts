import { setTimeout as delay } from 'node:timers/promises'
import type { Operation } from '@berth/contract'
import { actorOf } from '../access/guard.ts'
import { operationFor } from '../access/scope.ts'
import type { Feed } from '../events/feed.ts'
import { ProblemError } from '../http/problem.ts'
import { type Answer, answerWith, type RequestContext } from '../http/route.ts'
import type { Audience } from '../notifications/audience.ts'
import { toOperation } from './operation.ts'
import type { OperationStore } from './operation-store.ts'
import { operationText } from './operation-text.ts'
import type { OperationRunner } from './runner.ts'
import { hasEnded } from './state.ts'

/** Tells callers how an operation is, in the form and after the time they prefer. */
export interface Reporter {
  /** @throws a problem, OPERATION_NOT_FOUND. */
  find(id: string): Promise<Operation>
  /** Waits as long as the caller prefers, then says how it is: 200, 202 or 424. */
  report(id: string, context: RequestContext): Promise<Answer>
  /** The same for somebody who may know no more of it than how it ends: only its state. */
  awaited(
    id: string,
    context: Pick<RequestContext, 'waitSeconds' | 'signal'>,
  ): Promise<{ status: number; headers: Record<string, string>; state: Operation['state'] }>
  /** How it is now, with its lines. `hostname`: under which links reach the server. */
  tell(id: string, hostname: string): Promise<{ operation: Operation; text: string }>
  /** Says how it is, in lines when the caller prefers them. */
  show(id: string, context: RequestContext): Promise<Operation | Answer>
}

export interface ReporterOptions {
  readonly runner: OperationRunner
  readonly store: OperationStore
  readonly feed: Feed
  readonly audience: Pick<Audience, 'enter'>
  readonly now: () => number
  /** How the services of a project are; undefined when nobody knows. */
  readonly resultOf: (project: string) => Promise<Operation['result']>
}

/** @see Reporter */
export function createReporter({ runner, store, feed, audience, now, resultOf }: ReporterOptions): Reporter {
  const find = async (id: string): Promise<Operation> => {
    // Before the reading: an event in between is told again, never missed.
    const seq = feed.seq()
    const record = runner.find(id) ?? (await store.find(id))
    if (record === undefined) throw new ProblemError('OPERATION_NOT_FOUND', `There is no operation ${id}.`)
    return toOperation(record, seq)
  }

  const textOf = async (operation: Operation, hostname: string) => {
    const { result, project } = operation
    const services = (result ?? (await resultOf(project)))?.services
    return operationText(operation, { now: now(), services, hostname })
  }
  const inText = (operation: Operation, { request }: RequestContext) => textOf(operation, request.hostname)

  const findFor = async (id: string, context: RequestContext) =>
    operationFor(actorOf(context), await find(id))

  return {
    find,
    async report(id, context) {
      const { waitSeconds, signal, isText } = context
      if (waitSeconds !== undefined) {
        const leave = audience.enter(actorOf(context).userId, id)
        await waitFor(runner.ended(id), waitSeconds, signal)
        leave()
      }
      const operation = await findFor(id, context)
      const failure = waitSeconds === undefined ? undefined : failureOf(operation)
      if (failure !== undefined && !isText) throw failure
      return answerWith({
        status: failure === undefined ? statusOf(operation, waitSeconds) : 424,
        headers: headersOf(operation, waitSeconds),
        body: isText ? await inText(operation, context) : operation,
      })
    },
    async awaited(id, { waitSeconds, signal }) {
      if (waitSeconds !== undefined) await waitFor(runner.ended(id), waitSeconds, signal)
      const operation = await find(id)
      const failure = waitSeconds === undefined ? undefined : failureOf(operation)
      if (failure !== undefined) throw withoutOperation(failure)
      return {
        status: statusOf(operation, waitSeconds),
        headers: headersOf(operation, waitSeconds),
        state: operation.state,
      }
    },
    async tell(id, hostname) {
      const operation = await find(id)
      return { operation, text: await textOf(operation, hostname) }
    },
    async show(id, context) {
      const operation = await findFor(id, context)
      return context.isText ? answerWith({ status: 200, body: await inText(operation, context) }) : operation
    },
  }
}

/** Resolves at the end, after some seconds, or when the caller has gone, whatever is first. */
export async function waitFor(ended: Promise<void>, seconds: number, signal: AbortSignal): Promise<void> {
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
  if (state === 'succeeded' || state === 'queued' || state === 'running') return undefined
  const detail = error?.message ?? `${kind} of ${project} has ${state}.`
  return new ProblemError(failureCodes[state], detail, {
    ...(error?.fix !== undefined && { fix: error.fix }),
    operation,
    headers: { location: locationOf(id) },
  })
}

function withoutOperation({ code, message, options }: ProblemError): ProblemError {
  const { operation: _operation, ...rest } = options
  return new ProblemError(code, message, rest)
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
