import type { Project } from '@berth/compose'
import type { ProjectSummary } from '@berth/contract'
import { toDesiredState } from '@berth/convergence'
import { type ContainerSummary, label } from '@berth/docker-engine'

/** What a service is made from, as far as it shows on a container. */
export interface ServiceMark {
  readonly service: string
  readonly configHash: string
  readonly replicas: number
}

/** The revision that a project runs. */
export interface DeployedMarks {
  readonly revision: number
  /** Name of who deployed it. */
  readonly author: string
  /** Epoch milliseconds. */
  readonly createdAt: number
  readonly services: readonly ServiceMark[]
}

const marked = new WeakMap<Project, readonly ServiceMark[]>()

/** The services of the files, sorted by name. Hashes are computed once for each loaded project. */
export function marksOf(project: Project): readonly ServiceMark[] {
  const known = marked.get(project)
  if (known !== undefined) return known
  const marks = toDesiredState(project)
    .services.map(({ name, configHash, replicas }) => ({ service: name, configHash, replicas }))
    .sort((a, b) => (a.service < b.service ? -1 : 1))
  marked.set(project, marks)
  return marks
}

/**
 * The files, the deployed revision and the Engine, compared: the services in which the first and the last
 * differ from the second. Without a revision the Engine is compared with the files. Pure.
 */
export function driftOf(
  files: readonly ServiceMark[] | undefined,
  deployed: DeployedMarks | undefined,
  containers: readonly ContainerSummary[],
): NonNullable<ProjectSummary['drift']> {
  const running = runningMarks(containers)
  const expected = deployed?.services ?? files
  return {
    revision: deployed?.revision ?? null,
    files: deployed === undefined || files === undefined ? [] : differences(files, deployed.services),
    engine:
      expected === undefined || (deployed === undefined && containers.length === 0)
        ? []
        : differences(running, expected),
  }
}

function runningMarks(containers: readonly ContainerSummary[]): ServiceMark[] {
  const own = containers.filter(
    ({ labels }) => labels[label.service] !== undefined && labels[label.oneOff]?.toLowerCase() !== 'true',
  )
  return [...Map.groupBy(own, ({ labels }) => labels[label.service] ?? '')].map(([service, replicas]) => {
    const hashes = new Set(replicas.map(({ labels }) => labels[label.configHash] ?? ''))
    return { service, configHash: hashes.size === 1 ? ([...hashes][0] ?? '') : '', replicas: replicas.length }
  })
}

/** Names of services that are not the same on both sides, sorted. */
function differences(one: readonly ServiceMark[], other: readonly ServiceMark[]): string[] {
  // A service of no replicas has no container, and none is missed.
  const keys = (marks: readonly ServiceMark[]) =>
    new Map(
      marks
        .filter(({ replicas }) => replicas > 0)
        .map(({ service, configHash, replicas }) => [service, `${configHash} ${replicas}`]),
    )
  const [left, right] = [keys(one), keys(other)]
  return [...new Set([...left.keys(), ...right.keys()])]
    .filter((service) => left.get(service) !== right.get(service))
    .sort()
}
