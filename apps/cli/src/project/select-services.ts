import type { Project, Service } from '@berth/compose'

/**
 * The project with only the named services and all that they depend on; networks and volumes that none of
 * them uses are left out. Nothing named: the project as it is. Pure.
 */
export function selectServices(project: Project, names: readonly string[]): Project {
  if (names.length === 0) return project
  const chosen = withDependencies(project, names)
  const services = pick(project.services, (name) => chosen.has(name))
  const used = Object.values(services)
  const networks = new Set(used.flatMap((service) => Object.keys(service.networks ?? {})))
  const volumes = new Set(used.flatMap(volumesOf))
  return {
    ...project,
    services,
    disabledServices: { ...project.disabledServices, ...pick(project.services, (name) => !chosen.has(name)) },
    networks: pick(project.networks, (key) => networks.has(key)),
    volumes: pick(project.volumes, (key) => volumes.has(key)),
  }
}

/** Names that the project does not have, in the order they were given. */
export const unknownServices = (project: Project, names: readonly string[]): string[] =>
  names.filter((name) => !Object.hasOwn(project.services, name))

function withDependencies({ services }: Project, names: readonly string[]): Set<string> {
  const found = new Set<string>()
  const queue = [...names]
  for (let name = queue.pop(); name !== undefined; name = queue.pop()) {
    if (found.has(name)) continue
    found.add(name)
    queue.push(...Object.keys(services[name]?.depends_on ?? {}))
  }
  return found
}

const volumesOf = ({ volumes = [] }: Service) =>
  volumes.flatMap(({ type, source }) => (type === 'volume' && source !== undefined ? [source] : []))

const pick = <T>(record: Readonly<Record<string, T>>, keep: (key: string) => boolean): Record<string, T> =>
  Object.fromEntries(Object.entries(record).filter(([key]) => keep(key)))
