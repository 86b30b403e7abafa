import {
  type ContainerSummary,
  type EngineReader,
  isEngineError,
  label,
  type Usage,
  usageOf,
} from '@berth/docker-engine'
import type { Background } from '../background.ts'
import type { LiveContainers } from '../host/live-containers.ts'

/** A container and what it uses. */
export interface Measured {
  readonly container: ContainerSummary
  readonly usage: Usage
}

/** What running containers use. The Engine is asked once per container however many watch, and not when nobody does. */
export interface UsageWatch {
  /**
   * Tells what the containers of a project use, or those of all when it is undefined: as soon as something was heard of
   * each that runs, then every second. Returns the end of it.
   */
  watch(project: string | undefined, listener: (measured: readonly Measured[]) => void): () => void
}

export interface UsageWatchOptions {
  readonly engine: EngineReader
  readonly live: LiveContainers
  readonly background: Background
  /** Ends everything. */
  readonly signal: AbortSignal
  /** Between two times that it is told. */
  readonly everyMs?: number
}

interface Watcher {
  readonly project: string | undefined
  readonly listener: (measured: readonly Measured[]) => void
  /** It was told once that everything is there. */
  isBegun: boolean
}

interface Reading {
  readonly stop: AbortController
  container: ContainerSummary
  usage?: Usage
}

/** @see UsageWatch */
export function createUsageWatch(options: UsageWatchOptions): UsageWatch {
  const { engine, live, background, everyMs = 1000 } = options
  const watchers = new Set<Watcher>()
  const readings = new Map<string, Reading>()
  let stopTicking: (() => void) | undefined

  const wanted = (project: string | undefined): readonly ContainerSummary[] =>
    (project === undefined ? live.projects() : [project])
      .flatMap((name) => live.of(name).containers)
      .filter(({ state }) => state === 'running' || state === 'paused')

  const read = async (reading: Reading) => {
    const signal = AbortSignal.any([reading.stop.signal, options.signal])
    const { id } = reading.container
    try {
      for await (const stats of engine.containerStats(id, { follow: true, signal })) {
        // The first of a stream has nothing to be compared with.
        if (!stats.precpu_stats.system_cpu_usage) continue
        reading.usage = usageOf(stats)
        begin()
      }
    } catch (error) {
      // It was removed, or the Engine went away: what is there then is looked at again.
      if (!signal.aborted && !isEngineError(error)) throw error
    } finally {
      if (readings.get(id) === reading) readings.delete(id)
    }
  }

  /** Reads what is wanted and no more. */
  const reconcile = () => {
    const scopes = new Set([...watchers].map(({ project }) => project))
    const containers = new Map([...scopes].flatMap(wanted).map((container) => [container.id, container]))
    for (const [id, { stop }] of readings) {
      if (containers.has(id)) continue
      readings.delete(id)
      stop.abort()
    }
    for (const [id, container] of containers) {
      const known = readings.get(id)
      if (known !== undefined) known.container = container
      else {
        const reading: Reading = { container, stop: new AbortController() }
        readings.set(id, reading)
        background.run(() => read(reading))
      }
    }
    begin()
  }

  const measuredOf = (project: string | undefined): Measured[] =>
    [...readings.values()].flatMap(({ container, usage }) =>
      usage !== undefined && (project === undefined || container.labels[label.project] === project)
        ? [{ container, usage }]
        : [],
    )

  /** Tells those who wait for the first time, once all that runs was measured. */
  const begin = () => {
    for (const watcher of watchers) {
      if (watcher.isBegun) continue
      if (!wanted(watcher.project).every(({ id }) => readings.get(id)?.usage)) continue
      watcher.isBegun = true
      watcher.listener(measuredOf(watcher.project))
    }
  }

  const tick = () => {
    for (const { project, listener, isBegun } of watchers) if (isBegun) listener(measuredOf(project))
  }

  const start = () => {
    const timer = setInterval(tick, everyMs)
    const stops = [live.onChange(reconcile), live.onResync(reconcile), () => clearInterval(timer)]
    return () => {
      for (const stop of stops) stop()
    }
  }

  return {
    watch(project, listener) {
      const watcher = { project, listener, isBegun: false }
      watchers.add(watcher)
      stopTicking ??= start()
      reconcile()
      return () => {
        watchers.delete(watcher)
        reconcile()
        if (watchers.size > 0) return
        stopTicking?.()
        stopTicking = undefined
      }
    },
  }
}
