import type { ServerResponse } from 'node:http'

/** A reply whose reader may have gone to sleep. */
export type WatchedReply = Pick<ServerResponse, 'writableNeedDrain'> & {
  readonly socket: { readonly bytesWritten: number } | null
}

/**
 * Makes a check to be called from time to time: true when something waited for the reader last time, still waits, and
 * not one byte went in between. A reader that is merely slow goes on.
 */
export function createStallCheck(reply: WatchedReply): () => boolean {
  let before: number | undefined
  return () => {
    const written = reply.writableNeedDrain ? (reply.socket?.bytesWritten ?? 0) : undefined
    const isStalled = written !== undefined && written === before
    before = written
    return isStalled
  }
}
