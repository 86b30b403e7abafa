import type { HostDisk, HostPort, OwnerOrder, OwnerUsage } from '@berth/contract'
import { type HostReader, sharesNetwork } from '@berth/convergence'
import { type EngineReader, isEngineError } from '@berth/docker-engine'
import type { ProjectStore } from '../projects/project-store.ts'
import type { RunStore } from '../runs/run-store.ts'
import { createDiskMeter } from './disk-meter.ts'
import { diskReport } from './disk-report.ts'
import { holdingsOf } from './holdings.ts'
import { hostPortsOf } from './host-ports.ts'
import { ownersOf } from './owner-usage.ts'
import { createUsageMeter } from './usage-meter.ts'

/** Who holds what of the host. Everything rejects with an EngineError while the Engine does not answer. */
export interface HostView {
  owners(
    order: OwnerOrder | undefined,
  ): Promise<{ at: number; diskAt: number | undefined; owners: OwnerUsage[] }>
  /** By port. */
  ports(): Promise<HostPort[]>
  disk(): Promise<HostDisk>
}

export interface HostViewDependencies {
  readonly engine: Pick<
    EngineReader,
    'listContainers' | 'listNetworks' | 'containerStats' | 'diskUsage' | 'dataFolder'
  >
  readonly store: Pick<ProjectStore, 'list'>
  readonly runs: Pick<RunStore, 'listOpen'>
  /** The machine that the Engine runs on, where that is this one. */
  readonly host: HostReader | undefined
  readonly now: () => number
  /** Ends everything. */
  readonly signal: AbortSignal
}

/** @see HostView */
export function createHostView(dependencies: HostViewDependencies): HostView {
  const { engine, store, runs, host } = dependencies
  const usage = createUsageMeter(dependencies)
  const disk = createDiskMeter(dependencies)

  const readHoldings = async () => {
    const [records, open] = await Promise.all([store.list(), runs.listOpen()])
    return holdingsOf(
      records,
      open.filter(({ environment }) => environment === 'up' || environment === 'kept'),
    )
  }

  const readListeners = async () => {
    if (host === undefined || !sharesNetwork(host, await engine.listNetworks({}))) return []
    return host.listeners()
  }

  return {
    async owners(order) {
      const [holdings, measurement, known] = await Promise.all([
        readHoldings(),
        usage.measure(),
        disk.latest().catch(unlessEngine),
      ])
      const owners = ownersOf({ holdings, measurement, disk: known }, order)
      return { at: measurement.at, diskAt: known?.at, owners }
    },
    async ports() {
      const [holdings, containers, listeners] = await Promise.all([
        readHoldings(),
        engine.listContainers({}),
        readListeners(),
      ])
      return hostPortsOf({ holdings, containers, listeners })
    },
    async disk() {
      const [measured, holdings] = await Promise.all([disk.measure(), readHoldings()])
      return diskReport(measured, holdings)
    },
  }
}

/** An Engine may refuse to measure its disk, and is as good as before. */
function unlessEngine(error: unknown): undefined {
  if (!isEngineError(error)) throw error
}
