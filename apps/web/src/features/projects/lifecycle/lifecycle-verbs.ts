import type { ReplicaState, ServiceStatus } from '@berth/contract'

/** What can be done to containers as they are, without a plan. */
export type LifecycleVerb = 'start' | 'restart' | 'stop'

const up: ReadonlySet<ReplicaState> = new Set(['running', 'healthy', 'unhealthy', 'starting', 'restarting'])

/** The verbs that would change anything for these services, in the order in which they are offered. */
export function lifecycleVerbs(
  services: readonly Pick<ServiceStatus, 'replicas'>[],
): readonly LifecycleVerb[] {
  const replicas = services.flatMap((service) => service.replicas)
  const running = replicas.filter(({ state }) => up.has(state)).length
  return [
    ...(running < replicas.length ? (['start'] as const) : []),
    ...(running > 0 ? (['restart', 'stop'] as const) : []),
  ]
}

export const verbLooks: Readonly<Record<LifecycleVerb, { readonly label: string; readonly icon: string }>> = {
  start: { label: 'Start', icon: 'i-lucide-play' },
  restart: { label: 'Restart', icon: 'i-lucide-rotate-cw' },
  stop: { label: 'Stop', icon: 'i-lucide-square' },
}
