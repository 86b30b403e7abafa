import type { Network, Port, Project, Service, ServiceNetwork } from '@berth/compose'
import { ProblemError } from '../http/problem.ts'
import { onHostNetwork, ownImageNames, writtenOnHost } from '../projects/host-wide.ts'

/** The file that makes a project a copy. It is Berth's to write, and `docker compose` merges it too. */
export const copyFileName = 'compose.copy.yaml'

/** A port of the host that the files ask for by number. */
export interface FixedPort {
  readonly service: string
  /** The port of the container. */
  readonly target: number
  readonly protocol: string
  /** 0, or how many of the service with this target and protocol come before it. */
  readonly ordinal: number
  /** As the files have it: a number, or a range of which one is taken. */
  readonly from: string
}

/** Such a port, with the only address of the host that it is on. */
export interface WrittenPort extends FixedPort {
  readonly hostIp?: string
}

/** The port that a copy has instead. */
export interface CopyPort extends FixedPort {
  readonly published: number
}

export interface Isolation {
  /** The text of {@link copyFileName}. */
  readonly text: string
  /** What differs from the parent, and what is shared with it, a sentence each. */
  readonly notes: readonly string[]
}

/**
 * The ports of the host that a project asks for by number, of all services, switched off by profiles or not. What
 * the Engine chooses is not among them. Pure; by service, then in the order of the files.
 */
export const fixedPortsOf = (project: Project): WrittenPort[] =>
  servicesOf(project).flatMap((service) => portsOf(service).flatMap(({ fixed }) => fixed ?? []))

/** Tells a port of a project from the others. Pure. */
export const keyOfPort = ({ service, target, protocol, ordinal }: FixedPort): string =>
  `${service} ${target}/${protocol} ${ordinal}`

/** The ports of a service, each with what has to be another in a copy. */
function portsOf({ name: service, ports = [] }: Service) {
  const seen = new Map<string, number>()
  return ports.map((port): { readonly port: Port; readonly fixed?: WrittenPort } => {
    const { target, protocol, published = '', host_ip: hostIp } = port
    if (published === '' || published === '0') return { port }
    const ordinal = seen.get(`${target}/${protocol}`) ?? 0
    seen.set(`${target}/${protocol}`, ordinal + 1)
    return {
      port,
      fixed: { service, target, protocol, ordinal, from: published, ...(hostIp !== undefined && { hostIp }) },
    }
  })
}

/**
 * What has to be merged over the files of a project so that nothing of it is anybody else's: ports of the host, names
 * of containers, networks and volumes, subnets, and the tags of images that are built. Pure.
 *
 * @param project The files without the result, loaded under the name of the copy.
 * @param ports One for each of {@link fixedPortsOf}.
 * @throws a problem, COPY_NOT_ISOLATED, when something can only be there once.
 */
export function isolate(project: Project, ports: readonly CopyPort[]): Isolation {
  requireIsolable(project)
  const around = {
    project,
    ports: new Map(ports.map((port) => [keyOfPort(port), port])),
    built: ownImageNames(project.name, servicesOf(project)),
  }
  const parts = servicesOf(project).map((service) => isolateService(service, around))
  const networks = Object.entries(project.networks).map(([key, network]) =>
    isolateNetwork(key, network, project),
  )
  const volumes = Object.entries(project.volumes).map(([key, volume]) => isolateVolume(key, volume, project))
  const text = [
    '# Written by Berth: what makes this project a copy. Changes are lost; write them into compose.override.yaml.',
    `name: ${quoted(project.name)}`,
    ...section('services', parts),
    ...section('networks', networks),
    ...section('volumes', volumes),
    '',
  ].join('\n')
  return { text, notes: [...parts, ...networks, ...volumes].flatMap((part) => part.notes) }
}

/** What is said of one service, network or volume. */
interface Part {
  readonly key: string
  /** Lines of YAML below its key. */
  readonly lines: readonly string[]
  readonly notes: readonly string[]
}

function section(name: string, parts: readonly Part[]): string[] {
  const changed = parts.filter(({ lines }) => lines.length > 0)
  if (changed.length === 0) return []
  return [
    `${name}:`,
    ...changed.flatMap(({ key, lines }) => [`  ${quoted(key)}:`, ...lines.map((line) => `    ${line}`)]),
  ]
}

interface Around {
  readonly project: Project
  /** By {@link keyOfPort}. */
  readonly ports: ReadonlyMap<string, CopyPort>
  /** What the copy calls images that the parent builds under a name. */
  readonly built: ReadonlyMap<string, string>
}

function isolateService(service: Service, around: Around): Part {
  const parts = [ownPorts, ownContainerName, ownImage, ownAddresses].map((own) => own(service, around))
  return {
    key: service.name,
    lines: parts.flatMap(({ lines }) => lines),
    notes: [...parts.flatMap(({ notes }) => notes), ...sharedByService(service, around.project)],
  }
}

type Own = (service: Service, around: Around) => Pick<Part, 'lines' | 'notes'>

const nothing = { lines: [], notes: [] } as const

const ownPorts: Own = (service, { ports }) => {
  const own = portsOf(service).map(({ port, fixed }) => {
    const given = fixed && ports.get(keyOfPort(fixed))
    return { port, given }
  })
  const changed = own.flatMap(({ given }) => given ?? [])
  if (changed.length === 0) return nothing
  return {
    lines: [
      'ports: !override',
      ...own.map(({ port, given }) => `  - ${literal(longPort(port, given?.published))}`),
    ],
    notes: changed.map(
      ({ from, published, protocol }) =>
        `${service.name} ${from}${protocol === 'tcp' ? '' : `/${protocol}`} → ${published}`,
    ),
  }
}

