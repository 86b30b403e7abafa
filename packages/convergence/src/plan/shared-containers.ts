import type { ContainerBody } from '@berth/docker-engine'
import type { DesiredService } from '../desired/desired-state.ts'
import { sharedConfigHash } from '../desired/hash/config-hash.ts'
import { resolveShared } from '../desired/resolve-shared.ts'
import type { SharedThing } from '../desired/sharing.ts'
import type { SharedContainer, UpContext } from './context.ts'
import type { PlanProblem } from './plan.ts'
import type { ReplicaChange } from './replicas.ts'
import type { ServiceDecision } from './restart-dependents.ts'

/** The container of a service that others share something of: that with the lowest number (R44). */
export function sharedContainer(
  service: DesiredService,
  changes: readonly ReplicaChange[],
): SharedContainer | undefined {
  const first = changes.find(({ kind }) => kind !== 'remove')
  if (first === undefined || first.kind === 'remove') return undefined
  const ref = `create-container:${service.name}:${first.number}`
  if (first.kind === 'create') return { container: { ref }, replaced: {} }
  if (first.kind !== 'replace') return { container: { id: first.container.id } }
  const { condition, container } = first
  if (condition === undefined) return { container: { ref }, replaced: {} }
  return { container: { ref, otherwise: container.id }, replaced: { condition } }
}

/** The same for a service that is not part of the plan: its container as it is. */
export function observedSharedContainer(
  service: string,
  { containers }: UpContext['observed'],
): SharedContainer | undefined {
  const [first] = containers
    .filter((container) => container.service === service && !container.isOneOff)
    .toSorted((a, b) => a.number - b.number)
  return first && { container: { id: first.id } }
}

const sharesOf = ({ sharing }: DesiredService) => sharing?.shares ?? []

/** What is said of a thing that is shared: `whose network it shares`. */
export const sharedWords: Readonly<Record<SharedThing, string>> = {
  network: 'network',
  ipc: 'IPC namespace',
  pid: 'process namespace',
  volumes: 'volumes',
}

/** Services that would have to share with a container that is not there (R44). */
export function sharingProblems(
  decisions: readonly ServiceDecision[],
  { sharedContainers }: UpContext,
): PlanProblem[] {
  return decisions.flatMap(({ service, changes }) => {
    const isIdle = changes.every(({ kind }) => kind === 'keep' || kind === 'remove')
    const missing = isIdle ? [] : sharesOf(service).filter((share) => !sharedContainers.has(share.service))
    return missing.map((share) => ({
      code: 'PLAN_SHARED_CONTAINER_MISSING' as const,
      message: `Service ${service.name} shares the ${sharedWords[share.what]} of service ${share.service}, which has no container.`,
      fix: `Give ${share.service} at least one replica, or take what is shared out of ${service.name}.`,
      service: service.name,
    }))
  })
}

/** The containers that a service shares something of, as far as there are any. */
export const containersSharedBy = (
  service: DesiredService,
  { sharedContainers }: UpContext,
): SharedContainer[] => sharesOf(service).flatMap((share) => sharedContainers.get(share.service) ?? [])

/** Why a service has to be made anew because of one whose container it shares; with a condition, only perhaps. */
export function sharedReplacements(service: DesiredService, { sharedContainers }: UpContext) {
  return sharesOf(service).flatMap(({ service: name, what }) => {
    const replaced = sharedContainers.get(name)?.replaced
    return replaced === undefined ? [] : [{ name, what: sharedWords[what], condition: replaced.condition }]
  })
}

/**
 * Whether new containers of the service can be created only when a network was replaced, and so when the old
 * ones have stopped: they attach to it, or share with a container that does.
 */
export function joinsReplacedNetwork(service: DesiredService, context: UpContext): boolean {
  const others = new Set(sharesOf(service).map((share) => share.service))
  return (
    service.networks.some((key) => context.networks.get(key)?.change === 'replace') ||
    context.selected.some((other) => others.has(other.name) && joinsReplacedNetwork(other, context))
  )
}

/** The hash that a container of the service should have; `undefined` while that is not known. */
export function wantedHash(service: DesiredService, context: UpContext): string | undefined {
  if (service.sharing === undefined) return service.configHash
  return sharedConfigHash(service.sharing.hashParts, (name) => knownContainer(name, context))
}

/** The body with the containers that are shared, when all of them are known. */
export function withSharedContainers(
  body: ContainerBody,
  service: DesiredService,
  context: UpContext,
): ContainerBody {
  const hash = service.sharing && wantedHash(service, context)
  if (hash === undefined) return body
  return resolveShared(body, hash, (name) => knownContainer(name, context))
}

function knownContainer(service: string, { sharedContainers }: UpContext): string | undefined {
  const container = sharedContainers.get(service)?.container
  if (container === undefined) return undefined
  return 'id' in container ? container.id : container.otherwise
}
