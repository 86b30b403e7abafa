import type { Service, ServiceNetwork, ServiceVolume } from '@berth/compose'
import { byPriority } from '../container-spec/endpoints.ts'
import { fitsBind } from '../container-spec/mounts.ts'
import { isCdi } from '../container-spec/resources.ts'
import { before, hasEntries, notice, problem, type Row } from './row.ts'

/** There is nothing to say but the version. */
const nothing = ''

/** What Engines have learned since the oldest that Berth works with, which speaks API 1.41. */
export function apiRows(): Row[] {
  return [
    before(
      '1.43',
      notice('annotations', nothing, ({ annotations }) => hasEntries(annotations)),
    ),
    before(
      '1.44',
      problem('devices', 'those of CDI', ({ devices = [] }) => devices.some(isCdi)),
    ),
    before(
      '1.44',
      problem('healthcheck.start_interval', nothing, ({ healthcheck }) =>
        Boolean(healthcheck?.start_interval),
      ),
    ),
    ...networkRows(),
    ...volumeRows(),
  ]
}

function networkRows(): Row[] {
  const says =
    (test: (network: ServiceNetwork) => boolean): Row['isSaid'] =>
    ({ networks = {} }) =>
      Object.values(networks).some((network) => network !== null && test(network))
  return [
    before(
      '1.48',
      notice(
        'networks.*.gw_priority',
        nothing,
        says(({ gw_priority }) => Boolean(gw_priority)),
      ),
    ),
    before(
      '1.49',
      problem(
        'networks.*.interface_name',
        nothing,
        says(({ interface_name }) => Boolean(interface_name)),
      ),
    ),
    before('1.44', problem('networks.*.mac_address', 'on other networks than the first', hasLaterMac)),
    before(
      '1.48',
      problem('a network with enable_ipv4: false', nothing, ({ networks = {} }, project) =>
        Object.keys(networks).some((key) => project.networks[key]?.enable_ipv4 === false),
      ),
    ),
  ]
}

const hasLaterMac = (service: Service): boolean =>
  byPriority(service)
    .slice(1)
    .some(([, network]) => Boolean(network?.mac_address))

function volumeRows(): Row[] {
  const says =
    (test: (volume: ServiceVolume) => boolean): Row['isSaid'] =>
    ({ volumes = [] }) =>
      volumes.some(test)
  return [
    before(
      '1.42',
      notice(
        'volumes.*.bind.create_host_path',
        'beside propagation or recursive',
        says((volume) => volume.bind?.create_host_path === true && !fitsBind(volume)),
      ),
    ),
    before(
      '1.44',
      problem(
        'volumes.*.bind.recursive',
        'writable and readonly',
        says(({ bind }) => bind?.recursive === 'writable' || bind?.recursive === 'readonly'),
      ),
    ),
    before(
      '1.45',
      problem(
        'volumes.*.volume.subpath',
        nothing,
        says(({ volume }) => Boolean(volume?.subpath)),
      ),
    ),
    before(
      '1.48',
      problem(
        'volumes.*.type: image',
        nothing,
        says(({ type }) => type === 'image'),
      ),
    ),
  ]
}
