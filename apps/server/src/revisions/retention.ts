import type { RevisionRecord } from './revision.ts'

/** How many revisions of a project are kept, and for how long. */
export interface Retention {
  /** At most so many, besides those that are always kept. */
  readonly most: number
  /** None that is older, besides those that are always kept. */
  readonly days: number
}

const dayMs = 24 * 60 * 60 * 1000

/**
 * Which revisions of one project are to be removed. The newest, what is pinned, what is being deployed, what
 * runs, and what came before what runs, to which one would roll back, are always kept. Pure.
 *
 * @param revisions Newest first.
 */
export function expiredRevisions(
  revisions: readonly RevisionRecord[],
  { retention, deployed, now }: { retention: Retention; deployed: number | undefined; now: number },
): RevisionRecord[] {
  const before = revisions.find(({ number, outcome }) => outcome === 'succeeded' && number < (deployed ?? 0))
  return revisions.filter((revision, index) => {
    const { number, isPinned, outcome, createdAt } = revision
    const isNeeded = index === 0 || isPinned || outcome === 'pending' || number === deployed
    if (isNeeded || revision === before) return false
    return index >= retention.most || createdAt < now - retention.days * dayMs
  })
}
