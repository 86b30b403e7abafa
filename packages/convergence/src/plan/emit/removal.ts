import { isAnonymous } from '../../observed/anonymous-volume.ts'
import type { ObservedContainer } from '../../observed/observed-state.ts'
import type { Graph } from '../graph.ts'
import { isActive } from '../networks.ts'

/** The actions that stop (when it runs) and remove a container. */
export interface Removed {
  readonly container: ObservedContainer
  readonly stop?: string
  readonly remove: string
}

interface Removal {
  readonly container: ObservedContainer
  readonly group: string
  readonly cause: string
  readonly timeoutSeconds?: number | undefined
  /** Its anonymous volumes too. */
  readonly volumes?: boolean
  /** Killing it is the same as stopping it: one call does both. */
  readonly kills?: boolean
}

/** Adds the removal of a container that nothing replaces. */
export function addRemoval(graph: Graph, removal: Removal): Removed {
  const { container, group, cause, volumes = false, kills = false } = removal
  const key = removalKey(graph, container)
  const isKilled = kills && isActive(container)
  const stop = isActive(container) && !isKilled ? addStop(graph, removal, key) : undefined
  const remove = graph.add(
    {
      kind: 'remove-container',
      id: `remove-container:${key}`,
      group,
      service: container.service,
      cause,
      container: { id: container.id },
      name: container.name,
      volumes,
      ...((container.state === 'dead' || isKilled) && { force: true }),
      ...(volumes && hasAnonymousVolume(container) && { destroys: `anonymous volumes of ${container.name}` }),
    },
    stop === undefined ? [] : [stop],
  )
  return { container, remove, ...(stop !== undefined && { stop }) }
}

function addStop(graph: Graph, { container, group, cause, timeoutSeconds }: Removal, key: string): string {
  return graph.add({
    kind: 'stop-container',
    id: `stop-container:${key}`,
    group,
    service: container.service,
    cause,
    container: { id: container.id },
    name: container.name,
    ...(timeoutSeconds !== undefined && { graceSeconds: timeoutSeconds }),
  })
}

/** `web:2`, or `web:2:0123456789ab` when there are several of that number. */
function removalKey(graph: Graph, { service, number, id }: ObservedContainer): string {
  const key = `${service}:${number}`
  return graph.has(`remove-container:${key}`) ? `${key}:${id.slice(0, 12)}` : key
}

const hasAnonymousVolume = ({ volumes }: ObservedContainer) => volumes.some(isAnonymous)
