import { type Project, type Service, seccompProfilePath } from '@berth/compose'
import { byPriority } from '../container-spec/endpoints.ts'
import { volumesSource } from '../sharing.ts'
import { hasEntries, notice, problem, type Row } from './row.ts'

/** What the Engine cannot do, or would refuse, or Docker Compose does not send either. */
export function runtimeRows(): Row[] {
  return [
    notice('credential_spec', 'the Engine is not told of it', (service) =>
      hasEntries(service.credential_spec),
    ),
    problem(
      'mac_address',
      'its first network is given another one: let both be the same',
      (service) => firstMac(service) !== undefined && firstMac(service) !== service.mac_address,
      'Write one of them only.',
    ),
    notice(
      'mac_address',
      'only a network of the project can have one',
      ({ mac_address, network_mode }) => Boolean(mac_address) && network_mode !== undefined,
    ),
    problem(
      'security_opt',
      'the file of its seccomp profile is not there, or is no JSON',
      ({ security_opt = [] }, project) => security_opt.some((option) => lacksProfile(option, project)),
      'Correct the path, which is relative to the folder of the project, or mend the file.',
    ),
    problem(
      'security_opt',
      'it knows only entries with a value, and no-new-privileges',
      ({ security_opt = [] }) => security_opt.some((option) => /^(?!no-new-privileges$)[^=:]*$/.test(option)),
    ),
    problem(
      'healthcheck.start_interval',
      'it needs a start_period beside it',
      ({ healthcheck }) => Boolean(healthcheck?.start_interval) && healthcheck?.start_period === undefined,
    ),
    problem('uts', 'a container cannot share the host name of another', ({ uts }) =>
      Boolean(uts?.startsWith('service:')),
    ),
    notice(
      'volumes_from: …:ro',
      'the volumes are mounted as the other container has them, as with Docker Compose',
      ({ volumes_from = [] }) => volumes_from.some(isReadOnly),
    ),
  ]
}

/** The address that the first network says beside one of the service. */
function firstMac(service: Service): string | undefined {
  const [first] = service.network_mode === undefined ? byPriority(service) : []
  return service.mac_address === undefined ? undefined : first?.[1]?.mac_address
}

function lacksProfile(option: string, { seccompProfiles = {} }: Project): boolean {
  const path = seccompProfilePath(option)
  return path !== undefined && !isJson(seccompProfiles[path])
}

function isJson(text: string | undefined): boolean {
  try {
    JSON.parse(text ?? '')
    return true
  } catch {
    return false
  }
}

const isReadOnly = (from: string) => from.split(':')['container' in volumesSource(from) ? 2 : 1] === 'ro'
