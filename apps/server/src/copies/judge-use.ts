import { type ContainerStats, usageOf } from '@berth/docker-engine'

/** What a container had used when it was looked at. */
export interface Counted {
  /** Nanoseconds. */
  readonly cpu: number
  /** Nanoseconds of all processors of the host: the Engine's clock. */
  readonly system: number
  readonly processors: number
  /** Received and sent. */
  readonly bytes: number
}

/** By id of the container. */
export type Counters = Readonly<Record<string, Counted>>

/**
 * What a container may use and be idle still, on average between two looks: its own timers, health checks, and what
 * networks whisper.
 */
const idleFloor = { processors: 0.02, bytesPerSecond: 100 } as const

/** What is kept of samples. Pure. */
export const countersOf = (samples: ReadonlyMap<string, ContainerStats>): Counters =>
  Object.fromEntries(
    [...samples].map(([id, stats]) => {
      const { processors, receivedBytes, sentBytes } = usageOf(stats)
      const { cpu_usage, system_cpu_usage: system = 0 } = stats.cpu_stats
      return [id, { cpu: cpu_usage.total_usage, system, processors, bytes: receivedBytes + sentBytes }]
    }),
  )

/**
 * Whether one of the containers did more than nothing between two looks. Pure. One that is new or was started again
 * has nothing to be compared with, and says nothing.
 */
export const isUsedBetween = (before: Counters, after: Counters): boolean =>
  Object.entries(after).some(([id, now]) => {
    const then = before[id]
    if (then === undefined || now.cpu < then.cpu || now.bytes < then.bytes) return false
    const seconds = (now.system - then.system) / now.processors / 1e9
    if (seconds <= 0) return false
    const processors = (now.cpu - then.cpu) / 1e9 / seconds
    return processors > idleFloor.processors || (now.bytes - then.bytes) / seconds > idleFloor.bytesPerSecond
  })
