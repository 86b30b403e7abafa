import { type ContainerSummary, type EngineReader, label } from '@berth/docker-engine'
import type { FastifyBaseLogger } from 'fastify'
import type { NotificationService } from '../notifications/notification-service.ts'
import type { OperationStore } from '../operations/operation-store.ts'
import type { OperationRunner } from '../operations/runner.ts'
import type { ProjectRecord, ProjectStore } from '../projects/project-store.ts'
import { sampleContainers } from '../stats/sample-containers.ts'
import type { Attention } from './attention.ts'
import type { CopyUse, CopyUseStore } from './copy-use-store.ts'
import { type Counters, countersOf, isUsedBetween } from './judge-use.ts'
import { scheduleFor } from './schedule-actor.ts'

export interface IdleDependencies {
  readonly store: Pick<ProjectStore, 'list' | 'find'>
  readonly uses: CopyUseStore
  readonly engine: Pick<EngineReader, 'listContainers' | 'containerStats'>
  readonly attention: Pick<Attention, 'isUsedSince'>
  readonly runner: Pick<OperationRunner, 'queue' | 'ended' | 'activeOf'>
  readonly operations: Pick<OperationStore, 'list'>
  readonly notifications: Pick<NotificationService, 'tell'>
  readonly isEngineThere: () => boolean
  readonly log: FastifyBaseLogger
  readonly now: () => number
  /** Ends everything. */
  readonly signal: AbortSignal
}

/** Between two looks at one copy: rare, so that it costs nothing to have many. */
const lookMs = 10 * 60_000
/** What nobody saw, because Berth or the Engine was away, counts as two looks at most. */
const mostCounted = 2 * lookMs
/** Between two attempts to stop a copy; each is an operation that somebody reads. */
const patienceMs = 60 * 60_000

/** A copy that may be stopped, and what was known of it. */
interface Candidate {
  readonly record: ProjectRecord
  readonly hours: number
  readonly use: CopyUse | undefined
}

/** When it was looked, and what containers had used by then. */
interface Look {
  /** Epoch milliseconds. */
  readonly at: number
  readonly counters: Counters
}

/**
 * Makes what stops copies that nobody uses, with their volumes kept, and tells their owners once. Those that have no
 * hours are never touched. What it knows is stored: a restart of the server neither makes a copy look used nor idle.
 */
export function createIdleStopper(dependencies: IdleDependencies): () => Promise<void> {
  const { store, uses, engine, attention, runner, operations, notifications } = dependencies
  const { isEngineThere, log, now, signal } = dependencies
  const triedAt = new Map<string, number>()
  let isLooking = false

  const findCandidates = async (): Promise<Candidate[]> => {
    const known = new Map((await uses.list()).map((use) => [use.project, use]))
    const candidates: Candidate[] = []
    for (const record of await store.list()) {
      const use = known.get(record.name)
      const { name, parent, idleHours: hours } = record
      if (parent !== undefined && hours !== undefined) candidates.push({ record, hours, use })
      // When it has hours again one day, it begins anew.
      else if (use !== undefined) await uses.forget(name)
    }
    return candidates
  }

  /** What runs, by project. */
  const findRunning = async (): Promise<Map<string | undefined, ContainerSummary[]>> => {
    const all = await engine.listContainers({ labels: [label.project] }, { signal })
    return Map.groupBy(
      all.filter(({ state }) => state === 'running' || state === 'paused'),
      ({ labels }) => labels[label.project],
    )
  }

  const wasUsed = async (name: string, { lookedAt, counters }: CopyUse, after: Counters) => {
    if (attention.isUsedSince(name, lookedAt) || runner.activeOf(name) !== undefined) return true
    const [last] = await operations.list({ project: name, limit: 1 })
    const isTheirs = last !== undefined && last.trigger !== 'schedule'
    if (isTheirs && (last.finishedAt ?? now()) > lookedAt) return true
    return isUsedBetween(counters, after)
  }

  /** Notes what has become of a copy since the last look; resolves with for how long it has been idle. */
  const note = async ({ record: { name }, use }: Candidate, { at, counters }: Look): Promise<number> => {
    const isUsed = use === undefined || (await wasUsed(name, use, counters))
    const passedMs = Math.min(mostCounted, Math.max(0, at - (use?.lookedAt ?? at)))
    const idleSeconds = isUsed ? 0 : use.idleSeconds + Math.round(passedMs / 1000)
    await uses.save({ project: name, idleSeconds, lookedAt: at, counters })
    return idleSeconds
  }

  /** Tells the owner once when nothing runs; else it is tried again later. */
  const settle = async ({ record, hours }: Candidate, operation: string) => {
    const { name, owner } = record
    if (runner.activeOf(name) !== undefined) return
    if ((await findRunning()).has(name)) return uses.setStopping(name, undefined)
    if (owner !== undefined) {
      await notifications.tell({
        userId: owner.userId,
        kind: 'copy-idle',
        project: name,
        operation,
        text: `${name} was stopped: nobody used it for ${hours === 1 ? 'an hour' : `${hours} hours`}. Its volumes are kept.`,
        subject: `copy-idle:${operation}`,
      })
    }
    await uses.forget(name)
    log.info({ project: name, operation }, 'a copy was stopped because nobody used it')
  }

  /** @param at When it was looked: who used it since then keeps it running. */
  const stop = async (candidate: Candidate, at: number) => {
    const { name } = candidate.record
    // Those before it took their time.
    const record = await store.find(name)
    if (record?.idleHours === undefined) return
    if (attention.isUsedSince(name, at) || runner.activeOf(name) !== undefined) return
    triedAt.set(name, now())
    const { id } = await runner.queue({
      project: name,
      kind: 'stop',
      options: {},
      actor: scheduleFor(record),
    })
    await uses.setStopping(name, id)
    await runner.ended(id)
    await settle({ ...candidate, record }, id)
  }

  const isDue = ({ use }: Candidate) =>
    use === undefined || (use.stopping === undefined && now() - use.lookedAt >= lookMs)

  const judge = async (candidate: Candidate, look: Look) => {
    const idleSeconds = await note(candidate, look)
    const isTired = now() - (triedAt.get(candidate.record.name) ?? Number.NEGATIVE_INFINITY) < patienceMs
    if (idleSeconds >= candidate.hours * 3600 && !isTired) await stop(candidate, look.at)
  }

  const lookAt = async (due: readonly Candidate[]) => {
    // Before the reading: what happens meanwhile counts for the next look.
    const at = now()
    const running = await findRunning()
    const idsOf = ({ record: { name } }: Candidate) => (running.get(name) ?? []).map(({ id }) => id)
    const samples = await sampleContainers(engine, due.flatMap(idsOf), signal)
    for (const candidate of due) {
      const own = new Set(idsOf(candidate))
      const counters = countersOf(new Map([...samples].filter(([id]) => own.has(id))))
      if (own.size > 0) await judge(candidate, { at, counters })
      else if (candidate.use !== undefined) await uses.forget(candidate.record.name)
    }
  }

  const look = async () => {
    const candidates = await findCandidates()
    for (const candidate of candidates) {
      const { stopping } = candidate.use ?? {}
      if (stopping !== undefined) await settle(candidate, stopping)
    }
    const due = candidates.filter(isDue)
    if (due.length > 0) await lookAt(due)
  }

  return async () => {
    if (isLooking || !isEngineThere()) return
    isLooking = true
    try {
      await look()
    } catch (error) {
      // What the end of the server cut off is looked at by the next one.
      if (!signal.aborted) throw error
    } finally {
      isLooking = false
    }
  }
}
