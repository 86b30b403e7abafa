import type { RunInput, RunLogLine } from '@berth/contract'
import { type EngineReader, isEngineError, label } from '@berth/docker-engine'
import type { FastifyBaseLogger } from 'fastify'
import { ulid } from 'ulid'
import type { Actor } from '../access/actor.ts'
import type { EventBus } from '../events/bus.ts'
import { ProblemError, toProblem } from '../http/problem.ts'
import { createLanes, type Waiting } from '../operations/lanes.ts'
import { hasEnded } from '../operations/state.ts'
import { createKeyedLock } from '../projects/keyed-lock.ts'
import type { ProjectRecord } from '../projects/project-store.ts'
import type { Masks } from '../secrets/masks.ts'
import { endStateOf, type RunRecord, toRequest, toRun } from './run.ts'
import type { RunEnvironments } from './run-environment.ts'
import type { RunFiles } from './run-files.ts'
import { createRunLog, type RunLog } from './run-log.ts'
import type { RunStore } from './run-store.ts'

export interface RunAsked {
  readonly project: string
  readonly input: RunInput
  readonly actor: Pick<Actor, 'kind' | 'name' | 'userId' | 'userName' | 'role'>
  readonly idempotencyKey: string | undefined
  /** Aborts the preparing before the run exists; afterwards it changes nothing. */
  readonly signal: AbortSignal
}

/** Services that are run once, in environments that are gone afterwards. */
export interface RunService {
  /** Copies the files, and queues the run. Everything that can be refused is refused here. */
  start(asked: RunAsked): Promise<RunRecord>
  /** @throws a problem, RUN_NOT_FOUND. */
  find(id: string): Promise<RunRecord>
  /** Resolves when it has ended and was cleaned up, at once when it is not known here. */
  ended(id: string): Promise<void>
  /** Ends it, and resolves when nothing of it is left; of one that has ended, removes what was kept. */
  cancel(id: string): Promise<void>
  /** What it printed, and with `follow` what it prints until it ends. */
  readLog(id: string, options: { readonly follow: boolean; readonly signal: AbortSignal }): LogBatches
  /** Ends what a crash cut short. Before anything new can start. */
  recover(): Promise<readonly RunRecord[]>
  /** Queues again what waited when the server stopped. */
  requeue(): Promise<void>
  /** Removes what is left of runs that have ended, and what was kept for long enough. */
  sweep(): Promise<void>
  /** Cuts short what runs, and resolves when it was cleaned up; what waits is begun at the next start. */
  stop(): Promise<void>
}

type LogBatches = AsyncGenerator<readonly RunLogLine[]>

export interface RunDependencies {
  readonly store: RunStore
  readonly files: RunFiles
  readonly environments: RunEnvironments
  readonly engine: EngineReader
  readonly bus: EventBus
  readonly log: FastifyBaseLogger
  readonly masks: Masks
  /** How many run at the same time. */
  readonly limit: number
  readonly now: () => number
  /** @throws a problem, PROJECT_NOT_FOUND. */
  readonly findProject: (name: string) => Promise<ProjectRecord>
  readonly isProject: (name: string) => Promise<boolean>
}

interface Entry extends Waiting {
  record: RunRecord
  readonly log: RunLog
  readonly controller: AbortController
  readonly ended: PromiseWithResolvers<void>
}

type Left = Pick<RunRecord, 'environment' | 'cleanUpError'>

/** Why a run is cut short. */
class CutShort extends Error {
  override readonly name = 'CutShort'
  override readonly cause: 'cancelled' | 'interrupted'
  constructor(cause: 'cancelled' | 'interrupted') {
    super(cause === 'cancelled' ? 'Somebody cancelled the run' : 'The server stops')
    this.cause = cause
  }
}

