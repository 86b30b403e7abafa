import type { OperationError } from '@berth/contract'
import { type ApplyEvent, type ApplyOptions, type ApplyResult, apply } from '@berth/convergence'
import { type Engine, isEngineError } from '@berth/docker-engine'
import type { FastifyBaseLogger } from 'fastify'
import { ulid } from 'ulid'
import type { Actor } from '../access/actor.ts'
import { ProblemError, toProblem } from '../http/problem.ts'
import { maskEvent, maskResult } from '../secrets/mask-plan.ts'
import type { Masks } from '../secrets/masks.ts'
import { findRepeated, keyOf } from './idempotency.ts'
import { createLiveOperation, type LiveDependencies, type LiveOperation } from './live-operation.ts'
import type { OperationRecord, OperationRequest } from './operation.ts'
import { toPendingStep, toServiceRows } from './plan-view.ts'
import { type Planner, requireApplicable, requireDigest } from './planner.ts'
import { interruption } from './recover.ts'
import { moveTo } from './state.ts'

export type StartRequest = OperationRequest & {
  readonly project: string
  readonly actor: Actor
  readonly idempotencyKey: string | undefined
  /** Aborts the planning before the operation exists; afterwards it changes nothing. */
  readonly signal: AbortSignal
}

/** Runs operations: one at a time per project, the rest wait in the order they came. */
export interface OperationRunner {
  /** Plans, and queues what was planned. Everything that can be refused is refused here. */
  start(request: StartRequest): Promise<OperationRecord>
  /** The operation of a project that runs, or else the one that waits next. */
  activeOf(project: string): OperationRecord | undefined
  /** An operation that has not ended. */
  find(id: string): OperationRecord | undefined
  /** Resolves when it has ended, at once when it is not known here. */
  ended(id: string): Promise<void>
  /** Begins nothing new of it. Does nothing when it has ended. */
  cancel(id: string): void
  /** Cancels everything, and resolves when nothing runs any more. What was cut short is `interrupted`. */
  stop(): Promise<void>
}

export interface RunnerDependencies extends LiveDependencies {
  readonly planner: Planner
  /** The only one in the server that can change anything. */
  readonly engine: Engine
  readonly log: FastifyBaseLogger
  readonly masks: Masks
  readonly applyOptions: Pick<ApplyOptions, 'settleMs'>
  /** Told when what a project is doing has changed. */
  readonly onActivity: (project: string) => void
}

/** Operations of one project that may wait. */
const mostWaiting = 20

interface Entry {
  readonly live: LiveOperation
  readonly request: StartRequest
  readonly controller: AbortController
  readonly ended: PromiseWithResolvers<void>
}

