import type { Network, Project, Service, ServiceNetwork, Volume } from '@berth/compose'
import { ProblemError } from '../http/problem.ts'
import { onHostNetwork, ownImageNames, writtenOnHost } from '../projects/host-wide.ts'
import type { RunRequest } from './run.ts'

/** A project as a run of it is brought up, and what differs by that. */
export interface IsolatedProject {
  readonly project: Project
  /** A sentence each. */
  readonly notes: readonly string[]
}

/**
 * The service of a run with all that it needs, so that nothing of it is anybody else's: ports of the host are chosen by
 * the Engine; names of containers, networks and volumes, subnets, and the tags of what is built are its own. What is
 * external is replaced by something empty: whoever tests must not write to what others use. Pure.
 *
 * @param project Loaded under the name of the run, with all profiles on.
 * @throws a problem, SERVICE_NOT_FOUND or RUN_NOT_ISOLATED.
 */
export function isolateRun(
  project: Project,
  { service, command }: Pick<RunRequest, 'service' | 'command'>,
): IsolatedProject {
  if (!Object.hasOwn(project.services, service)) {
    throw new ProblemError('SERVICE_NOT_FOUND', `The project has no service ${service}.`)
  }
  const needed = neededBy(project, service)
  requireIsolable(needed)
  const built = ownImageNames(project.name, needed)
  const services = needed.map((each) => ({
    ...isolateService(each, { built, one: service }),
    ...(each.name === service && command && { command }),
  }))
  const networks = mapValues(project.networks, (network, key) => isolateNetwork(network, key, project))
  const volumes = mapValues(project.volumes, (volume, key) => isolateVolume(volume, key, project))
  return {
    project: {
      ...project,
      services: Object.fromEntries(services.map((each) => [each.name, each])),
      disabledServices: {},
      networks,
      volumes,
    },
    notes: notesOf(project, needed),
  }
}

/** The service and, without end, what it depends on, by name. */
function neededBy({ services }: Project, first: string): Service[] {
  const found = new Map<string, Service>()
  const queue = [first]
  for (let name = queue.pop(); name !== undefined; name = queue.pop()) {
    const service = services[name]
    if (service === undefined || found.has(name)) continue
    found.set(name, service)
    queue.push(...Object.keys(service.depends_on ?? {}))
  }
  return [...found.values()].sort((a, b) => (a.name < b.name ? -1 : 1))
}

function requireIsolable(services: readonly Service[]): void {
  const names = onHostNetwork(services)
  if (names.length === 0) return
  throw new ProblemError('RUN_NOT_ISOLATED', `${names.join(', ')} would listen on the ports of the host.`, {
    errors: names.map((name) => ({ message: `services.${name}.network_mode is host` })),
  })
}

interface Around {
  /** What the run calls images that the project builds under a name. */
  readonly built: ReadonlyMap<string, string>
  /** The service that is run once. */
  readonly one: string
}

function isolateService(service: Service, { built, one }: Around): Service {
  const { container_name, image, build, ports = [], networks, ...rest } = service
  const copy = image === undefined ? undefined : (built.get(image) ?? image)
  const { tags: _tags, ...building } = build ?? { context: '' }
  return {
    ...rest,
    ...(copy !== undefined && { image: copy }),
    ...(build && { build: building }),
    ports: service.name === one ? [] : ports.map(({ published: _published, ...port }) => port),
    ...(networks && {
      networks: mapValues(networks, (network) => isolateEndpoint(network, container_name)),
    }),
  }
}

/** Without the addresses that only fit subnets of the project, and with the name that others may call it by. */
function isolateEndpoint(network: ServiceNetwork | null, name: string | undefined): ServiceNetwork | null {
  if (network === null) return name === undefined ? null : { aliases: [name] }
  const { ipv4_address: _v4, ipv6_address: _v6, mac_address: _mac, ...rest } = network
  if (name === undefined) return rest
  return { ...rest, aliases: [...new Set([...(rest.aliases ?? []), name])] }
}

function isolateNetwork(network: Network, key: string, project: Project): Network {
  const name = `${project.name}_${key}`
  if (network.external === true) return { name }
  const { ipam, ...rest } = network
  return { ...rest, name, ...(ipam?.driver !== undefined && { ipam: { driver: ipam.driver } }) }
}

const isolateVolume = (volume: Volume, key: string, { name: project }: Project): Volume =>
  volume.external === true ? { name: `${project}_${key}` } : { ...volume, name: `${project}_${key}` }

function notesOf({ networks, volumes, workingDir }: Project, needed: readonly Service[]): string[] {
  const external = (
    kind: string,
    all: Readonly<Record<string, Network | Volume>>,
    used: ReadonlySet<string>,
  ) =>
    Object.entries(all)
      .filter(([key, { external: isExternal }]) => isExternal === true && used.has(key))
      .map(([, { name }]) => `${kind} ${name} is external: the run has an empty one of its own instead`)
  const mounted = needed.flatMap(({ volumes: own = [] }) => own.flatMap(({ source }) => source ?? []))
  return [
    ...external('network', networks, new Set(needed.flatMap((each) => Object.keys(each.networks ?? {})))),
    ...external('volume', volumes, new Set(mounted)),
    ...needed.flatMap((service) => writtenOnHost(service, { workingDir })),
  ]
}

const mapValues = <T>(
  record: Readonly<Record<string, T>>,
  change: (value: T, key: string) => T,
): Readonly<Record<string, T>> =>
  Object.fromEntries(Object.entries(record).map(([key, value]) => [key, change(value, key)]))
