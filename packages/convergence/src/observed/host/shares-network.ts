import type { NetworkBody } from '@berth/docker-engine'
import type { HostReader } from './host-reader.ts'

/**
 * Whether a process sees the network that the Engine publishes ports on: it has the address of one of the Engine's
 * bridges.
 */
export function sharesNetwork(
  host: HostReader,
  networks: readonly { readonly Driver?: string; readonly IPAM?: NetworkBody['IPAM'] | null }[],
): boolean {
  const addresses = new Set(host.addresses())
  return networks.some(
    ({ Driver, IPAM }) =>
      Driver === 'bridge' &&
      IPAM?.Config?.some(({ Gateway }) => Gateway !== undefined && addresses.has(Gateway)),
  )
}
