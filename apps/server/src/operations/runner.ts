import { isDeepStrictEqual } from 'node:util'
import type { Role } from '@berth/contract'
import { type ApplyEvent, type ApplyOptions, apply, isEmptyPlan, type Plan } from '@berth/convergence'
import { type Engine, isEngineError } from '@berth/docker-engine'
import type { FastifyBaseLogger } from 'fastify'
import { ulid } from 'ulid'
import type { Actor } from '../access/actor.ts'
import { ProblemError, toProblem } from '../http/problem.ts'
import { keepingLogs } from '../logs/kept-logs.ts'
import { requireAllowed } from '../policies/require-allowed.ts'
import { createKeyedLock } from '../projects/keyed-lock.ts'
import type { Deployments } from '../revisions/deployments.ts'
import { maskEvent, maskResult } from '../secrets/mask-plan.ts'
import type { Masks } from '../secrets/masks.ts'
import { type Ending, isRolledBack, neverBegun, type Outcome, outcomeOf } from './ending.ts'
import { createLanes, type Waiting } from './lanes.ts'
import {
  createLiveOperation,
  type LiveDependencies,
  type LiveOperation,
  type Place,
} from './live-operation.ts'
import { agreedDigest, type OperationRecord, type OperationRequest, scopeOf } from './operation.ts'
import { notPlanned, toPendingStep, toPlanned, toPlanView } from './plan-view.ts'
import type { Planner } from './planner.ts'
import { interruption } from './recover.ts'
import { requireApplicable, requireDigest } from './require-plan.ts'
import { moveTo } from './state.ts'
import { insertSuccessor, type SuccessionDependencies } from './succession.ts'

/** Who asks for an operation: somebody who is here, or a webhook on behalf of its user. */
export type Asker = Pick<Actor, 'name' | 'userId' | 'userName'> & {
  /** What he is, or his token. */
  readonly role?: Role | undefined
  readonly kind: Actor['kind'] | 'webhook' | 'schedule'
}

export type StartRequest = OperationRequest & {
  readonly project: string
  readonly actor: Asker
  readonly idempotencyKey: string | undefined
  readonly retryOf?: string
  /** Aborts the planning before the operation exists; afterwards it changes nothing. */
  readonly signal: AbortSignal
}

export type QueueRequest = OperationRequest &
  Pick<StartRequest, 'project' | 'actor'> & {
    /** Bound to the operation in the same breath as it is stored. */
    readonly idempotencyKey?: string | undefined
    /** What it came by, where the actor does not say it. */
    readonly trigger?: 'slack'
  }

/** Runs operations: one at a time per project, several projects side by side, the rest in the order they came. */
export interface OperationRunner {
  /**
   * Plans, and queues what was planned. Everything that can be refused is refused here. While an equal
   * request waits, that one is shared instead.
   */
  start(request: StartRequest): Promise<OperationRecord>
  /**
   * Queues without a plan, for callers that do not wait for one: it is made, and what it needs is fetched, when its
   * turn comes. An equal request that waits is shared here too.
   */
  queue(request: QueueRequest): Promise<OperationRecord>
  /** The operation of a project that runs, or else the one that waits next. */
  activeOf(project: string): OperationRecord | undefined
  /** An operation that has not ended. */
  find(id: string): OperationRecord | undefined
  /** Resolves when it has ended, at once when it is not known here. */
  ended(id: string): Promise<void>
  /** Begins nothing new of it, and ends it at once when it has not begun. Does nothing when it has ended. */
  cancel(id: string): Promise<void>
  /** One who shares it, or asked first, wants it no more; the others keep it. False when nobody else does. */
  leave(id: string, userId: string): boolean
  /** Queues again what waited when the server stopped. */
  requeue(records: readonly OperationRecord[]): Promise<void>
  /**
   * Cancels what runs, and resolves when nothing does any more. What was cut short is `interrupted`, and what can
   * be gone on with waits for the next start of the server, as does what has not begun.
   */
  stop(): Promise<void>
}

