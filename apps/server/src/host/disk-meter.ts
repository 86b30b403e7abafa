import { setTimeout as delay } from 'node:timers/promises'
import type { HostReader } from '@berth/convergence'
import type { DiskUsage, EngineReader } from '@berth/docker-engine'

/** What lies on the disk of the Engine. */
export interface MeasuredDisk {
  /** Epoch milliseconds. */
  readonly at: number
  readonly usage: DiskUsage
  /** Absent where the disk is out of sight. */
  readonly freeBytes?: number
}

/** Measures the disk of the Engine, which takes long: at most once a minute, and once for all who ask. */
export interface DiskMeter {
  /** At most a minute old. */
  measure(): Promise<MeasuredDisk>
  /** The last that is known, however old: a newer one is begun. Undefined when there is none within half a second. */
  latest(): Promise<MeasuredDisk | undefined>
}

export interface DiskMeterOptions {
  readonly engine: Pick<EngineReader, 'diskUsage' | 'dataFolder'>
  /** The machine that the Engine runs on, where that is this one. */
  readonly host: HostReader | undefined
  readonly now: () => number
  /** Ends everything. */
  readonly signal: AbortSignal
}

const freshMs = 60_000
const patienceMs = 500

/** @see DiskMeter */
export function createDiskMeter({ engine, host, now, signal }: DiskMeterOptions): DiskMeter {
  let known: MeasuredDisk | undefined
  let measuring: Promise<MeasuredDisk> | undefined

  const look = async (): Promise<MeasuredDisk> => {
    const [usage, folder] = await Promise.all([engine.diskUsage({ signal }), engine.dataFolder({ signal })])
    const freeBytes = await host?.freeBytes(folder)
    known = { at: now(), usage, ...(freeBytes !== undefined && { freeBytes }) }
    return known
  }

  const measure = async () => {
    if (known !== undefined && now() - known.at < freshMs) return known
    measuring ??= look().finally(() => {
      measuring = undefined
    })
    return measuring
  }

  return {
    measure,
    async latest() {
      const measured = measure()
      if (known === undefined)
        return Promise.race([measured, delay(patienceMs, undefined, { signal, ref: false })])
      // Whoever asks next is told why it failed.
      measured.catch(() => {})
      return known
    },
  }
}
