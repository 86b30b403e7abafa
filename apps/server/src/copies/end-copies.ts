import type { FastifyBaseLogger } from 'fastify'
import type { Background } from '../background.ts'
import type { OperationRunner } from '../operations/runner.ts'
import type { ProjectService } from '../projects/project-service.ts'
import type { ProjectRecord, ProjectStore } from '../projects/project-store.ts'

export interface EndDependencies {
  readonly store: Pick<ProjectStore, 'list' | 'find'>
  readonly runner: Pick<OperationRunner, 'queue' | 'ended' | 'activeOf'>
  /** How an operation has ended; undefined when nobody knows. */
  readonly stateOf: (operation: string) => Promise<string | undefined>
  readonly projects: Pick<ProjectService, 'delete'>
  readonly isEngineThere: () => boolean
  readonly log: FastifyBaseLogger
  readonly now: () => number
}

/** Between two looks for them. */
const usualLookMs = 30_000

export interface EndingOptions extends EndDependencies {
  readonly background: Background
  /** Half a minute unless said. */
  readonly lookMs?: number | undefined
}

/** Ends copies in their time, until it is stopped. */
export function endCopiesInTime({ background, lookMs = usualLookMs, ...dependencies }: EndingOptions): {
  readonly stop: () => void
} {
  const endCopies = createCopyEnder(dependencies)
  const timer = setInterval(() => background.run(endCopies), lookMs)
  return { stop: () => clearInterval(timer) }
}

/** Between two attempts at a copy that cannot be taken down; each is an operation that somebody reads. */
const patienceMs = 60 * 60_000

/**
 * Makes what takes copies down that have been kept for long enough, with all that is their own, and forgets them. One
 * that somebody keeps meanwhile stays; one that is being worked on, or cannot be taken down, is tried again later.
 */
function createCopyEnder(dependencies: EndDependencies): () => Promise<void> {
  const { store, runner, stateOf, projects, isEngineThere, log, now } = dependencies
  const triedAt = new Map<string, number>()

  const isDue = ({ name, parent, keptUntil = Number.POSITIVE_INFINITY }: ProjectRecord) =>
    parent !== undefined &&
    keptUntil <= now() &&
    runner.activeOf(name) === undefined &&
    now() - (triedAt.get(name) ?? 0) >= patienceMs

  const end = async ({ name, owner }: ProjectRecord) => {
    triedAt.set(name, now())
    const { userId = '', name: userName = '' } = owner ?? {}
    const actor = { kind: 'schedule', name: 'Berth', userId, userName } as const
    const options = { volumes: true, removeImages: 'local', removeOrphans: true } as const
    const { id } = await runner.queue({ project: name, kind: 'down', options, actor })
    await runner.ended(id)
    if ((await stateOf(id)) !== 'succeeded') return
    await projects.delete(name, '*')
    triedAt.delete(name)
    log.info({ project: name, operation: id }, 'a copy was deleted at the end of its time')
  }

  return async () => {
    if (!isEngineThere()) return
    for (const { name } of (await store.list()).filter(isDue)) {
      // Those before it took their time.
      const record = await store.find(name)
      if (record !== undefined && isDue(record)) await end(record)
    }
  }
}
