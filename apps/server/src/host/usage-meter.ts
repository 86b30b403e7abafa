import { setTimeout as delay } from 'node:timers/promises'
import { type ContainerStats, type ContainerSummary, type EngineReader, usageOf } from '@berth/docker-engine'
import { sampleContainers } from '../stats/sample-containers.ts'
import type { Measured } from '../stats/usage-watch.ts'

/** All containers of the Engine, and what those use that run. */
export interface Measurement {
  /** Epoch milliseconds. */
  readonly at: number
  readonly containers: readonly ContainerSummary[]
  readonly measured: readonly Measured[]
}

/** What the containers of the Engine use, those of no project too, for who asks now and then. */
export interface UsageMeter {
  /** Answers within a second also for many; what was measured a moment ago is answered again. */
  measure(): Promise<Measurement>
}

export interface UsageMeterOptions {
  readonly engine: Pick<EngineReader, 'listContainers' | 'containerStats'>
  readonly now: () => number
  /** Ends everything. */
  readonly signal: AbortSignal
}

/** For so long a measurement is answered again. */
const freshMs = 2_000
/** For so long a sample is what the next one is compared with. */
const comparableMs = 30_000
/** Between two samples of a container that was not sampled lately. */
const gapMs = 250

/** @see UsageMeter */
export function createUsageMeter({ engine, now, signal }: UsageMeterOptions): UsageMeter {
  let latest: { readonly at: number; readonly measurement: Promise<Measurement> } | undefined
  let before = { at: Number.NEGATIVE_INFINITY, samples: new Map<string, ContainerStats>() }

  const look = async (): Promise<Measurement> => {
    const containers = await engine.listContainers({}, { signal })
    const running = containers.filter(({ state }) => state === 'running' || state === 'paused')
    const known = now() - before.at < comparableMs ? before.samples : new Map<string, ContainerStats>()
    const others = running.flatMap(({ id }) => (known.has(id) ? [] : [id]))
    const first = await sampleContainers(engine, others, signal)
    if (first.size > 0) await delay(gapMs, undefined, { signal })
    const ids = running.map(({ id }) => id)
    const samples = await sampleContainers(engine, ids, signal)
    const at = now()
    before = { at, samples }
    const measured = running.flatMap((container) => {
      const sample = samples.get(container.id)
      const earlier = known.get(container.id) ?? first.get(container.id)
      if (sample === undefined || earlier === undefined) return []
      return [{ container, usage: usageOf({ ...sample, precpu_stats: earlier.cpu_stats }) }]
    })
    return { at, containers, measured }
  }

  return {
    measure() {
      if (latest !== undefined && now() - latest.at < freshMs) return latest.measurement
      const begun = { at: now(), measurement: look() }
      latest = begun
      // A failure is not answered again.
      begun.measurement.catch(() => {
        if (latest === begun) latest = undefined
      })
      return begun.measurement
    },
  }
}
