import type { Project, Service } from '@berth/compose'

/** The project with each of its services changed. Pure. */
export const mapServices = (project: Project, change: (service: Service) => Service): Project => ({
  ...project,
  services: Object.fromEntries(
    Object.entries(project.services).map(([name, service]) => [name, change(service)]),
  ),
})
