import { type EngineReader, label } from '@berth/docker-engine'

/** Tells when something happened to a container of the project, from one stream of the Engine. */
export interface ContainerEvents {
  /** Remembers what happens from this call on, so that nothing between a look and a wait is missed. */
  readonly watch: (container: string) => ContainerWatch
  /** Ends the stream. */
  readonly close: () => Promise<void>
}

export interface ContainerWatch {
  /**
   * Resolves when something happened since the last call. Rejects with the reason of the abort, or with
   * the `EngineError` that ended the stream.
   */
  readonly next: (signal: AbortSignal) => Promise<void>
  readonly end: () => void
}

interface Watcher {
  readonly container: string
  hasNews: boolean
  wake: (() => void) | undefined
}

/**
 * Opens the stream. `since` is in epoch milliseconds and lies a little in the past: what the Engine
 * replays only makes a watcher look again, what it left out would make one wait forever. Without
 * `isNeeded` nothing is opened.
 */
export function watchContainers(
  engine: EngineReader,
  {
    project,
    since,
    isNeeded,
  }: { readonly project: string; readonly since: number; readonly isNeeded: boolean },
): ContainerEvents {
  const watchers = new Set<Watcher>()
  const closing = new AbortController()
  let failure: { readonly error: unknown } | undefined
  const pump = async () => {
    const labels = [`${label.project}=${project}`]
    for await (const event of engine.events({ labels, since, signal: closing.signal })) {
      notify(watchers, ({ container }) => event.type === 'container' && event.id === container)
    }
  }
  const pumping = (isNeeded ? pump() : Promise.resolve()).catch((error: unknown) => {
    if (closing.signal.aborted) return
    failure = { error }
    notify(watchers, () => true)
  })
  return {
    watch: (container) => {
      const watcher: Watcher = { container, hasNews: failure !== undefined, wake: undefined }
      watchers.add(watcher)
      return {
        end: () => watchers.delete(watcher),
        next: async (signal) => {
          await news(watcher, signal)
          if (failure !== undefined) throw failure.error
        },
      }
    },
    close: async () => {
      closing.abort()
      await pumping
    },
  }
}

function notify(watchers: ReadonlySet<Watcher>, concerns: (watcher: Watcher) => boolean): void {
  for (const watcher of watchers) {
    if (!concerns(watcher)) continue
    watcher.hasNews = true
    watcher.wake?.()
  }
}

async function news(watcher: Watcher, signal: AbortSignal): Promise<void> {
  signal.throwIfAborted()
  if (!watcher.hasNews) {
    await woken(watcher, signal)
    signal.throwIfAborted()
  }
  watcher.hasNews = false
}

async function woken(watcher: Watcher, signal: AbortSignal): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>()
  const onAbort = () => resolve()
  watcher.wake = resolve
  signal.addEventListener('abort', onAbort)
  try {
    await promise
  } finally {
    watcher.wake = undefined
    signal.removeEventListener('abort', onAbort)
  }
}
