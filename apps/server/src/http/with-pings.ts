/** What the source gives, and a ping whenever it has been silent for a while. */
export async function* withPings(
  source: AsyncIterable<string>,
  { ping, pingMs, signal }: { readonly ping: string; readonly pingMs: number; readonly signal: AbortSignal },
): AsyncGenerator<string> {
  const items = source[Symbol.asyncIterator]()
  let next = items.next()
  try {
    for (;;) {
      const result = await Promise.race([next, silence(pingMs, signal)])
      if (result === undefined) {
        signal.throwIfAborted()
        yield ping
        continue
      }
      if (result.done) return
      yield result.value
      next = items.next()
    }
  } finally {
    // It may be waiting: the aborted signal lets it go.
    next.catch(() => {})
    void items.return?.()
  }
}

function silence(ms: number, signal: AbortSignal): Promise<undefined> {
  return new Promise((resolve) => {
    const over = () => {
      clearTimeout(timer)
      signal.removeEventListener('abort', over)
      resolve(undefined)
    }
    const timer = setTimeout(over, ms)
    timer.unref()
    signal.addEventListener('abort', over, { once: true })
  })
}
