import type { ContainerBody } from '@berth/docker-engine'
import { hostPortsOf } from '../desired/host-ports.ts'
import type { ObservedContainer } from '../observed/observed-state.ts'

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
