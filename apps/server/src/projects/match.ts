import { ProblemError } from '../http/problem.ts'

/**
 * Refuses a change of what is not what the caller read.
 *
 * @param current The ETag of what is there now, quotes included.
 * @param ifMatch The header as it was sent; `*` is whatever is there.
 * @param what For a person, for example `The files of shop`.
 * @throws a problem with the current ETag, FILES_CHANGED.
 */
export function requireMatch(current: string, ifMatch: string | undefined, what: string): void {
  if (ifMatch === undefined || ifMatch.trim() === '*') return
  const accepted = ifMatch.split(',').map((tag) => tag.trim().replace(/^"?(.*?)"?$/, '"$1"'))
  if (accepted.includes(current)) return
  throw new ProblemError('FILES_CHANGED', `${what} are not the ones that were read.`, {
    headers: { etag: current },
  })
}
