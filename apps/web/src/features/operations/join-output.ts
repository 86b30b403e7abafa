/** Most characters kept in the page; the whole log can be downloaded. */
const mostKept = 2_000_000

/**
 * What was printed: a log read at some moment, and what arrived while it was being read. The end of
 * the one may be the beginning of the other; it is kept once.
 */
export function joinOutput(log: string, arrived: string): string {
  for (let size = Math.min(log.length, arrived.length); size > 0; size -= 1) {
    if (log.endsWith(arrived.slice(0, size))) return appendOutput(log, arrived.slice(size))
  }
  return appendOutput(log, arrived)
}

export function appendOutput(log: string, text: string): string {
  const joined = log + text
  return joined.length <= mostKept ? joined : joined.slice(joined.indexOf('\n', joined.length - mostKept) + 1)
}
