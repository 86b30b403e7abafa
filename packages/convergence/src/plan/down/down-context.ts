import type { ObservedContainer } from '../../observed/observed-state.ts'
import type { PlanDownOptions } from '../down.ts'
import type { Removed } from '../emit/removal.ts'
import type { Graph } from '../graph.ts'

/** What is known once it is decided which containers go. */
export interface DownContext {
  readonly graph: Graph
  readonly removed: readonly Removed[]
  /** Containers of the project that stay. */
  readonly kept: readonly ObservedContainer[]
  readonly options: PlanDownOptions
}

/** Whether only some services are taken down. */
export const isPartial = ({ services = [] }: PlanDownOptions): boolean => services.length > 0

/** The services of the files that are taken down; none where there are no files. */
export const downServices = ({ desired, services = [] }: PlanDownOptions) =>
  (desired?.services ?? []).filter(({ name }) => services.length === 0 || services.includes(name))
