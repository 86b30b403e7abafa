import type { Project, Service } from '@berth/compose'

/**
 * The project with only the named services and all that they depend on, and what these use: networks, volumes,
 * configs, secrets and models that none of them does are left out, unless all of them are asked for. Nothing named:
 * the project as it is. Pure.
 */
export function selectServices(
  project: Project,
  names: readonly string[],
  resources: 'used' | 'all' = 'used',
): Project {
  if (names.length === 0) return project
  const chosen = withDependencies(project, names)
  const isChosen = (name: string) => chosen.has(name)
  const services = Object.entries(pick(project.services, isChosen)).map(([name, service]) => [
    name,
    withoutOthers(service, isChosen),
  ])
  const selected: Project = {
    ...project,
    services: Object.fromEntries(services),
    disabledServices: { ...project.disabledServices, ...pick(project.services, (name) => !chosen.has(name)) },
  }
  if (resources === 'all') return selected
  const used = usedBy(Object.values(selected.services))
  return {
    ...selected,
    networks: pick(project.networks, (key) => used.networks.has(key)),
    volumes: pick(project.volumes, (key) => used.volumes.has(key)),
    configs: pick(project.configs, (key) => used.configs.has(key)),
    secrets: pick(project.secrets, (key) => used.secrets.has(key)),
    models: pick(project.models, (key) => used.models.has(key)),
  }
}

/** Names that the project does not have, in the order they were given. */
export const unknownServices = (project: Project, names: readonly string[]): string[] =>
  names.filter((name) => !Object.hasOwn(project.services, name))

function withDependencies({ services }: Project, names: readonly string[]): Set<string> {
  const found = new Set<string>()
  const queue = [...names]
  for (let name = queue.pop(); name !== undefined; name = queue.pop()) {
    const service = services[name]
    if (service === undefined || found.has(name)) continue
    found.add(name)
    queue.push(...Object.keys(service.depends_on ?? {}))
  }
  return found
}

/** What the named services need and the project does not have, which an unchecked project may lack. */
export function missingDependencies(project: Project, names: readonly string[]): string[] {
  const needed = [...withDependencies(project, names)].flatMap((name) =>
    Object.entries(project.services[name]?.depends_on ?? {}),
  )
  return needed.filter(([, { required }]) => required).flatMap(([name]) => unknownServices(project, [name]))
}

/** The services that names mean: `*`, `?` and `[a-c]` stand for characters of names. One that matches none stays. */
export function expandNames({ services }: Project, names: readonly string[]): string[] {
  const known = Object.keys(services)
  return names.flatMap((name) => {
    const matching = /[*?[]/.test(name) ? known.filter((service) => isMatch(name, service)) : []
    return matching.length === 0 ? [name] : matching
  })
}

function isMatch(pattern: string, name: string): boolean {
  if (pattern === '') return name === ''
  if (pattern.startsWith('*')) {
    return isMatch(pattern.slice(1), name) || (name !== '' && isMatch(pattern, name.slice(1)))
  }
  const [sign = '', negation, set] = /^\[(\^?)([^\]]+)\]|^./s.exec(pattern) ?? []
  const character = name.charAt(0)
  if (character === '') return false
  const isMeant = set === undefined ? sign === '?' || sign === character : isIn(set, character)
  return isMeant !== (negation === '^') && isMatch(pattern.slice(sign.length), name.slice(1))
}

/** Whether a set such as `ad-f` holds a character. */
const isIn = (set: string, character: string): boolean =>
  (set.match(/.-.|./gs) ?? []).some(
    (range) => range.charAt(0) <= character && character <= range.charAt(range.length - 1),
  )

/** A dependency that is not there, because it is switched off and need not be there, is none. */
function withoutOthers(service: Service, isChosen: (name: string) => boolean): Service {
  const { depends_on: dependencies, ...rest } = service
  if (dependencies === undefined || Object.keys(dependencies).every(isChosen)) return service
  return { ...rest, depends_on: pick(dependencies, isChosen) }
}

const usedBy = (services: readonly Service[]) => ({
  networks: new Set(services.flatMap(({ networks = {} }) => Object.keys(networks))),
  volumes: new Set(services.flatMap(volumesOf)),
  configs: new Set(services.flatMap(({ configs = [] }) => configs.map(({ source }) => source))),
  secrets: new Set(
    services.flatMap(({ secrets = [], build }) =>
      [...secrets, ...(build?.secrets ?? [])].map(({ source }) => source),
    ),
  ),
  models: new Set(services.flatMap(({ models = {} }) => Object.keys(models))),
})

const volumesOf = ({ volumes = [] }: Service) =>
  volumes.flatMap(({ type, source }) => (type === 'volume' && source !== undefined ? [source] : []))

const pick = <T>(record: Readonly<Record<string, T>>, keep: (key: string) => boolean): Record<string, T> =>
  Object.fromEntries(Object.entries(record).filter(([key]) => keep(key)))
