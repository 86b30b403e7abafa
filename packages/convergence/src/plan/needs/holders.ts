import type { HostPorts } from '../../desired/host-ports.ts'
import type { HeldPort, ObservedListener, ObservedState } from '../../observed/observed-state.ts'
import { isActive } from '../networks.ts'
import type { Holder } from './plan-needs.ts'

/** Who holds what now, and whether the plan makes it give that up. */
export interface Holders {
  /** Of one port of the range; `undefined`: nobody, or another port of the range is free. */
  readonly ofPorts: (ports: HostPorts) => Holder | undefined
  readonly ofName: (name: string) => Holder | undefined
}

/** Looks in what was observed. `givesUp` tells of a container of this project, by its id. */
export function holdersIn(observed: ObservedState, givesUp: (id: string) => boolean): Holders {
  const { project, containers, others, listeners } = observed
  const held: readonly { readonly port: HeldPort; readonly holder: Holder }[] = [
    ...containers.filter(isActive).flatMap(({ id, name, service, ports }) =>
      ports.map((port) => ({
        port,
        holder: { kind: 'container', name, project, service, givesUp: givesUp(id) } as const,
      })),
    ),
    ...others.flatMap(({ state: _state, ports, ...other }) =>
      ports.map((port) => ({ port, holder: { kind: 'container', ...other, givesUp: false } as const })),
    ),
    ...listeners.map((port) => ({ port, holder: programOf(port) })),
  ]
  const ofPort = (port: HeldPort) => held.find((each) => collide(each.port, port))?.holder
  return {
    ofPorts: ({ hostIp, protocol, first, last }) => {
      const range = Array.from({ length: last - first + 1 }, (_, index) => first + index)
      const found = range.map((published) => ofPort({ hostIp, published, protocol }))
      // Where one will do, what is free comes before what is given up.
      return found.includes(undefined) ? undefined : (found.find(willBeFree) ?? found[0])
    },
    ofName: (name) => {
      const own = containers.find((container) => container.name === name)
      if (own !== undefined) {
        return { kind: 'container', name, project, service: own.service, givesUp: givesUp(own.id) }
      }
      const other = others.find((container) => container.name === name)
      if (other === undefined) return undefined
      const { state: _state, ports: _ports, ...about } = other
      return { kind: 'container', ...about, givesUp: false }
    },
  }
}

/** Whether what is held will be there for the taking. */
export const willBeFree = (holder: Holder | undefined): boolean =>
  holder === undefined || (holder.kind === 'container' && holder.givesUp)

const programOf = ({ program }: ObservedListener): Holder => ({ kind: 'program', ...program })

/** Whether two cannot listen at the same time. */
export function collide(a: HeldPort, b: HeldPort): boolean {
  if (a.protocol !== b.protocol || a.published !== b.published) return false
  const [ipA, ipB] = [a.hostIp ?? '', b.hostIp ?? '']
  if (ipA === '' || ipB === '' || ipA === ipB) return true
  return ipA.includes(':') === ipB.includes(':') && (isAny(ipA) || isAny(ipB))
}

const isAny = (ip: string) => ip === '0.0.0.0' || ip === '::'
