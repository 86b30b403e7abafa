import { setTimeout as delay } from 'node:timers/promises'
import type { HostStatus } from '@berth/contract'
import { type EngineEvent, type EngineReader, isEngineError, label } from '@berth/docker-engine'

export type EngineStatus = HostStatus['engine']

export interface EngineWatch {
  status(): EngineStatus
  /** Hears what happens to containers of projects: the project's name and the Engine's event. */
  onContainer(listener: (project: string, event: EngineEvent) => void): () => void
  /** Hears when the Engine goes away, and when it comes back. */
  onStatus(listener: (status: EngineStatus) => void): () => void
  /** Resolves when the Engine has been asked once. */
  readonly asked: Promise<void>
  /** Resolves when the Engine has answered for the first time, or the watch has ended. */
  readonly reachable: Promise<void>
  /** Ends when the watch has. */
  readonly ended: Promise<void>
}

export interface WatchOptions {
  readonly engine: EngineReader
  /** Where the Engine is looked for, for a person. */
  readonly endpoint: string
  readonly now: () => number
  readonly signal: AbortSignal
  /** Between two attempts to reach it. */
  readonly retryMs?: number
}

/**
 * Watches the Engine with one subscription to its events, for as long as `signal` is not aborted. When it
 * goes away it is asked again every five seconds, so that nothing storms it while it starts.
 */
export function watchEngine({ engine, endpoint, now, signal, retryMs = 5000 }: WatchOptions): EngineWatch {
  const containerListeners = new Set<(project: string, event: EngineEvent) => void>()
  const statusListeners = new Set<(status: EngineStatus) => void>()
  const asked = Promise.withResolvers<void>()
  const reachable = Promise.withResolvers<void>()
  let status = notAskedYet(endpoint, now())
  let isAsked = false

  const change = (next: EngineStatus) => {
    const isNews = !isAsked || next.state !== status.state
    // The latest reason, but since when it has been away.
    status =
      !isNews && next.state === 'unreachable' && status.state === 'unreachable'
        ? { ...next, since: status.since }
        : next
    isAsked = true
    asked.resolve()
    if (next.state === 'reachable') reachable.resolve()
    if (isNews) for (const listener of statusListeners) listener(status)
  }

  const tell = (event: EngineEvent) => {
    const project = event.attributes[label.project]
    if (event.type !== 'container' || project === undefined) return
    for (const listener of containerListeners) listener(project, event)
  }

  const watchOnce = async () => {
    const { version, apiVersion, os, arch } = await engine.version({ signal })
    // Subscribed since before it is announced: whoever reads now hears what happens after.
    const since = now()
    change({ state: 'reachable', version, apiVersion, os, arch })
    for await (const event of engine.events({ labels: [label.project], since, signal })) tell(event)
  }

  const watch = async () => {
    while (!signal.aborted) {
      try {
        await watchOnce()
      } catch (error) {
        if (signal.aborted) return
        change(unreachable(error, endpoint, now()))
      }
      // Rejects on abort only, which ends the loop.
      await delay(retryMs, undefined, { signal }).catch(() => {})
    }
  }

  return {
    status: () => status,
    onContainer: (listener) => subscribe(containerListeners, listener),
    onStatus: (listener) => subscribe(statusListeners, listener),
    asked: asked.promise,
    reachable: reachable.promise,
    ended: watch().finally(reachable.resolve),
  }
}

function subscribe<T>(listeners: Set<T>, listener: T): () => void {
  listeners.add(listener)
  return () => void listeners.delete(listener)
}

const startFix =
  'Start Docker, or set DOCKER_HOST to where it listens. Berth goes on by itself as soon as it answers.'

function notAskedYet(endpoint: string, at: number): EngineStatus {
  const since = new Date(at).toISOString()
  return {
    state: 'unreachable',
    since,
    endpoint,
    message: 'The Docker Engine has not been asked yet.',
    fix: startFix,
  }
}

function unreachable(error: unknown, endpoint: string, at: number): EngineStatus {
  if (!isEngineError(error)) throw error
  const { message, fix = startFix } = error
  return { state: 'unreachable', since: new Date(at).toISOString(), endpoint, message, fix }
}
