import type { ContainerBody } from '@berth/docker-engine'
import type { ObservedContainer } from '../observed/observed-state.ts'

/** A host port, or a range of them. */
interface HostPorts {
  readonly hostIp: string
  readonly protocol: string
  readonly first: number
  readonly last: number
}

/** Whether a container holds a host port that a new one with this body asks for. */
export function holdsPortOf(container: ObservedContainer, body: ContainerBody): boolean {
  const wanted = hostPortsOf(body)
  return container.ports.some(({ hostIp = '', published, protocol }) =>
    wanted.some(
      (ports) =>
        ports.protocol === protocol &&
        ports.first <= published &&
        published <= ports.last &&
        (isAny(hostIp) || isAny(ports.hostIp) || hostIp === ports.hostIp),
    ),
  )
}

const isAny = (hostIp: string) => hostIp === '' || hostIp === '0.0.0.0' || hostIp === '::'

function hostPortsOf({ HostConfig }: ContainerBody): HostPorts[] {
  return Object.entries(HostConfig.PortBindings ?? {}).flatMap(([target, bindings]) =>
    (bindings ?? []).flatMap(({ HostIp = '', HostPort = '' }) => {
      const [first, last = first] = HostPort.split('-').map(Number)
      if (HostPort === '' || first === undefined || last === undefined) return []
      return [{ hostIp: HostIp, protocol: target.split('/')[1] ?? 'tcp', first, last }]
    }),
  )
}
