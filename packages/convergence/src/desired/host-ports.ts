import type { ContainerBody } from '@berth/docker-engine'

/** A host port, or a range of them. */
export interface HostPorts {
  /** Empty: every address. */
  readonly hostIp: string
  /** In small letters. */
  readonly protocol: string
  readonly first: number
  readonly last: number
}

/** The host ports that a container with this body asks for; those that the Engine is to choose are left out. */
export function hostPortsOf({ HostConfig }: ContainerBody): HostPorts[] {
  return Object.entries(HostConfig.PortBindings ?? {}).flatMap(([target, bindings]) =>
    (bindings ?? []).flatMap(({ HostIp = '', HostPort = '' }) => {
      const [first, last = first] = HostPort.split('-').map(Number)
      if (HostPort === '' || HostPort === '0' || first === undefined || last === undefined) return []
      return [{ hostIp: HostIp, protocol: (target.split('/')[1] ?? 'tcp').toLowerCase(), first, last }]
    }),
  )
}
