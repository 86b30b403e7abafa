import type { Replica, ServiceStatus } from '@berth/contract'

/** `2 of 3 running` when that says more than the state alone; else undefined. */
export function replicaCount({ wanted, replicas }: ServiceStatus): string | undefined {
  if (wanted <= 1 && replicas.length <= 1) return undefined
  const running = replicas.filter(({ state }) => up.has(state)).length
  return `${running} of ${wanted} running`
}

/** Whether a command could be run in it. */
export const hasTerminal = ({ replicas }: Pick<ServiceStatus, 'replicas'>): boolean =>
  replicas.some(({ state }) => up.has(state))

const up = new Set<Replica['state']>(['running', 'healthy', 'unhealthy', 'starting'])

/** The host ports of all replicas, each once, ascending. */
export function publishedPorts({ replicas }: ServiceStatus): readonly number[] {
  const ports = replicas.flatMap((replica) => replica.ports.map(({ published }) => published))
  return [...new Set(ports)].filter((port) => port > 0).toSorted((a, b) => a - b)
}
