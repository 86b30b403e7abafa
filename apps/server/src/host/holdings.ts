import type { ContainerSummary } from '@berth/docker-engine'
import { label } from '@berth/docker-engine'
import type { CopyPort } from '../copies/isolate.ts'
import type { ProjectRecord } from '../projects/project-store.ts'
import type { RunRecord } from '../runs/run.ts'

/** What is known here of the projects on the Engine. */
export interface Holdings {
  /** Names of the users whose projects, copies and environments of runs they are, by name of the project. */
  readonly owners: ReadonlyMap<string, string>
  /** By name: projects and environments of runs. */
  readonly projects: readonly string[]
  /** What copies were given. */
  readonly given: readonly GivenPort[]
}

export interface GivenPort extends Pick<CopyPort, 'service' | 'target' | 'protocol' | 'published'> {
  readonly project: string
}

/** Puts together whose what is. Pure. */
export function holdingsOf(
  records: readonly Pick<ProjectRecord, 'name' | 'owner' | 'ports'>[],
  runs: readonly Pick<RunRecord, 'name' | 'actor'>[],
): Holdings {
  return {
    owners: new Map([
      ...runs.map(({ name, actor }) => [name, actor.user] as const),
      ...records.flatMap(({ name, owner }) => (owner === undefined ? [] : [[name, owner.name] as const])),
    ]),
    projects: [...runs, ...records].map(({ name }) => name).sort(),
    given: records.flatMap(({ name: project, ports }) =>
      ports.map(({ service, target, protocol, published }) => ({
        project,
        service,
        target,
        protocol,
        published,
      })),
    ),
  }
}

/** The name of the project of a container, as Compose labels it. Pure. */
export const projectOf = ({ labels }: Pick<ContainerSummary, 'labels'>): string | undefined =>
  labels[label.project]
