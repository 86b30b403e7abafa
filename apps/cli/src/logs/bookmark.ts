import type { LogLine } from '@berth/docker-engine'

/** How far the lines of one container have been read. */
export interface Bookmark {
  /** Whether a line has been read, or a beginning was given. */
  readonly isSet: () => boolean
  /** To read on from, in epoch milliseconds: the lines from then on, of which the first `skip` were read before. */
  readonly place: () => { readonly since?: number; readonly skip: number }
  readonly note: (line: Pick<LogLine, 'time'>) => void
}

/**
 * Remembers where reading ended, so that reading on loses nothing and repeats nothing: the Engine is asked by the
 * millisecond, in which there may be several lines, and it gives them in the same order each time.
 */
export function createBookmark(since?: number): Bookmark {
  let from = since
  let read = 0
  return {
    isSet: () => from !== undefined,
    place: () => ({ ...(from !== undefined && { since: from }), skip: read }),
    note: ({ time }) => {
      if (from === undefined || time > from) [from, read] = [time, 1]
      else if (time === from) read += 1
    },
  }
}
