/** Work that nobody waits for, until the server stops. */
export interface Background {
  /** Runs `work` now. Begins nothing once {@link Background.stop} was called. */
  run(work: () => Promise<void>): void
  /** Resolves when all that was begun has ended. */
  stop(): Promise<void>
}

/** @param onFault Told why a work failed. */
export function createBackground(onFault: (fault: unknown) => void): Background {
  const running = new Set<Promise<void>>()
  let isStopped = false
  return {
    run(work) {
      if (isStopped) return
      const ended = work()
        .catch(onFault)
        .finally(() => running.delete(ended))
      running.add(ended)
    },
    async stop() {
      isStopped = true
      await Promise.all(running)
    },
  }
}
