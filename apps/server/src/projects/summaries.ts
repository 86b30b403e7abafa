import { isDeepStrictEqual } from 'node:util'
import type { ProjectSummary } from '@berth/contract'
import type { Background } from '../background.ts'
import type { ProjectRecord, ProjectStore } from './project-store.ts'

/** The summaries of all projects, in memory, and who tells of them. */
export interface Summaries {
  /**
   * From memory, sorted by name. Files that somebody edited on the disk are noticed a moment later, and
   * told as an event: what is answered costs no reading.
   */
  list(): Promise<readonly ProjectSummary[]>
  /** Looks at one project and publishes how it is; does nothing for one that is not registered. */
  announce(name: string): Promise<void>
  /** The same for all. */
  announceAll(): Promise<void>
  /** Looks at the files of all, and publishes what is news. */
  recheck(): Promise<void>
  forget(name: string): void
}

export interface SummariesOptions extends Pick<ProjectStore, 'list' | 'find'> {
  readonly summarise: (record: ProjectRecord) => Promise<ProjectSummary>
  readonly publish: (summary: ProjectSummary) => void
  readonly background: Background
  readonly now: () => number
}

/** Files are looked at for a list at most this often. */
const recheckMs = 5_000

/** @see Summaries */
export function createSummaries(options: SummariesOptions): Summaries {
  const { list, find, summarise, publish, background, now } = options
  const known = new Map<string, ProjectSummary>()
  const filled = Promise.withResolvers<void>()
  /** How often each project was forgotten: what was begun before is not kept any more. */
  const forgotten = new Map<string, number>()
  let checkedAt = now()
  let sorted: readonly ProjectSummary[] | undefined

  const forget = (name: string) => {
    forgotten.set(name, (forgotten.get(name) ?? 0) + 1)
    known.delete(name)
    sorted = undefined
  }

  const look = async (record: ProjectRecord, { onlyNews }: { onlyNews: boolean }) => {
    const { name } = record
    const before = forgotten.get(name)
    const summary = await summarise(record)
    if (forgotten.get(name) !== before) return
    if (onlyNews && isDeepStrictEqual(summary, known.get(name))) return
    known.set(name, summary)
    sorted = undefined
    publish(summary)
  }

  /** One that cannot be looked at holds up no other. */
  const lookAtAll = async (how: { onlyNews: boolean }) => {
    const records = await list()
    const names = new Set(records.map(({ name }) => name))
    for (const name of known.keys()) if (!names.has(name)) forget(name)
    const faults: unknown[] = []
    for (const record of records) await look(record, how).catch((fault) => faults.push(fault))
    if (faults.length > 0) throw new AggregateError(faults, 'Some projects could not be looked at')
  }

  const recheck = () => {
    if (now() < checkedAt + recheckMs) return
    checkedAt = now()
    background.run(() => lookAtAll({ onlyNews: true }))
  }

  return {
    async list() {
      await filled.promise
      recheck()
      sorted ??= [...known.values()].sort((a, b) => (a.name < b.name ? -1 : 1))
      return sorted
    },
    async announce(name) {
      const record = await find(name)
      if (record === undefined) forget(name)
      else await look(record, { onlyNews: false })
    },
    async announceAll() {
      await lookAtAll({ onlyNews: false }).finally(filled.resolve)
    },
    recheck: () => lookAtAll({ onlyNews: true }),
    forget,
  }
}
