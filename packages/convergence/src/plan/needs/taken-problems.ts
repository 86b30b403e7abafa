import type { HostPorts } from '../../desired/host-ports.ts'
import type { PlanProblem } from '../plan.ts'
import { collide, willBeFree } from './holders.ts'
import type { Holder, NameNeed, PortNeed } from './plan-needs.ts'

/** A container that is going to start, and the host ports that it asks for. */
export interface Claim {
  readonly service: string
  readonly container: string
  readonly ports: readonly HostPorts[]
}

type ContainerHolder = Extract<Holder, { kind: 'container' }>

/** Ports that a container holds which this plan does not stop, and ports that are wanted twice. */
export function portProblems(claims: readonly Claim[], needs: readonly PortNeed[]): PlanProblem[] {
  return [
    ...needs.flatMap(takenPort),
    ...claims.flatMap((claim, index) => wantedTwice(claim, claims.slice(0, index))),
  ]
}

function takenPort({ service, published, lastPublished, protocol, heldBy }: PortNeed): PlanProblem[] {
  if (heldBy?.kind !== 'container' || willBeFree(heldBy)) return []
  const what =
    lastPublished === undefined
      ? `host port ${published}/${protocol}, which`
      : `one of the host ports ${published}-${lastPublished}/${protocol}, of which none is free:`
  return [
    {
      code: 'PLAN_PORT_TAKEN',
      message: `Service ${service} needs ${what} ${inWords(heldBy)} ${lastPublished === undefined ? 'has' : 'has one'}.`,
      fix: `Publish another port for ${service}, or stop ${heldBy.name}.`,
      service,
    },
  ]
}

const single = (ports: readonly HostPorts[]) =>
  ports
    .filter(({ first, last }) => first === last)
    .map(({ hostIp, protocol, first: published }) => ({ hostIp, protocol, published }))

function wantedTwice(claim: Claim, others: readonly Claim[]): PlanProblem[] {
  return single(claim.ports).flatMap((port): PlanProblem[] => {
    const other = others.find(({ ports }) => single(ports).some((their) => collide(port, their)))
    if (other === undefined) return []
    return [
      {
        code: 'PLAN_PORT_TAKEN',
        message: `Containers ${other.container} and ${claim.container} both need host port ${port.published}/${port.protocol}.`,
        fix:
          other.service === claim.service
            ? `Run one replica of ${claim.service}, or publish a range of ports or only the container's port.`
            : `Publish another port for ${claim.service} or ${other.service}.`,
        service: claim.service,
      },
    ]
  })
}

/** Names that a container of somebody else has; those of this project's own are told where they are freed. */
export function nameProblems(needs: readonly NameNeed[], project: string): PlanProblem[] {
  return needs.flatMap(({ name, service, heldBy }): PlanProblem[] => {
    if (heldBy.kind !== 'container' || heldBy.project === project) return []
    return [
      {
        code: 'PLAN_NAME_TAKEN',
        message: `Service ${service} needs the container name ${name}, which ${inWords(heldBy)} has.`,
        fix: `Give the service another container_name, or remove or rename that container.`,
        service,
      },
    ]
  })
}

const inWords = ({ name, project }: ContainerHolder) =>
  project === undefined
    ? `container ${name}, not made by Compose,`
    : `container ${name} of project ${project}`
