import { type StopInput, stopProject } from './stop-project.ts'

/** The end of a project that is followed: nothing is stopped until something asks for it. */
export interface Ending {
  /** Aborted when what is followed need not be waited for any more. */
  readonly signal: AbortSignal
  /** As Ctrl-C does: stops everything; asked again, at once. */
  readonly interrupt: () => void
  readonly isInterrupted: () => boolean
  /** Stops everything because one container has ended. */
  readonly abort: () => void
  /** Resolves when what is being stopped has stopped. */
  readonly settled: () => Promise<void>
  readonly release: () => void
}

/** Listens for Ctrl-C until it is released. */
export function createEnding(input: StopInput): Ending {
  const { world } = input
  const ended = new AbortController()
  let isInterrupted = false
  let stopping: Promise<number> | undefined
  const stop = (timeoutSeconds: number | undefined) => {
    const stopped = stopProject({ ...input, timeoutSeconds })
    stopping = stopped
    // When all have stopped, their last lines have been shown and following ends by itself.
    stopped.then(
      (code) => code === 0 || ended.abort(),
      () => ended.abort(),
    )
  }
  const interrupt = () => {
    const isAgain = stopping !== undefined
    isInterrupted = true
    world.out.write(isAgain ? 'Killing...\n' : 'Gracefully Stopping... press Ctrl+C again to force\n')
    stop(isAgain ? 0 : input.timeoutSeconds)
  }
  const stopListening = world.onInterrupt(interrupt)
  return {
    signal: ended.signal,
    interrupt,
    isInterrupted: () => isInterrupted,
    abort: () => {
      if (stopping !== undefined) return
      world.err.write('Aborting on container exit...\n')
      stop(input.timeoutSeconds)
    },
    settled: async () => {
      await stopping
    },
    release: () => {
      ended.abort()
      stopListening()
    },
  }
}
