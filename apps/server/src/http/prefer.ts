/** The longest that a caller may wait for an operation in one request. */
const mostWaitSeconds = 600

/**
 * The seconds of `Prefer: wait=N`, at most {@link mostWaitSeconds}; undefined when the caller does not
 * wait. What is not understood is ignored, as the RFC wants it.
 *
 * @see https://www.rfc-editor.org/rfc/rfc7240#section-4.3
 */
export function parseWait(prefer: string | readonly string[] | undefined): number | undefined {
  const preferences = [prefer ?? []].flat().join(',').split(/[,;]/)
  for (const preference of preferences) {
    const seconds = /^\s*wait\s*=\s*"?(\d{1,9})"?\s*$/i.exec(preference)?.[1]
    if (seconds !== undefined) return Math.min(Number(seconds), mostWaitSeconds)
  }
  return undefined
}

/** The same of `?wait=N`, for callers that cannot set a header. */
export function waitOf(query: unknown): number | undefined {
  const wait = typeof query === 'object' && query !== null && 'wait' in query ? query.wait : undefined
  return typeof wait === 'string' || typeof wait === 'number' ? parseWait(`wait=${wait}`) : undefined
}
