import type { PortBindings } from '@berth/docker-engine'
import type { FakeContainer } from './container.ts'
import { refusal } from './refusal.ts'
import type { World } from './world.ts'

interface HostPort {
  readonly ip: string
  readonly port: number
  readonly protocol: string
}

/** First port the Engine gives out when none is asked for. */
const firstEphemeral = 32768

/** Takes the host's ports for a container that starts, or throws `ENGINE_PORT_IN_USE` and takes none. */
export function publishPorts(world: World, container: FakeContainer): PortBindings {
  const taken = takenPorts(world)
  const published: Record<string, { HostIp: string; HostPort: string }[]> = {}
  for (const [target, bindings] of Object.entries(container.body.HostConfig.PortBindings ?? {})) {
    const protocol = target.split('/')[1] ?? 'tcp'
    published[target] = (bindings ?? []).flatMap(({ HostIp = '', HostPort = '' }) => {
      const port = choosePort(taken, { ip: HostIp, protocol, wanted: HostPort })
      if (port === undefined) throw portInUse(container, HostIp, HostPort)
      taken.push({ ip: HostIp, port, protocol })
      // Without an address the Engine listens on IPv4 and IPv6.
      const ips = HostIp === '' ? ['0.0.0.0', '::'] : [HostIp]
      return ips.map((ip) => ({ HostIp: ip, HostPort: String(port) }))
    })
  }
  return published
}

function choosePort(
  taken: readonly HostPort[],
  { ip, protocol, wanted }: { ip: string; protocol: string; wanted: string },
): number | undefined {
  const [first, last] = wanted === '' || wanted === '0' ? [firstEphemeral, 60999] : rangeOf(wanted)
  for (let port = first; port <= last; port += 1) {
    if (!taken.some((other) => clashes(other, { ip, port, protocol }))) return port
  }
  return undefined
}

function rangeOf(wanted: string): [number, number] {
  const [first = 0, last = first] = wanted.split('-').map(Number)
  return [first, last]
}

function takenPorts({ containers, options }: World): HostPort[] {
  const ofHost = (options.portsTaken ?? []).flatMap((port) =>
    ['tcp', 'udp'].map((protocol) => ({ ip: '', port, protocol })),
  )
  const ofContainers = [...containers.values()].flatMap(({ ports }) =>
    Object.entries(ports).flatMap(([target, bindings]) =>
      (bindings ?? []).map(({ HostIp = '', HostPort }) => ({
        ip: HostIp,
        port: Number(HostPort),
        protocol: target.split('/')[1] ?? 'tcp',
      })),
    ),
  )
  return [...ofHost, ...ofContainers]
}

const everyAddress = new Set(['', '0.0.0.0', '::'])

const clashes = (one: HostPort, other: HostPort) =>
  one.port === other.port &&
  one.protocol === other.protocol &&
  (one.ip === other.ip || everyAddress.has(one.ip) || everyAddress.has(other.ip))

function portInUse({ id, name }: FakeContainer, ip: string, port: string) {
  const words = `driver failed programming external connectivity on endpoint ${name}: Bind for ${ip || '0.0.0.0'}:${port} failed: port is already allocated`
  return refusal('ENGINE_PORT_IN_USE', `start container ${id}`, words, { port })
}
