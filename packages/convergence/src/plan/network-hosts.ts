import type { ContainerBody } from '@berth/docker-engine'
import { label } from '@berth/docker-engine'
import type { DesiredService } from '../desired/desired-state.ts'
import { networkSharerHash } from '../desired/hash/config-hash.ts'
import type { NetworkHost, UpContext } from './context.ts'
import type { PlanProblem } from './plan.ts'
import type { ReplicaChange } from './replicas.ts'
import type { ServiceDecision } from './restart-dependents.ts'

/** The container of a service whose network others share: that with the lowest number (R44). */
export function networkHost(
  service: DesiredService,
  changes: readonly ReplicaChange[],
): NetworkHost | undefined {
  const host = changes.find(({ kind }) => kind !== 'remove')
  if (host === undefined || host.kind === 'remove') return undefined
  const ref = `create-container:${service.name}:${host.number}`
  if (host.kind === 'create') return { container: { ref }, replaced: {} }
  if (host.kind !== 'replace') return { container: { id: host.container.id } }
  const { condition, container } = host
  if (condition === undefined) return { container: { ref }, replaced: {} }
  return { container: { ref, otherwise: container.id }, replaced: { condition } }
}

/** The same for a service that is not part of the plan: its container as it is. */
export function observedNetworkHost(
  service: string,
  { containers }: UpContext['observed'],
): NetworkHost | undefined {
  const [host] = containers
    .filter((container) => container.service === service && !container.isOneOff)
    .toSorted((a, b) => a.number - b.number)
  return host && { container: { id: host.id } }
}

/** Services that would have to join the network of a container that is not there (R44). */
export function hostProblems(decisions: readonly ServiceDecision[], context: UpContext): PlanProblem[] {
  return decisions.flatMap(({ service, changes }) => {
    const host = service.sharesNetworkOf?.service
    const isIdle = changes.every(({ kind }) => kind === 'keep' || kind === 'remove')
    if (host === undefined || isIdle || hostOf(service, context) !== undefined) return []
    return [
      {
        code: 'PLAN_NETWORK_HOST_MISSING' as const,
        message: `Service ${service.name} shares the network of service ${host}, which has no container.`,
        fix: `Give ${host} at least one replica, or give ${service.name} networks of its own.`,
        service: service.name,
      },
    ]
  })
}

/** The host whose network a service shares, when it does. */
export function hostOf(service: DesiredService, { networkHosts }: UpContext): NetworkHost | undefined {
  return service.sharesNetworkOf && networkHosts.get(service.sharesNetworkOf.service)
}

/**
 * Whether new containers of the service can be created only when a network was replaced, and so when the old
 * ones have stopped: they attach to it, or share the network of one that does.
 */
export function joinsReplacedNetwork(service: DesiredService, context: UpContext): boolean {
  const host = context.selected.find(({ name }) => name === service.sharesNetworkOf?.service)
  return (
    service.networks.some((key) => context.networks.get(key)?.change === 'replace') ||
    (host !== undefined && joinsReplacedNetwork(host, context))
  )
}

/** The hash that a container of the service should have; `undefined` while that is not known. */
export function wantedHash(service: DesiredService, context: UpContext): string | undefined {
  if (service.sharesNetworkOf === undefined) return service.configHash
  const host = knownHost(service, context)
  return host === undefined ? undefined : networkSharerHash(service.sharesNetworkOf.hashParts, host)
}

/** The body with the network that is shared, as far as its container is known. */
export function withSharedNetwork(
  body: ContainerBody,
  service: DesiredService,
  context: UpContext,
): ContainerBody {
  const host = knownHost(service, context)
  const hash = wantedHash(service, context)
  if (host === undefined || hash === undefined) return body
  return {
    ...body,
    Labels: { ...body.Labels, [label.configHash]: hash },
    HostConfig: { ...body.HostConfig, NetworkMode: `container:${host}` },
  }
}

function knownHost(service: DesiredService, context: UpContext): string | undefined {
  const container = hostOf(service, context)?.container
  if (container === undefined) return undefined
  return 'id' in container ? container.id : container.otherwise
}