export interface RunnerDependencies extends LiveDependencies, SuccessionDependencies {
  readonly planner: Planner
  readonly deployments: Deployments
  /** Takes the newest files of a project that is from a repository. */
  readonly sync: (project: string, signal: AbortSignal) => Promise<void>
  readonly bindKey: (key: string, operation: string) => Promise<void>
  /** The only one in the server that can change anything. */
  readonly engine: Engine
  readonly log: FastifyBaseLogger
  readonly masks: Masks
  readonly applyOptions: Pick<ApplyOptions, 'settleMs'>
  /** How many projects are worked on at the same time. */
  readonly limit: number
  /** Told when what a project is doing has changed. */
  readonly onActivity: (project: string) => void
  /** How the services of a project are now; undefined when nobody knows. */
  readonly resultOf: (project: string) => Promise<OperationRecord['result']>
}

/** Operations of one project that may wait. */
const mostWaiting = 20

interface Entry extends Waiting {
  readonly live: LiveOperation
  readonly request: OperationRequest
  readonly controller: AbortController
  readonly ended: PromiseWithResolvers<void>
}

/** @see OperationRunner */
export function createOperationRunner(dependencies: RunnerDependencies): OperationRunner {
  const { store, planner, deployments, engine, log, masks, now, limit } = dependencies
  const { sync, bindKey, onActivity, resultOf, deployedOf, applyOptions } = dependencies
  let isStopping = false
  // Several that come at the same moment become one.
  const queueing = createKeyedLock()
  const lanes = createLanes<Entry>(limit, () => placeAll())
  const entryOf = (id: string) => lanes.all().find(({ live }) => live.record().id === id)

  const placeAll = () => {
    for (const entry of lanes.all()) {
      if (entry.live.record().state === 'queued') entry.live.place(placeOf(entry))
    }
  }

  const placeOf = (entry: Entry): Place | undefined => {
    const place = lanes.placeOf(entry)
    if (place === undefined) return undefined
    const before = place.after?.live.record()
    return {
      queuePosition: place.position,
      ...(before && {
        waitsFor: {
          operation: before.id,
          project: before.project,
          kind: before.kind,
          user: before.actor.user,
        },
      }),
    }
  }

  /** One that waits for the same thing to be done. */
  const findEqual = ({ project, kind, options }: QueueRequest) =>
    lanes
      .of(project)
      .find(
        (entry) =>
          entry.live.record().state === 'queued' &&
          !entry.controller.signal.aborted &&
          entry.request.kind === kind &&
          isDeepStrictEqual(entry.request.options, options),
      )

  const share = async (
    { live }: Entry,
    { actor, idempotencyKey }: Pick<QueueRequest, 'actor' | 'idempotencyKey'>,
  ): Promise<OperationRecord> => {
    const { id, userId, alsoFor } = live.record()
    if (idempotencyKey !== undefined) await bindKey(idempotencyKey, id)
    const isKnown = userId === actor.userId || alsoFor.some((sharer) => sharer.userId === actor.userId)
    if (!isKnown) live.change({ alsoFor: [...alsoFor, { userId: actor.userId, name: actor.userName }] })
    return live.record()
  }

  const run = async ({ live, request, controller }: Omit<Entry, keyof Waiting>) => {
    const { project } = live.record()
    try {
      live.place(undefined)
      live.change({ state: moveTo(live.record().state, 'running'), startedAt: now() })
      onActivity(project)
      await finish(live, request, await converge(live, request, controller.signal))
    } catch (error) {
      const ending = controller.signal.aborted ? neverBegun : failedWith(error, project)
      await finish(live, request, { ending })
    }
    await live.written().catch((error) => log.error({ err: error }, 'an operation could not be stored'))
  }

  const converge = async (
    live: LiveOperation,
    request: OperationRequest,
    signal: AbortSignal,
  ): Promise<Outcome> => {
    if (request.kind === 'deploy' && request.options.sync === true) await sync(live.record().project, signal)
    // Again: what ran before may have changed what there is to do.
    const { plan, begin } = await deployments.plan(live.record(), request, () =>
      planner.plan(live.record().project, request, { signal, subject: subjectOf(live.record()) }),
    )
    // When nothing is left to do, what was agreed to has been done by others.
    if (!isEmptyPlan(plan)) requireDigest(plan, agreedDigest(request))
    requireApplicable(plan)
    live.adopt(plan)
    const revision = await begin()
    if (revision !== undefined) live.change({ revision })
    const onFailure = (request.kind === 'deploy' && request.options.onFailure) || 'rollback'
    const mask = masks.of(live.record().project)
    const onEvent = (event: ApplyEvent) => live.follow(maskEvent(event, mask))
    const keeping = keepingLogs(engine, { project: live.record().project, mask, keep: live.keepLog })
    return outcomeOf(
      maskResult(await apply(plan, keeping, { ...applyOptions, onFailure, signal, onEvent }), mask),
    )
  }

  const finish = async (live: LiveOperation, request: OperationRequest, outcome: Outcome) => {
    const { ending, containers } = outcome
    const result = await resultOf(live.record().project).catch((error) => {
      log.error({ err: error }, 'nobody knows how the services are after an operation')
      return undefined
    })
    if (result !== undefined) live.change({ result: { ...result, ...(containers && { containers }) } })
    const how = await endedHow(live, ending)
    await deployments
      .end(live.record(), request, how.state)
      .catch((error) => log.error({ err: error }, 'a revision could not be completed'))
    const rolledBackTo = await revisionBefore({ ...live.record(), ...how }, request)
    if (rolledBackTo !== undefined) live.change({ rolledBackTo })
    end(live, how)
  }

  /** The number of the revision that runs again, when what was changed has been brought back. */
  const revisionBefore = async (record: OperationRecord, request: OperationRequest) => {
    if (record.state === 'succeeded') return request.kind === 'deploy' ? request.options.undoTo : undefined
    return record.state === 'failed' && isRolledBack(record) ? deployedOf(record.project) : undefined
  }

  /** What has ended by itself stays so, also when the server is about to stop. */
  const endedHow = async (live: LiveOperation, ending: Ending): Promise<Ending> => {
    if (!isStopping || ending.state !== 'cancelled') return ending
    return { ...ending, ...interruption(await insertSuccessor(live.record(), dependencies)) }
  }

  const end = (live: LiveOperation, ending: Ending) => {
    live.closeSteps()
    live.place(undefined)
    live.change({ ...ending, state: moveTo(live.record().state, ending.state), finishedAt: now() })
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

  const enqueue = (record: OperationRecord, request: OperationRequest): LiveOperation => {
    const live = createLiveOperation(record, dependencies)
    const entry = { live, request, controller: new AbortController(), ended: Promise.withResolvers<void>() }
    const { project } = record
    // Nobody has been told of it yet.
    live.change({})
    lanes.add({
      ...entry,
      lane: project,
      run: () => run(entry),
      left: () => {
        entry.ended.resolve()
        onActivity(project)
      },
    })
    onActivity(project)
    return live
  }

  /** Ends one that has not begun; its turn does not have to come for that. */
  const dismiss = async ({ live, ended }: Entry) => {
    end(live, neverBegun)
    await live.written().catch((error) => log.error({ err: error }, 'an operation could not be stored'))
    ended.resolve()
    onActivity(live.record().project)
  }

  const cancel = async (id: string) => {
    const entry = entryOf(id)
    if (entry === undefined) return
    entry.controller.abort(new Error('Somebody cancelled the operation'))
    if (lanes.remove(entry)) await dismiss(entry)
  }

  return {
    async start(request) {
      const { project, idempotencyKey, signal } = request
      const asked = { kind: request.kind, options: request.options } as OperationRequest
      requireRoom(project, lanes.of(project).length)
      const waiting = findEqual(request)
      if (waiting !== undefined) return share(waiting, request)

      const isFree = lanes.of(project).length === 0
      const plan = await planner.plan(project, asked, { signal, subject: request.actor })
      requireAllowed(plan)
      // What others are doing now changes the plan anyway: it is made and judged again when its turn comes.
      if (isFree) {
        requireDigest(plan, agreedDigest(asked))
        requireApplicable(plan)
      }
      const meanwhile = findEqual(request)
      if (meanwhile !== undefined) return share(meanwhile, request)

      const record = newRecord(request, plan, now())
      await store.insert({ record, request: asked, plan: toPlanView(plan), idempotencyKey })
      return enqueue(record, asked).record()
    },
    queue(request) {
      const { project, idempotencyKey } = request
      const asked = { kind: request.kind, options: request.options } as OperationRequest
      return queueing(project, async () => {
        const waiting = findEqual(request)
        if (waiting !== undefined) return share(waiting, request)
        requireRoom(project, lanes.of(project).length)
        const record = newRecord(request, undefined, now())
        await store.insert({ record, request: asked, plan: undefined, idempotencyKey })
        return enqueue(record, asked).record()
      })
    },
    activeOf: (project) => lanes.of(project)[0]?.live.record(),
    find: (id) => entryOf(id)?.live.record(),
    ended: async (id) => entryOf(id)?.ended.promise,
    cancel,
    leave(id, userId) {
      const live = entryOf(id)?.live
      if (live === undefined) return false
      const { userId: owner, alsoFor } = live.record()
      const others = alsoFor.filter((sharer) => sharer.userId !== userId)
      const [next] = others
      if (owner !== userId) live.change({ alsoFor: others })
      // It goes on as that of the next who asked.
      else if (next !== undefined) {
        const actor = { kind: 'user', name: next.name, user: next.name } as const
        live.change({ actor, userId: next.userId, alsoFor: others.slice(1) })
      }
      return owner !== userId || next !== undefined
    },
    async requeue(records) {
      for (const record of records) {
        const request = await store.findRequest(record.id)
        if (request !== undefined && !isStopping) enqueue(record, request)
      }
    },
    async stop() {
      isStopping = true
      lanes.close()
      const open = lanes.all()
      for (const entry of open) {
        if (entry.live.record().state === 'queued') entry.ended.resolve()
        else entry.controller.abort(new Error('The server stops'))
      }
      await Promise.all(open.map(({ ended }) => ended.promise))
    },
  }
}

function requireRoom(project: string, waiting: number): void {
  if (waiting <= mostWaiting) return
  throw new ProblemError('OPERATION_QUEUE_FULL', `${mostWaiting} operations of ${project} wait already.`, {
    headers: { 'retry-after': '30' },
  })
}

const subjectOf = ({ userId, role, actor }: OperationRecord) => ({ userId, role, userName: actor.user })

/** The operation as it begins its life. */
function newRecord(
  request: QueueRequest & Pick<StartRequest, 'retryOf'>,
  plan: Plan | undefined,
  now: number,
): OperationRecord {
  const { project, kind, actor, retryOf, trigger = actor.kind } = request
  return {
    id: `op_${ulid(now)}`,
    project,
    kind,
    scope: scopeOf(request),
    state: 'queued',
    actor: { kind: actor.kind, name: actor.name, user: actor.userName },
    userId: actor.userId,
    ...(actor.role !== undefined && { role: actor.role }),
    trigger,
    alsoFor: [],
    version: 0,
    queuedAt: now,
    ...(plan === undefined ? notPlanned : toPlanned(plan)),
    steps: (plan?.actions ?? []).map((action) => toPendingStep(action, { isRollback: false })),
    rolledBack: [],
    ...(retryOf !== undefined && { retryOf }),
  }
}