export function createOperationRunner(dependencies: RunnerDependencies): OperationRunner {
  const { store, planner, engine, log, masks, now, onActivity, applyOptions } = dependencies
  /** By project, in the order they came; the first one runs. */
  const queues = new Map<string, Entry[]>()
  let isStopping = false

  const entries = () => [...queues.values()].flat()
  const entryOf = (id: string) => entries().find(({ live }) => live.record().id === id)

  const create = async (request: StartRequest): Promise<{ record: OperationRecord; isNew: boolean }> => {
    const { project, kind, actor, options, signal } = request
    const plan = await planner.plan(project, request, signal)
    requireDigest(plan, options.planDigest)
    requireApplicable(plan)
    const record: OperationRecord = {
      id: `op_${ulid(now())}`,
      project,
      kind,
      state: 'queued',
      actor: { kind: actor.kind, name: actor.name },
      version: 0,
      queuedAt: now(),
      services: toServiceRows(plan),
      notices: [...plan.notices],
      steps: plan.actions.map((action) => toPendingStep(action, { isRollback: false })),
      rolledBack: [],
    }
    if (await store.insert({ record, options, idempotencyKey: keyOf(request) }))
      return { record, isNew: true }
    const repeated = await findRepeated(store, request)
    if (repeated === undefined) throw new Error(`${record.id} could not be stored`)
    return { record: repeated, isNew: false }
  }

  const runQueue = async (project: string) => {
    const queue = queues.get(project) ?? []
    for (let entry = queue[0]; entry !== undefined; entry = queue[0]) {
      await run(entry)
      queue.shift()
      entry.ended.resolve()
      onActivity(project)
    }
    queues.delete(project)
  }

  const run = async ({ live, request, controller }: Entry) => {
    try {
      if (controller.signal.aborted) return finish(live, cancelled())
      live.change({ state: moveTo(live.record().state, 'running'), startedAt: now() })
      onActivity(request.project)
      finish(live, await converge(live, request, controller.signal))
    } catch (error) {
      finish(live, controller.signal.aborted ? cancelled() : failedWith(error, request.project))
    } finally {
      await live.written().catch((error) => log.error({ err: error }, 'an operation could not be stored'))
    }
  }

  const converge = async (
    live: LiveOperation,
    request: StartRequest,
    signal: AbortSignal,
  ): Promise<Ending> => {
    // Again: what ran before may have changed what there is to do.
    const plan = await planner.plan(request.project, request, signal)
    requireDigest(plan, request.options.planDigest)
    live.adopt(plan)
    live.change({ services: toServiceRows(plan), notices: [...plan.notices] })
    const onFailure = (request.kind === 'deploy' && request.options.onFailure) || 'rollback'
    const mask = masks.of(request.project)
    const onEvent = (event: ApplyEvent) => live.follow(maskEvent(event, mask))
    return endingOf(
      maskResult(await apply(plan, engine, { ...applyOptions, onFailure, signal, onEvent }), mask),
    )
  }

  /** What has ended by itself stays so, also when the server is about to stop. */
  const finish = (live: LiveOperation, ending: Ending) => {
    const isInterrupted = isStopping && ending.state === 'cancelled'
    const end: Ending = isInterrupted ? { ...ending, ...interruption } : ending
    live.closeSteps()
    live.change({ ...end, state: moveTo(live.record().state, end.state), finishedAt: now() })
  }

  const failedWith = (error: unknown, project: string): Ending => {
    const { code, detail, fix } = toProblem(error, 'none')
    if (!(error instanceof ProblemError) && !isEngineError(error))
      log.error({ err: error }, 'an operation broke')
    return {
      state: 'failed',
      rolledBack: [],
      error: { code, message: masks.of(project)(detail), ...(fix !== undefined && { fix }) },
    }
  }

  return {
    async start(request) {
      const { project } = request
      const repeated = await findRepeated(store, request)
      if (repeated !== undefined) return entryOf(repeated.id)?.live.record() ?? repeated
      if ((queues.get(project)?.length ?? 0) > mostWaiting) {
        throw new ProblemError(
          'OPERATION_QUEUE_FULL',
          `${mostWaiting} operations of ${project} wait already.`,
        )
      }
      const { record, isNew } = await create(request)
      if (!isNew) return entryOf(record.id)?.live.record() ?? record

      const controller = new AbortController()
      if (isStopping) controller.abort()
      const live = createLiveOperation(record, dependencies)
      // Nobody has been told of it yet.
      live.change({})
      const entry: Entry = { live, request, controller, ended: Promise.withResolvers() }
      const queue = queues.get(project)
      if (queue !== undefined) queue.push(entry)
      else {
        queues.set(project, [entry])
        void runQueue(project)
      }
      onActivity(project)
      return live.record()
    },
    activeOf: (project) => queues.get(project)?.[0]?.live.record(),
    find: (id) => entryOf(id)?.live.record(),
    ended: async (id) => entryOf(id)?.ended.promise,
    cancel(id) {
      const entry = entryOf(id)
      entry?.controller.abort(new Error('Somebody cancelled the operation'))
    },
    async stop() {
      isStopping = true
      const open = entries()
      for (const { controller } of open) controller.abort(new Error('The server stops'))
      await Promise.all(open.map(({ ended }) => ended.promise))
    },
  }
}

type Ending = Pick<OperationRecord, 'state' | 'rolledBack' | 'error'>

const cancelled = (): Ending => ({
  state: 'cancelled',
  rolledBack: [],
  error: { code: 'OPERATION_CANCELLED', message: 'The operation was cancelled before it had begun.' },
})

function endingOf({ outcome, failures, rolledBack }: ApplyResult): Ending {
  const [first] = failures
  if (outcome === 'succeeded') return { state: 'succeeded', rolledBack: [...rolledBack] }
  if (outcome === 'cancelled') {
    const message = 'The operation was cancelled. What it had done by then stays; nothing new was begun.'
    return {
      state: 'cancelled',
      rolledBack: [...rolledBack],
      error: { code: 'OPERATION_CANCELLED', message },
    }
  }
  return { state: 'failed', rolledBack: [...rolledBack], error: toError(first) }
}

function toError(failure: ApplyResult['failures'][number] | undefined): OperationError {
  if (failure === undefined)
    return { code: 'OPERATION_FAILED', message: 'A replacement failed and was taken back.' }
  const { code, message, fix, service, container, exitCode, outOfMemory, logTail } = failure
  return {
    code,
    message,
    ...(fix !== undefined && { fix }),
    ...(service !== undefined && { service }),
    ...(container !== undefined && { container }),
    ...(exitCode !== undefined && { exitCode }),
    ...(outOfMemory && { outOfMemory }),
    ...(logTail && { logTail: [...logTail] }),
  }
}
