import type { ContainerBody } from '@berth/docker-engine'
import { label } from '@berth/docker-engine'
import { linksTo, parseLink, withLinks } from '../../desired/container-spec/links.ts'
import type { DesiredService } from '../../desired/desired-state.ts'
import type { ObservedContainer } from '../../observed/observed-state.ts'
import type { PreStop } from '../around-start.ts'
import type { UpContext } from '../context.ts'
import type { Graph } from '../graph.ts'
import type { Rollback } from '../plan.ts'
import type { ReplicaChange } from '../replicas.ts'
import type { ServiceDecision } from '../restart-dependents.ts'
import { containersSharedBy, withSharedContainers } from '../shared-containers.ts'
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
  /** What gives a container its name, with the name that has to be free. */
  readonly renames: { readonly id: string; readonly name: string; readonly service: string }[]
  readonly rollbacks: Rollback[]
  /** Stops, with the hooks that run before them. */
  readonly preStops: PreStop[]
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
  service.isOneOff ? `container ${service.containers(number).name}` : `service ${service.name} ${number}`

/**
 * The body with what depends on the plan: the image's id, what it replaces, the containers it links to, and those
 * that it shares with, if they exist.
 */
export function bodyOf(
  service: DesiredService,
  number: number,
  { context, replaces }: { readonly context: UpContext; readonly replaces: boolean },
): ContainerBody {
  const { name, body: plain } = service.containers(number)
  const known = sharesUnmade(service, context) ? plain : withSharedContainers(plain, service, context)
  const body = withLinks(linksOf(service, number, context), known)
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

/** To every container of a service that is linked to, which is there or is going to be. */
function linksOf(service: DesiredService, number: number, { desired, containerNames }: UpContext): string[] {
  // The number that Docker Compose gives to containers that have none.
  const replica = service.isOneOff ? -1 : number
  return service.links.flatMap((link) =>
    (containerNames.get(parseLink(link).service) ?? []).flatMap((container) =>
      linksTo(container, link, { project: desired.project, replica }),
    ),
  )
}

/** Whether it shares with a container that this plan makes. */
const sharesUnmade = (service: DesiredService, context: UpContext) =>
  containersSharedBy(service, context).some(({ container }) => 'ref' in container)

/** What only `apply` knows of a container that shares with one made in the same plan. */
export function sharing(service: DesiredService, context: UpContext) {
  if (service.sharing === undefined || !sharesUnmade(service, context)) return {}
  const { shares, hashParts } = service.sharing
  const containers = shares.flatMap(({ service: name }) => {
    const shared = context.sharedContainers.get(name)
    return shared === undefined ? [] : [[name, shared.container] as const]
  })
  return { shares: { containers: Object.fromEntries(containers), hashParts } }
}

/** What has to exist before a container can be created. */
export function prerequisites(service: DesiredService, emission: Emission): string[] {
  const { context } = emission
  const ids = [
    ...linkedBefore(service, emission),
    ...containersSharedBy(service, context).map(({ container }) =>
      'ref' in container ? container.ref : undefined,
    ),
    context.images.get(service.name)?.action,
    ...service.imageMounts.map((image) => context.imageMounts.get(image)),
    ...service.networks.map((key) => context.networks.get(key)?.create),
    ...service.volumes.map((key) => context.volumeCreates.get(key)),
  ]
  return [...new Set(ids.filter((id) => id !== undefined))]
}

/**
 * What makes the containers that a service links to, where the Engine looks for those when it creates one: on its
 * own bridge. They have to have their names by then.
 */
export function linkedBefore(service: DesiredService, { decisions, graph }: Emission): string[] {
  const mode = service.containers(1).body.HostConfig.NetworkMode ?? ''
  if (!['bridge', 'default'].includes(mode)) return []
  return service.links.flatMap((link) => {
    const linked = parseLink(link).service
    const keys = (decisions.get(linked)?.changes ?? []).map(({ number }) => `${linked}:${number}`)
    return keys
      .flatMap((key) => [`create-container:${key}`, `rename-container:${key}`])
      .filter((id) => graph.has(id))
  })
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
