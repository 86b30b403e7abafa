import type { ContainerBody } from '@berth/docker-engine'
import { label } from '@berth/docker-engine'
import type { DesiredService } from '../desired/desired-state.ts'
import { networkSharerHash } from '../desired/hash/config-hash.ts'
import type { NetworkHost, UpContext } from './context.ts'
import type { ReplicaChange } from './replicas.ts'

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
