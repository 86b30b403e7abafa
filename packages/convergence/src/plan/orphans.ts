import type { DesiredState } from '../desired/desired-state.ts'
import type { ObservedContainer, ObservedState } from '../observed/observed-state.ts'
import { addRemoval, type Removed } from './emit/removal.ts'
import type { Graph } from './graph.ts'
import type { PlanUpOptions } from './options.ts'

/**
 * Containers whose service the files no longer know; services switched off by profiles are known (R36, R37).
 * One-off containers count only when they have ended.
 */
export function orphansOf(
  desired: Pick<DesiredState, 'services' | 'disabledServices'>,
  observed: ObservedState,
): ObservedContainer[] {
  const known = new Set([...desired.services.map(({ name }) => name), ...desired.disabledServices])
  return observed.containers.filter(({ service, isOneOff, state }) =>
    isOneOff ? state === 'exited' || state === 'dead' : !known.has(service),
  )
}

/** Removes orphans when that was asked for, else tells of them. */
export function planOrphans(
  orphans: readonly ObservedContainer[],
  { options, graph }: { readonly options: PlanUpOptions; readonly graph: Graph },
): { readonly removed: readonly Removed[]; readonly notices: readonly string[] } {
  if (orphans.length === 0) return { removed: [], notices: [] }
  if (!options.removeOrphans) {
    const told = (what: string, containers: readonly ObservedContainer[]) =>
      containers.length === 0
        ? []
        : [`${what}: ${containers.map(({ name }) => name).join(', ')}. Remove them with --remove-orphans.`]
    const notices = [
      ...told(
        'Containers of services that the files no longer have',
        orphans.filter(({ isOneOff }) => !isOneOff),
      ),
      ...told(
        'Containers of commands that have ended',
        orphans.filter(({ isOneOff }) => isOneOff),
      ),
    ]
    return { removed: [], notices }
  }
  const removed = orphans.map((container) =>
    addRemoval(graph, {
      container,
      group: `container ${container.name}`,
      cause: 'the files no longer have its service',
      timeoutSeconds: options.timeoutSeconds,
    }),
  )
  return { removed, notices: [] }
}
