import type { Replica, ReplicaState } from '@berth/contract'
import { type ContainerSummary, label } from '@berth/docker-engine'
import type { LiveContainer } from '../host/live-containers.ts'

/** The container as one replica of its service. Pure: everything comes from the Engine's list. */
export function toReplica(container: LiveContainer): Replica {
  const { id, name, image, status, createdAt, labels, trouble } = container
  const exitCode = exitCodeOf(status)
  return {
    container: id,
    name,
    number: Number(labels[label.containerNumber] ?? 1),
    state: replicaState(container),
    status,
    image,
    createdAt: new Date(createdAt).toISOString(),
    ...(exitCode !== undefined && { exitCode }),
    ...(trouble && trouble.restarts > 0 && { restarts: trouble.restarts }),
    ...(trouble?.isOutOfMemory && { isOutOfMemory: true }),
    ports: portsOf(container),
  }
}

/** The Engine tells health and exit code in its status text only, unless each container is inspected. */
export function replicaState({ state, status }: Pick<ContainerSummary, 'state' | 'status'>): ReplicaState {
  if (state === 'running') return healthOf(status)
  if (state === 'exited') return exitCodeOf(status) === 0 ? 'completed' : 'exited'
  if (state === 'removing') return 'exited'
  return state
}

function healthOf(status: string): ReplicaState {
  if (status.includes('(health: starting)')) return 'starting'
  if (status.includes('(unhealthy)')) return 'unhealthy'
  return status.includes('(healthy)') ? 'healthy' : 'running'
}

/** Of `Exited (137) 2 minutes ago`; a restarting container tells the code of its last run. */
function exitCodeOf(status: string): number | undefined {
  const code = /^(?:Exited|Restarting) \((\d+)\)/.exec(status)?.[1]
  return code === undefined ? undefined : Number(code)
}

/** Published ports, ascending; the Engine lists those of IPv4 and IPv6 apart. */
function portsOf({ ports }: ContainerSummary): Replica['ports'] {
  const published = ports.flatMap(({ published: port, ...rest }) =>
    port === undefined ? [] : [{ ...rest, published: port }],
  )
  const isShadow = (port: Replica['ports'][number]) =>
    port.hostIp === '::' && published.some((other) => other.hostIp === '0.0.0.0' && isSamePort(other, port))
  return published
    .filter((port) => !isShadow(port))
    .sort((a, b) => a.published - b.published || a.protocol.localeCompare(b.protocol))
}

type Ported = Pick<Replica['ports'][number], 'published' | 'target' | 'protocol'>

const isSamePort = (a: Ported, b: Ported) =>
  a.published === b.published && a.target === b.target && a.protocol === b.protocol
