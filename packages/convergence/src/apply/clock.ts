/** Time as `apply` needs it; tests bring their own. */
export interface Clock {
  /** Epoch milliseconds. */
  readonly now: () => number
  /** Resolves after that many milliseconds, or rejects with the reason of the abort. */
  readonly sleep: (milliseconds: number, signal: AbortSignal) => Promise<void>
}

/** The time of this machine. */
export const systemClock: Clock = {
  now: () => Date.now(),
  sleep: (milliseconds, signal) =>
    new Promise((resolve, reject) => {
      signal.throwIfAborted()
      const onAbort = () => {
        clearTimeout(timer)
        reject(signal.reason)
      }
      const timer = setTimeout(() => {
        signal.removeEventListener('abort', onAbort)
        resolve()
      }, milliseconds)
      signal.addEventListener('abort', onAbort, { once: true })
    }),
}
