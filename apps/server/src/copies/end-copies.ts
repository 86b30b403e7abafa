import type { FastifyBaseLogger } from 'fastify'
import type { NotificationService } from '../notifications/notification-service.ts'
import type { OperationStore } from '../operations/operation-store.ts'
import type { OperationRunner } from '../operations/runner.ts'
import type { ProjectService } from '../projects/project-service.ts'
import type { ProjectRecord, ProjectStore } from '../projects/project-store.ts'
import { scheduleFor } from './schedule-actor.ts'

export interface EndDependencies {
  readonly store: Pick<ProjectStore, 'list' | 'find'>
  readonly runner: Pick<OperationRunner, 'queue' | 'ended' | 'activeOf'>
  readonly operations: Pick<OperationStore, 'find'>
  readonly projects: Pick<ProjectService, 'delete'>
  readonly notifications: Pick<NotificationService, 'tell'>
  readonly isEngineThere: () => boolean
  readonly log: FastifyBaseLogger
  readonly now: () => number
}

/** Between two attempts at a copy that cannot be taken down; each is an operation that somebody reads. */
const patienceMs = 60 * 60_000
/** For so long before its end the owner of a copy knows. */
const noticeMs = 24 * 60 * 60_000

/**
 * Makes what takes copies down that have been kept for long enough, with all that is their own, and forgets them. One
 * that somebody keeps meanwhile stays; one that is being worked on, or cannot be taken down, is tried again later. Its
 * owner is told a day before, and afterwards.
 */
export function createCopyEnder(dependencies: EndDependencies): () => Promise<void> {
  const { store, runner, operations, projects, notifications, isEngineThere, log, now } = dependencies
  const triedAt = new Map<string, number>()
  /** What owners were told, so that nobody is asked again and again whether they know. */
  const told = new Set<string>()

  const isDue = ({ name, parent, keptUntil = Number.POSITIVE_INFINITY }: ProjectRecord) =>
    parent !== undefined &&
    keptUntil <= now() &&
    runner.activeOf(name) === undefined &&
    now() - (triedAt.get(name) ?? 0) >= patienceMs

  const isEnding = ({ parent, keptUntil = Number.POSITIVE_INFINITY }: ProjectRecord) =>
    parent !== undefined && keptUntil > now() && keptUntil - now() <= noticeMs

  const announceEnd = async ({ name, owner, keptUntil = 0 }: ProjectRecord) => {
    const end = new Date(keptUntil).toISOString()
    const subject = `copy-ending:${name}:${end}`
    if (owner === undefined || told.has(subject)) return
    await notifications.tell({
      userId: owner.userId,
      kind: 'copy-ending',
      project: name,
      text: `${name} is deleted with its volumes on ${wordsOf(end)}, unless somebody keeps it.`,
      subject,
    })
    told.add(subject)
  }

  const end = async (record: ProjectRecord) => {
    const { name, owner, createdAt } = record
    triedAt.set(name, now())
    const options = { volumes: true, removeImages: 'local', removeOrphans: true } as const
    const { id } = await runner.queue({ project: name, kind: 'down', options, actor: scheduleFor(record) })
    await runner.ended(id)
    if ((await operations.find(id))?.state !== 'succeeded') return
    // First: when this is cut short, it is done again, and nobody is told twice.
    if (owner !== undefined) {
      await notifications.tell({
        userId: owner.userId,
        kind: 'copy-ended',
        project: name,
        operation: id,
        text: `${name} was deleted with its volumes: its time had come.`,
        subject: `copy-ended:${name}:${createdAt}`,
      })
    }
    await projects.delete(name, '*')
    triedAt.delete(name)
    log.info({ project: name, operation: id }, 'a copy was deleted at the end of its time')
  }

  return async () => {
    const records = await store.list()
    for (const record of records.filter(isEnding)) await announceEnd(record)
    if (!isEngineThere()) return
    for (const { name } of records.filter(isDue)) {
      // Those before it took their time.
      const record = await store.find(name)
      if (record !== undefined && isDue(record)) await end(record)
    }
  }
}

/** `2026-03-01T10:00:00.000Z` as `2026-03-01 at 10:00 UTC`. */
const wordsOf = (iso: string) => `${iso.slice(0, 10)} at ${iso.slice(11, 16)} UTC`
