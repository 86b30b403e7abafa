import type { Project, Service } from '@berth/compose'

/** The image of a service: the one it names, or else the one that is built for it, under Compose's name. Pure. */
export const imageOf = ({ name }: Pick<Project, 'name'>, service: Pick<Service, 'name' | 'image'>): string =>
  service.image ?? `${name}-${service.name}`

/** The images that the services of a project build, by reference. Pure. */
export const builtImagesOf = (project: Pick<Project, 'name' | 'services'>): string[] =>
  Object.values(project.services)
    .filter(({ build }) => build !== undefined)
    .map((service) => imageOf(project, service))
