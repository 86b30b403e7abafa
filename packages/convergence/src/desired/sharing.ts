import type { Service } from '@berth/compose'

/** What a container can take from another one. */
export type SharedThing = 'network' | 'ipc' | 'pid' | 'volumes'

/** Something that the containers of a service take from the container of another service. */
export interface Share {
  readonly service: string
  readonly what: SharedThing
}

/** What a service takes from others, in the order network, ipc, pid, volumes. */
export function sharesOf(service: Service): Share[] {
  const modes = [
    ['network', service.network_mode],
    ['ipc', service.ipc],
    ['pid', service.pid],
  ] as const
  return [
    ...modes.flatMap(([what, mode]) => {
      const other = serviceOfMode(mode)
      return other === undefined ? [] : [{ service: other, what }]
    }),
    ...(service.volumes_from ?? []).flatMap((from) => {
      const source = volumesSource(from)
      return 'service' in source ? [{ service: source.service, what: 'volumes' as const }] : []
    }),
  ]
}

/** `service:web`: a mode that is another service's; the Engine knows only containers. */
export const serviceOfMode = (mode: string | undefined): string | undefined =>
  /^service:(.+)$/s.exec(mode ?? '')?.[1]

/**
 * Whose volumes an entry of `volumes_from` means. What it may say of access after that is lost, as in Docker
 * Compose.
 */
export function volumesSource(from: string): { readonly service: string } | { readonly container: string } {
  const [first = '', second = ''] = from.split(':')
  return first === 'container' ? { container: second } : { service: first }
}
