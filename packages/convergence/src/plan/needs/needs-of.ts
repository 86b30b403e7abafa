import type { DesiredService } from '../../desired/desired-state.ts'
import { type HostPorts, hostPortsOf } from '../../desired/host-ports.ts'
import type { ObservedState } from '../../observed/observed-state.ts'
import type { Action } from '../action.ts'
import { isActive } from '../networks.ts'
import type { PlanProblem } from '../plan.ts'
import type { ReplicaChange } from '../replicas.ts'
import type { ServiceDecision } from '../restart-dependents.ts'
import { type Holders, holdersIn } from './holders.ts'
import { imageNeeds } from './image-needs.ts'
import type { NameNeed, PlanNeeds, PortNeed } from './plan-needs.ts'
import { type Claim, nameProblems, portProblems } from './taken-problems.ts'

interface Planned {
  readonly observed: ObservedState
  readonly actions: readonly Action[]
  /** Nothing is started, so that no port is needed yet. */
  readonly startsNothing: boolean
}

/** What a plan of `up` takes of the host, what stands in its way, and what should be known about it. */
export function needsOf(
  decisions: readonly ServiceDecision[],
  { observed, actions, startsNothing }: Planned,
): {
  readonly needs: PlanNeeds
  readonly problems: readonly PlanProblem[]
  readonly notices: readonly string[]
} {
  const holders = holdersIn(observed, givenUp(actions))
  const changes = decisions.flatMap((decision) =>
    decision.changes.map((change) => ({ service: decision.service, change })),
  )
  const claims = startsNothing ? [] : changes.filter(({ change }) => starts(change)).map(claimOf)
  const ports = claims.flatMap((claim) => claim.ports.map((wanted) => portNeed(claim, wanted, holders)))
  const names = changes.flatMap(({ service, change }) => nameNeeds(service, change, holders))
  const { images, disk, notices } = imageNeeds(decisions, { observed, actions })
  return {
    needs: {
      ports: ports.toSorted(byPort),
      names: names.toSorted((a, b) => (a.name < b.name ? -1 : 1)),
      images,
      ...(disk && { disk }),
    },
    problems: [...portProblems(claims, ports), ...nameProblems(names, observed.project)],
    notices: [...portNotices(ports), ...notices],
  }
}

/** Containers that the plan stops or removes: they leave their ports, and perhaps their names. */
function givenUp(actions: readonly Action[]): (id: string) => boolean {
  const ids = new Set(
    actions.flatMap((action) =>
      (action.kind === 'stop-container' || action.kind === 'remove-container') && 'id' in action.container
        ? [action.container.id]
        : [],
    ),
  )
  return (id) => ids.has(id)
}

/** What took over already and runs has its ports. */
const starts = (change: ReplicaChange) =>
  change.kind !== 'keep' &&
  change.kind !== 'remove' &&
  !(change.kind === 'finish' && isActive(change.container))

function claimOf({
  service,
  change,
}: {
  readonly service: DesiredService
  readonly change: ReplicaChange
}): Claim {
  const { name, body } = service.containers(change.number)
  return { service: service.name, container: name, ports: hostPortsOf(body) }
}

function portNeed({ service }: Claim, wanted: HostPorts, holders: Holders): PortNeed {
  const { hostIp, protocol, first, last } = wanted
  const heldBy = holders.ofPorts(wanted)
  return {
    service,
    hostIp,
    protocol,
    published: first,
    ...(last !== first && { lastPublished: last }),
    ...(heldBy && { heldBy }),
  }
}

/** A container that keeps its name, or takes it over from the one that it replaces, needs none. */
function nameNeeds(service: DesiredService, change: ReplicaChange, holders: Holders): NameNeed[] {
  if (
    change.kind === 'keep' ||
    change.kind === 'remove' ||
    change.kind === 'start' ||
    change.kind === 'restart'
  )
    return []
  const { name } = service.containers(change.number)
  const own = [...change.leftovers, ...('container' in change ? [change.container] : [])]
  const heldBy = own.some((container) => container.name === name) ? undefined : holders.ofName(name)
  return heldBy === undefined ? [] : [{ name, service: service.name, heldBy }]
}

/** A program may listen where a container could all the same: only the Engine knows. */
const portNotices = (ports: readonly PortNeed[]): string[] =>
  ports.flatMap(({ service, published, heldBy }) =>
    heldBy?.kind === 'program'
      ? [
          `Service ${service} needs host port ${published}, on which ${heldBy.name ?? 'a program'} listens on this machine.`,
        ]
      : [],
  )

const byPort = (a: PortNeed, b: PortNeed) => a.published - b.published || (a.protocol < b.protocol ? -1 : 1)
