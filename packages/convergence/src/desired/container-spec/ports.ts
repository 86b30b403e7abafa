import type { Service } from '@berth/compose'

/** `ExposedPorts`: what `expose` says, word for word, and the target of every published port. */
export function exposedPorts(service: Service): Record<string, object> {
  const keys = [...(service.expose ?? []), ...(service.ports ?? []).map(portKey)]
  return Object.fromEntries(keys.sort().map((key) => [key, {}]))
}

/** `PortBindings`: an empty `HostPort` lets the Engine pick, a range lets it pick within. */
export function portBindings(service: Service): Record<string, { HostIp?: string; HostPort: string }[]> {
  const bindings: Record<string, { HostIp?: string; HostPort: string }[]> = {}
  for (const port of service.ports ?? []) {
    const key = portKey(port)
    bindings[key] ??= []
    bindings[key].push({
      ...(port.host_ip !== undefined && { HostIp: port.host_ip }),
      HostPort: port.published ?? '',
    })
  }
  return bindings
}

const portKey = (port: { target: number; protocol: string }) => `${port.target}/${port.protocol}`