const longPort = ({ name, mode, host_ip, target, protocol, app_protocol }: Port, published?: number) => ({
  ...(name !== undefined && { name }),
  ...(mode !== undefined && { mode }),
  ...(host_ip !== undefined && { host_ip }),
  target,
  ...(published !== undefined && { published: String(published) }),
  protocol,
  ...(app_protocol !== undefined && { app_protocol }),
})

const ownContainerName: Own = ({ name, container_name }) =>
  container_name === undefined
    ? nothing
    : { lines: ['container_name: !reset null'], notes: [`${name} container_name ${container_name} dropped`] }

/** What is built for the copy must not replace what the parent runs. */
const ownImage: Own = ({ name, image, build }, { built }) => {
  const copy = image === undefined ? undefined : built.get(image)
  const tags = build?.tags === undefined ? [] : ['build:', '  tags: !reset null']
  if (copy === undefined) return { lines: tags, notes: [] }
  return { lines: [`image: ${quoted(copy)}`, ...tags], notes: [`${name} image ${image} → ${copy}`] }
}

/**
 * Networks of its own: without the addresses that only fit the parent's subnets, and with the name of a container
 * that is dropped, as others may call it by that.
 */
const ownAddresses: Own = ({ name, networks = {}, container_name }, { project }) => {
  const isOwn = (key: string) => project.networks[key]?.external !== true
  const own = Object.entries(networks).filter(([key]) => isOwn(key))
  const entries = own.flatMap(([key, network]) => {
    const lines = ownAddress(network, container_name)
    return lines.length === 0 ? [] : [`  ${quoted(key)}:`, ...lines.map((line) => `    ${line}`)]
  })
  const addresses = own.flatMap(([, network]) => addressesOf(network).map((key) => network?.[key]))
  return {
    lines: entries.length === 0 ? [] : ['networks:', ...entries],
    notes: addresses.map((address) => `${name} address ${address} dropped`),
  }
}

function ownAddress(network: ServiceNetwork | null, containerName: string | undefined): string[] {
  const aliases = containerName === undefined ? [] : [...(network?.aliases ?? []), containerName]
  return [
    ...addressesOf(network).map((key) => `${key}: !reset null`),
    ...(aliases.length === 0 ? [] : [`aliases: !override ${literal([...new Set(aliases)])}`]),
  ]
}

const addressesOf = (network: ServiceNetwork | null) =>
  (['ipv4_address', 'ipv6_address'] as const).filter((key) => network?.[key] !== undefined)

/** What a service has in common with the parent, on purpose of whoever wrote the files. */
function sharedByService(service: Service, project: Project): string[] {
  const { name, volumes_from = [], network_mode, pid, ipc } = service
  const containers = [network_mode, pid, ipc, ...volumes_from].filter((text) =>
    text?.startsWith('container:'),
  )
  return [...writtenOnHost(service, project), ...containers.map((text) => `${name} uses ${text}: shared`)]
}

function isolateNetwork(key: string, network: Network, { name: project }: Project): Part {
  if (network.external === true)
    return { key, lines: [], notes: [`network ${network.name} is external: shared`] }
  const name = `${project}_${key}`
  const subnets = (network.ipam?.config ?? []).flatMap(({ subnet }) => subnet ?? [])
  return {
    key,
    lines: [
      ...(network.name === name ? [] : [`name: ${quoted(name)}`]),
      ...(subnets.length === 0 ? [] : ['ipam:', '  config: !reset null']),
    ],
    notes: [
      ...(network.name === name ? [] : [`network ${network.name} → ${name}`]),
      ...subnets.map((subnet) => `network ${name} subnet ${subnet} dropped`),
    ],
  }
}

function isolateVolume(key: string, volume: Project['volumes'][string], { name: project }: Project): Part {
  if (volume.external === true)
    return { key, lines: [], notes: [`volume ${volume.name} is external: shared`] }
  const name = `${project}_${key}`
  const { device } = volume.driver_opts ?? {}
  return {
    key,
    lines: volume.name === name ? [] : [`name: ${quoted(name)}`],
    notes: [
      volume.name === name
        ? `volume ${name} is new and empty`
        : `volume ${volume.name} → ${name} (new, empty)`,
      ...(device === undefined ? [] : [`volume ${name} is kept at ${device}: shared`]),
    ],
  }
}

function requireIsolable(project: Project): void {
  const names = onHostNetwork(servicesOf(project))
  if (names.length === 0) return
  throw new ProblemError(
    'COPY_NOT_ISOLATED',
    `${names.join(', ')} would listen on the ports of the host beside the parent.`,
    { errors: names.map((name) => ({ message: `services.${name}.network_mode is host` })) },
  )
}

const servicesOf = ({ services, disabledServices }: Project): Service[] =>
  Object.values({ ...services, ...disabledServices }).sort((a, b) => (a.name < b.name ? -1 : 1))

const quoted = (text: string) => literal(text)

/** JSON is YAML; what it holds is not interpolated again. */
const literal = (value: unknown) => JSON.stringify(value).replaceAll('$', '$$$$')
