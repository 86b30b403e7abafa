import type { ContainerInspect } from '@berth/docker-engine'
import { filled, type Section } from './draft.ts'

/** Ports as they were asked for, and those that are open without being the image's. */
export function portsOf(
  { Config, HostConfig }: ContainerInspect,
  ofImage: Readonly<Record<string, object>> | null | undefined,
): Section {
  const bindings = HostConfig.PortBindings ?? {}
  const ports = Object.entries(bindings).flatMap(([target, hosts]) =>
    (hosts ?? []).map((host) => short(target, host)),
  )
  const exposed = Object.keys(Config.ExposedPorts ?? {}).filter(
    (target) => !(target in bindings) && !(target in (ofImage ?? {})),
  )
  return { ports: filled(ports), expose: filled(exposed.map(withoutTcp)) }
}

function short(target: string, { HostIp = '', HostPort = '' }: { HostIp?: string; HostPort?: string }) {
  const address = HostIp.includes(':') ? `[${HostIp}]` : HostIp
  const isAnywhere = HostIp === '' || HostIp === '0.0.0.0'
  const published = isAnywhere ? (HostPort === '' ? [] : [HostPort]) : [address, HostPort]
  return [...published, withoutTcp(target)].join(':')
}

const withoutTcp = (target: string) => target.replace(/\/tcp$/, '')
