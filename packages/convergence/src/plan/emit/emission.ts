import type { ContainerBody } from '@berth/docker-engine'
import { label } from '@berth/docker-engine'
import type { DesiredService } from '../../desired/desired-state.ts'
import type { ObservedContainer } from '../../observed/observed-state.ts'
import type { UpContext } from '../context.ts'
import type { Graph } from '../graph.ts'
import { hostOf, withSharedNetwork } from '../network-hosts.ts'
import type { Rollback } from '../plan.ts'
import type { ReplicaChange } from '../replicas.ts'
import type { ServiceDecision } from '../restart-dependents.ts'
import type { Demand, Ready } from '../start-waits.ts'

/** What the emitters of one plan share, and what they leave behind for the links made at the end. */
export interface Emission {
  readonly graph: Graph
  readonly context: UpContext
  readonly decisions: ReadonlyMap<string, ServiceDecision>
  readonly demands: ReadonlyMap<string, Demand>
  /** By service; filled in start order. */
  readonly ready: Map<string, Ready>
  /** Container id to the action that stops it. */
  readonly stops: Map<string, string>
  /** Container id to the action that removes it. */
  readonly removals: Map<string, string>
  /** Containers whose host port another one needs: they cannot be stopped as late as possible. */
  readonly stopsEarly: ReadonlySet<string>
  /** Containers that are made or started, with what they need for themselves. */
  readonly claims: Claim[]
  /** Renames, with the name that has to be free. */
  readonly renames: { readonly id: string; readonly name: string; readonly service: string }[]
  readonly rollbacks: Rollback[]
}

/** A container that is going to run, and what it needs for itself: host ports and a name. */
export interface Claim {
  readonly start: string
  readonly waits: readonly string[]
  readonly group: string
  readonly service: string
  readonly name: string
  readonly body: ContainerBody
  /** The action that makes it, when nothing had its place before. */
  readonly create?: string
}

export type ChangeOf<K extends ReplicaChange['kind']> = Extract<ReplicaChange, { kind: K }>

/** One replica being emitted. */
export interface ReplicaEmission<C extends ReplicaChange = ReplicaChange> {
  readonly emission: Emission
  readonly service: DesiredService
  readonly change: C
  readonly ready: Ready
  /** What has to be there before it may start. */
  readonly start: { readonly after: readonly string[]; readonly afterEnd: readonly string[] }
  /** What the replica before it has to reach first. */
  readonly turn: readonly string[]
}

/** One line of progress: `service web 1`. */
export const groupOf = (service: DesiredService, number: number): string =>
  `service ${service.name} ${number}`

/** The body with the labels that depend on the plan: the image's id, and what it replaces. */
export function bodyOf(
  service: DesiredService,
  number: number,
  { context, replaces }: { readonly context: UpContext; readonly replaces: boolean },
): ContainerBody {
  const { name, body: plain } = service.containers(number)
  const body = withSharedNetwork(plain, service, context)
  const image = context.images.get(service.name)
  const isDefaultName = name.endsWith(`-${service.name}-${number}`)
  return {
    ...body,
    Labels: {
      ...body.Labels,
      ...(image?.id !== undefined && image.action === undefined && { [label.image]: image.id }),
      ...(replaces && { [label.replace]: isDefaultName ? `${service.name}-${number}` : name }),
    },
  }
}

/** What only `apply` knows of a container that shares the network of one made in the same plan. */
export function joining(service: DesiredService, context: UpContext) {
  const host = hostOf(service, context)
  if (service.sharesNetworkOf === undefined || host === undefined || 'id' in host.container) return {}
  return { joins: { container: host.container, hashParts: service.sharesNetworkOf.hashParts } }
}

/** What has to exist before a container can be created. */
export function prerequisites(service: DesiredService, context: UpContext): string[] {
  const host = hostOf(service, context)?.container
  const ids = [
    host !== undefined && 'ref' in host ? host.ref : undefined,
    context.images.get(service.name)?.action,
    ...service.networks.map((key) => context.networks.get(key)?.create),
    ...service.volumes.map((key) => context.volumeCreates.get(key)),
  ]
  return ids.filter((id) => id !== undefined)
}

/** A name under which a container can exist beside the one it is going to replace. */
export function temporaryName(
  name: string,
  holders: readonly ObservedContainer[],
  { observed }: UpContext,
): string {
  const taken = new Set(observed.containers.map((container) => container.name))
  const names = holders.map(({ id }) => `${id.slice(0, 12)}_${name}`)
  return names.find((candidate) => !taken.has(candidate)) ?? `${names[0]}_${holders.length}`
}
