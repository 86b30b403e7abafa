import type { Project, Service } from '@berth/compose'

/** Names of the services that are on the network of the host itself. Pure. */
export const onHostNetwork = (services: readonly Service[]): string[] =>
  services.filter(({ network_mode }) => network_mode === 'host').map(({ name }) => name)

/**
 * Images that are built under a name, and what they are called in a project that must not replace them: services may
 * use one that another builds. Pure.
 *
 * @param project The name of that project.
 */
export const ownImageNames = (project: string, services: readonly Service[]): ReadonlyMap<string, string> =>
  new Map(
    services.flatMap(({ name, image, build }) =>
      image === undefined || build === undefined ? [] : [[image, `${project}-${name}`]],
    ),
  )

/** What a service may write on the host, a sentence each; folders below the project's own are the project's. Pure. */
export const writtenOnHost = ({ name, volumes = [] }: Service, { workingDir }: Pick<Project, 'workingDir'>) =>
  volumes
    .filter(
      ({ type, source = '', read_only }) =>
        type === 'bind' &&
        read_only !== true &&
        source !== workingDir &&
        !source.startsWith(`${workingDir}/`),
    )
    .map(({ source }) => `${name} writes to ${source} of the host: shared`)
