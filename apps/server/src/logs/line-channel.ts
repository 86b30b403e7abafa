/** Many writers, one reader, and never more than a set number of items between them. */
export interface LineChannel<T> {
  /** Resolves when there is room again: a slow reader slows the writers, not the server's memory. */
  push(item: T): Promise<void>
  /** Resolves with everything that waits, at least one item; rejects with what {@link fail} was given. */
  take(): Promise<T[]>
  /** Lets items gather: resolves after so many milliseconds, or sooner when a writer is held back or all is over. */
  gather(ms: number): Promise<void>
  /** What waits now, perhaps nothing. */
  takeWaiting(): T[]
  /** Lets the reader take what is there, then fails. Writers are let go. */
  fail(reason: unknown): void
}

/** Makes a channel that holds back its writers at `limit` items. */
export function createLineChannel<T>(limit: number): LineChannel<T> {
  let items: T[] = []
  let failure: { readonly reason: unknown } | undefined
  let arrived = Promise.withResolvers<void>()
  let taken = Promise.withResolvers<void>()
  let isFull = () => {}

  const takeWaiting = () => {
    const batch = items
    items = []
    arrived = Promise.withResolvers()
    taken.resolve()
    taken = Promise.withResolvers()
    return batch
  }

  return {
    takeWaiting,
    gather: (ms) =>
      new Promise((resolve) => {
        const timer = setTimeout(resolve, failure === undefined && items.length < limit ? ms : 0)
        isFull = () => {
          clearTimeout(timer)
          resolve()
        }
      }),
    async push(item) {
      while (items.length >= limit && failure === undefined) {
        isFull()
        await taken.promise
      }
      if (failure !== undefined) return
      items.push(item)
      arrived.resolve()
    },
    async take() {
      if (items.length === 0 && failure === undefined) await arrived.promise
      if (items.length === 0 && failure !== undefined) throw failure.reason
      return takeWaiting()
    },
    fail(reason) {
      failure ??= { reason }
      isFull()
      arrived.resolve()
      taken.resolve()
    },
  }
}
