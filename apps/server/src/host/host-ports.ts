import type { HostPort } from '@berth/contract'
import type { HostReader } from '@berth/convergence'
import { type ContainerSummary, label } from '@berth/docker-engine'
import { type Holdings, projectOf } from './holdings.ts'

type Listener = Awaited<ReturnType<HostReader['listeners']>>[number]

export interface PortFacts {
  readonly holdings: Holdings
  readonly containers: readonly ContainerSummary[]
  /** On the host; empty where they cannot be seen. */
  readonly listeners: readonly Listener[]
}

/** Who holds which port of the host, by port. Pure. */
export function hostPortsOf({ holdings, containers, listeners }: PortFacts): HostPort[] {
  const published = containers.flatMap((container) => publishedBy(container, holdings))
  const held = new Set(published.map(keyOf))
  const given = holdings.given
    .map(({ published: port, ...copy }) => ({
      port,
      holder: 'copy' as const,
      ...copy,
      ...ownerIn(holdings, copy.project),
    }))
    .filter((port) => !held.has(keyOf(port)))
  // The Engine listens itself on what containers publish.
  const strangers = merged(
    listeners.filter((listener) => !held.has(keyOf(listener))),
    ({ port, protocol }) => ({ port, protocol, holder: 'program' as const }),
  )
  return [...published, ...given, ...strangers].sort(
    (a, b) =>
      a.port - b.port ||
      a.protocol.localeCompare(b.protocol, 'en') ||
      nameOf(a).localeCompare(nameOf(b), 'en'),
  )
}

const keyOf = ({ port, protocol }: Pick<HostPort, 'port' | 'protocol'>) => `${port}/${protocol}`
const nameOf = ({ container = '', hostIp = '' }: HostPort) => `${container} ${hostIp}`

const ownerIn = ({ owners }: Holdings, project: string | undefined) => {
  const owner = project === undefined ? undefined : owners.get(project)
  return owner === undefined ? {} : { owner }
}

function publishedBy(container: ContainerSummary, holdings: Holdings): HostPort[] {
  const { name, labels } = container
  const project = projectOf(container)
  const service = labels[label.service]
  const ports = container.ports.flatMap(({ published: port, hostIp = '', ...rest }) =>
    port === undefined ? [] : [{ ...rest, port, hostIp }],
  )
  return merged(ports, ({ port, protocol, target }) => ({
    port,
    protocol,
    holder: project === undefined ? 'container' : 'project',
    ...(project !== undefined && { project }),
    ...(service !== undefined && { service }),
    container: name,
    target,
    ...ownerIn(holdings, project),
  }))
}

/** One row for a port that is on all addresses, of both families; one each for those that are on one. */
function merged<T extends { readonly port: number; readonly protocol: string; readonly hostIp: string }>(
  ports: readonly T[],
  toRow: (port: T) => HostPort,
): HostPort[] {
  return [...Map.groupBy(ports, keyOf).values()].flatMap((same) => {
    const [everywhere] = same.filter(({ hostIp }) => isEvery(hostIp))
    if (everywhere !== undefined) return [toRow(everywhere)]
    const addresses = new Map(same.map((port) => [port.hostIp, port]))
    return [...addresses].map(([hostIp, port]) => ({ ...toRow(port), hostIp }))
  })
}

const isEvery = (ip: string) => ip === '' || ip === '0.0.0.0' || ip === '::'

/**
 * Ports in lines, one each, for a shell: port and protocol, holder, project, service, owner, container and its port.
 * Pure, and stable: a script may rely on it. What there is none of is `-`.
 *
 * ```text
 * 8080/tcp project shop web ada shop-web-1:80
 * 127.0.0.1:5432/tcp program - - - -
 * ```
 */
export const hostPortsText = (ports: readonly HostPort[]): string =>
  ports
    .map(
      ({ port, protocol, hostIp, holder, project = '-', service = '-', owner = '-', container, target }) => {
        const place =
          hostIp === undefined ? String(port) : `${hostIp.includes(':') ? `[${hostIp}]` : hostIp}:${port}`
        const inside = container === undefined ? '-' : `${container}:${target}`
        return `${place}/${protocol} ${holder} ${project} ${service} ${owner} ${inside}\n`
      },
    )
    .join('')
