import type { Project } from '@berth/compose'
import type { Endpoint, ServiceStatus } from '@berth/contract'
import { fixedPortsOf } from './isolate.ts'

/**
 * Where services are reached: the ports of the host that the files name, also while nothing runs, and those that the
 * Engine chose. Pure; by service, then by port.
 *
 * @param project Undefined while the files do not load.
 */
export function endpointsOf(project: Project | undefined, services: readonly ServiceStatus[]): Endpoint[] {
  const written = (project === undefined ? [] : fixedPortsOf(project)).flatMap(
    ({ service, target, protocol, from, hostIp }) =>
      /^\d+$/.test(from)
        ? [{ service, target, protocol, published: Number(from), ...(hostIp !== undefined && { hostIp }) }]
        : [],
  )
  const running = services.flatMap(({ name, replicas }) =>
    replicas
      .flatMap(({ ports }) => ports)
      .filter((port) => !written.some((other) => other.service === name && isSame(other, port)))
      .map(({ target, protocol, published, hostIp }) => ({
        service: name,
        target,
        protocol,
        published,
        ...(isOneAddress(hostIp) && { hostIp }),
      })),
  )
  return [...written, ...running].sort(
    (a, b) => a.service.localeCompare(b.service, 'en') || a.published - b.published,
  )
}

const isSame = (a: Pick<Endpoint, 'protocol' | 'published'>, b: Pick<Endpoint, 'protocol' | 'published'>) =>
  a.published === b.published && a.protocol === b.protocol

const isOneAddress = (ip: string | undefined): ip is string =>
  ip !== undefined && ip !== '0.0.0.0' && ip !== '::'

/** `web 80 http://box:20001`, one endpoint a line. Pure, and stable: a script may rely on it. */
export const endpointsText = (endpoints: readonly Endpoint[], hostname: string): string =>
  endpoints
    .map(({ service, target, protocol, published, hostIp }) => {
      const place = `${hostIp ?? hostname}:${published}`
      return `${service} ${target} ${protocol === 'tcp' ? `http://${place}` : `${place}/${protocol}`}\n`
    })
    .join('')