/** @see RunService */
export function createRunService(dependencies: RunDependencies): RunService {
  const { store, files, environments, engine, bus, log, masks, limit, now } = dependencies
  const { findProject, isProject } = dependencies
  const lanes = createLanes<Entry>(limit, () => {})
  const entries = new Map<string, Entry>()
  const tidying = createKeyedLock()
  let isStopping = false

  const save = async (record: RunRecord) => {
    await store.update(record)
    bus.publish({ name: 'run.changed', topics: [`project:${record.project}`], payload: toRun(record) })
  }

  const change = async (entry: Entry, changes: Partial<RunRecord>) => {
    entry.record = { ...entry.record, ...changes, version: entry.record.version + 1 }
    await save(entry.record)
  }

  /** What became of cleaning up: nothing is left, or why something is. Never rejects because of the Engine. */
  const tidy = async (record: RunRecord, runLog: RunLog): Promise<Left> => {
    try {
      // Somebody has given that name to a project of theirs since: nothing of it is ours to remove.
      if (await isProject(record.name)) throw new Error(`${record.name} is a project now.`)
      await environments.cleanUp(record, runLog)
      return { environment: 'gone' }
    } catch (error) {
      const cleanUpError = masks.of(record.project)(error instanceof Error ? error.message : String(error))
      if (cleanUpError !== record.cleanUpError) {
        log.warn({ err: error, run: record.id }, 'something of a run is left and will be removed later')
      }
      return { environment: 'up', cleanUpError }
    }
  }

  const execute = async (entry: Entry): Promise<Partial<RunRecord>> => {
    const { controller, log: runLog } = entry
    const timeout = AbortSignal.timeout(entry.record.request.timeoutMs)
    const signal = AbortSignal.any([controller.signal, timeout])
    const cut = () => cutShort(entry, { isTimeout: timeout.aborted && !controller.signal.aborted })
    try {
      const note = (known: Partial<RunRecord>) => change(entry, known)
      const { ending, ...seen } = await environments.execute(entry.record, {
        signal,
        log: runLog,
        note,
      })
      return { ...seen, ...(ending ?? cut()) }
    } catch (error) {
      return signal.aborted ? cut() : failedWith(error, entry.record)
    }
  }

  const cutShort = (
    { record, controller }: Entry,
    { isTimeout }: { readonly isTimeout: boolean },
  ): Pick<RunRecord, 'cause' | 'error'> => {
    const { reason } = controller.signal
    if (isTimeout) {
      const seconds = Math.round(record.request.timeoutMs / 1000)
      const message = `${record.request.service} had not ended after ${seconds} seconds.`
      return { cause: 'timeout', error: { code: 'RUN_FAILED', message, fix: 'Give it a longer timeout.' } }
    }
    const cause = reason instanceof CutShort ? reason.cause : 'interrupted'
    return { cause, error: cause === 'cancelled' ? cancelledError : interruptedError }
  }

  const failedWith = (error: unknown, { project }: RunRecord): Partial<RunRecord> => {
    const { code, detail, fix } = toProblem(error, 'none')
    if (!(error instanceof ProblemError) && !isEngineError(error)) log.error({ err: error }, 'a run broke')
    const message = masks.of(project)(detail)
    return { cause: 'environment', error: { code, message, ...(fix !== undefined && { fix }) } }
  }

  const run = async (entry: Entry) => {
    const startedAt = now()
    await change(entry, { state: 'running', environment: 'up', startedAt })
    const outcome = await execute(entry)
    const durationMs = now() - startedAt
    // Before it is cleaned up: how it ended is known then also after a crash.
    await change(entry, { ...outcome, durationMs, logTail: entry.log.tail() })
    const state = endStateOf(entry.record)
    const { keepMs } = entry.record.request
    const left: Partial<RunRecord> =
      state === 'failed' && keepMs > 0
        ? { environment: 'kept', keptUntil: now() + keepMs }
        : await tidy(entry.record, entry.log)
    await entry.log.flush()
    await change(entry, { ...left, state, finishedAt: now() })
  }

  const enqueue = (record: RunRecord) => {
    const entry: Entry = {
      record,
      log: createRunLog(store, record.id),
      controller: new AbortController(),
      ended: Promise.withResolvers<void>(),
      lane: record.id,
      run: () => run(entry).catch((error) => log.error({ err: error }, 'a run could not be stored')),
      left: () => {
        entries.delete(record.id)
        // Who follows the log is told that there is no more.
        void entry.log.flush().catch((error) => log.error({ err: error }, 'a log could not be stored'))
        entry.ended.resolve()
      },
    }
    entries.set(record.id, entry)
    bus.publish({ name: 'run.changed', topics: [`project:${record.project}`], payload: toRun(record) })
    lanes.add(entry)
    return entry
  }

  const find = async (id: string) => {
    const record = entries.get(id)?.record ?? (await store.find(id))
    if (record === undefined) throw new ProblemError('RUN_NOT_FOUND', `There is no run ${id}.`)
    return record
  }

  /** Ends one that has not begun. */
  const dismiss = async (entry: Entry) => {
    await files.removeCopy(entry.record.id)
    const ending = { cause: 'cancelled', error: cancelledError } as const
    await change(entry, { ...ending, state: 'cancelled', environment: 'gone', finishedAt: now() })
    entry.left()
  }

  /** Removes what is left of one that has ended, unless it is to be kept still. */
  const tidyEnded = (id: string, { isForced }: { readonly isForced: boolean }) =>
    tidying(id, async () => {
      const record = await store.find(id)
      if (record === undefined || entries.has(id) || !isLeft(record)) return
      if (!isForced && isKept(record, now())) return
      const runLog = createRunLog(store, id)
      const left = await tidy(record, runLog)
      await runLog.flush()
      // What could not be removed before for the same reason is no news.
      if (left.cleanUpError !== undefined && left.cleanUpError === record.cleanUpError) return
      const { cleanUpError: _before, keptUntil: _until, ...rest } = record
      await save({ ...rest, ...left, version: record.version + 1 })
    })

  return {
    async start({ project, input, actor, idempotencyKey, signal }) {
      const known = await findProject(project)
      const { kind, name, userName: user, userId, role } = actor
      const id = `run_${ulid(now())}`
      const buildId = input.buildId ?? id.slice(-10).toLowerCase()
      const record: RunRecord = {
        id,
        project,
        name: `${project}-run-${buildId}`,
        buildId,
        request: toRequest(input),
        state: 'queued',
        actor: { kind, name, user },
        userId,
        role,
        version: 0,
        queuedAt: now(),
        services: [],
        notes: [],
        logTail: [],
        artifacts: [],
        images: [],
        environment: 'none',
      }
      await requireFree(record)
      const variables = input.environment ?? {}
      try {
        const copied = await files.copy(id, known, input.ref, signal)
        const ready: RunRecord = { ...record, ...copied }
        await environments.check(ready, variables, signal)
        if (!(await store.insert({ record: ready, variables, idempotencyKey }))) throw exists(ready)
        return enqueue(ready).record
      } catch (error) {
        await files.remove(id)
        throw error
      }
    },
    find,
    ended: async (id) => entries.get(id)?.ended.promise,
    async cancel(id) {
      const entry = entries.get(id)
      if (entry === undefined) return tidyEnded(id, { isForced: true })
      entry.controller.abort(new CutShort('cancelled'))
      if (lanes.remove(entry)) await dismiss(entry)
      await entry.ended.promise
    },
    async *readLog(id, { follow, signal }) {
      for (let after = 0; ; ) {
        const entry = entries.get(id)
        // Before the reading: what comes meanwhile is not missed.
        const changed = entry?.log.changed()
        for (const { number, lines } of await store.readLog(id, after)) {
          after = number
          yield lines
        }
        if (!follow || changed === undefined || signal.aborted) return
        await Promise.race([changed, aborted(signal)])
      }
    },
    async recover() {
      const interrupted: RunRecord[] = []
      for (const record of await store.listOpen()) {
        if (record.state !== 'running') continue
        const { cause = 'interrupted', error = cause === 'interrupted' ? interruptedError : undefined } =
          record
        const known = { ...record, cause, ...(error && { error }), version: record.version + 1 }
        const ended = { ...known, state: endStateOf(known), finishedAt: now() }
        await store.update(ended)
        interrupted.push(ended)
      }
      return interrupted
    },
    async requeue() {
      for (const record of await store.listOpen()) {
        if (record.state === 'queued' && !isStopping && !entries.has(record.id)) enqueue(record)
      }
    },
    async sweep() {
      for (const { id, state } of await store.listOpen()) {
        if (hasEnded(state)) await tidyEnded(id, { isForced: false })
      }
    },
    async stop() {
      isStopping = true
      lanes.close()
      for (const entry of entries.values()) {
        if (entry.record.state === 'queued') entry.left()
        else entry.controller.abort(new CutShort('interrupted'))
      }
      await Promise.all([...entries.values()].map(({ ended }) => ended.promise))
    },
  }

  /** What is there of that name is nobody's to remove but its own. */
  async function requireFree(record: RunRecord): Promise<void> {
    const { name } = record
    const others = await engine.listContainers({ labels: [`${label.project}=${name}`] })
    if ((await isProject(name)) || others.length > 0) throw exists(record)
  }
}

const isKept = ({ environment, keptUntil = 0 }: RunRecord, now: number) =>
  environment === 'kept' && keptUntil > now

const isLeft = ({ environment }: RunRecord) => environment === 'up' || environment === 'kept'

const exists = ({ project, buildId, name }: RunRecord) =>
  new ProblemError(
    'RUN_EXISTS',
    `${project} has a run of the build ${buildId}, or there is a ${name} already.`,
  )

const cancelledError = { code: 'OPERATION_CANCELLED', message: 'Somebody cancelled the run.' } as const

const interruptedError = {
  code: 'OPERATION_INTERRUPTED',
  message: 'The server stopped while it ran.',
  fix: 'Start it again, with another buildId; what was left of it is removed by itself.',
} as const

const aborted = (signal: AbortSignal) =>
  new Promise<void>((resolve) => {
    if (signal.aborted) resolve()
    else signal.addEventListener('abort', () => resolve(), { once: true })
  })
