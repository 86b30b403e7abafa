import { ProblemError } from '../http/problem.ts'

/**
 * Refuses a change of what is not what the caller read, or of what he does not say that he read.
 *
 * @param current The ETag of what is there now, quotes included.
 * @param ifMatch The header as it was sent; `*` is whatever is there.
 * @param what For a person, for example `The files of shop`.
 * @throws a problem: FILES_CHANGED with the current ETag, or PRECONDITION_REQUIRED without the header.
 * @see https://www.rfc-editor.org/rfc/rfc6585#section-3
 */
export function requireMatch(current: string, ifMatch: string | undefined, what: string): void {
  if (ifMatch === undefined) {
    throw new ProblemError(
      'PRECONDITION_REQUIRED',
      `${what} may have changed since they were read: the request has no If-Match.`,
    )
  }
  if (isAnyVersion(ifMatch)) return
  const accepted = ifMatch.split(',').map((tag) => tag.trim().replace(/^"?(.*?)"?$/, '"$1"'))
  if (accepted.includes(current)) return
  throw new ProblemError('FILES_CHANGED', `${what} are not the ones that were read.`, {
    headers: { etag: current },
  })
}

/** Whether the header says: whatever is there, be it nothing. Pure. */
export const isAnyVersion = (ifMatch: string): boolean => ifMatch.trim() === '*'
