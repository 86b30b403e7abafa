import type { Build, Deploy, FileReference, Project, ResourceAmounts, Service } from '@berth/compose'

/** Something that a service says in its compose file and that does not reach the Engine. */
export interface Unapplied {
  /** `problem`: the service would not be what the file says. `notice`: it runs as well without. */
  readonly kind: 'problem' | 'notice'
  /** As in the file: `deploy.placement`. */
  readonly attribute: string
  /** What happens instead, or what to do: a clause without a full stop. */
  readonly why: string
}

interface Row extends Unapplied {
  readonly isSaid: (service: Service, project: Project) => boolean
}

const problem = (attribute: string, why: string, isSaid: Row['isSaid']): Row => ({
  kind: 'problem',
  attribute,
  why,
  isSaid,
})

const notice = (attribute: string, why: string, isSaid: Row['isSaid']): Row => ({
  kind: 'notice',
  attribute,
  why,
  isSaid,
})

/**
 * What a service says and Berth does not bring to the Engine, in the order of the table below. Every attribute
 * that is loaded is either part of what the Engine is sent or has a row here.
 */
export function unappliedAttributes(project: Project, service: Service): Unapplied[] {
  return rows
    .filter(({ isSaid }) => isSaid(service, project))
    .map(({ kind, attribute, why }) => ({ kind, attribute, why }))
}

const oneEngine = 'it is about many machines, and this is one Engine'
const noSession = 'Berth does not send it with a build'

const rows: readonly Row[] = [
  problem('provider', 'Berth starts containers only', ({ provider }) => provider !== undefined),
  problem('models', 'Berth does not run models', ({ models }) => hasEntries(models)),
  ...fileRows('configs'),
  ...fileRows('secrets'),
  notice('credential_spec', 'the Engine is not told of it', (service) => hasEntries(service.credential_spec)),
  ...runtimeRows(),
  ...buildRows(),
  ...deployRows(),
]

function fileRows(section: 'configs' | 'secrets'): Row[] {
  const uses =
    (test: (reference: FileReference, project: Project) => boolean): Row['isSaid'] =>
    (service, project) =>
      (service[section] ?? []).some((reference) => test(reference, project))
  const objectOf = ({ source }: FileReference, project: Project) => project[section][source]
  return [
    problem(
      section,
      'only files can be mounted: give it a `file:`',
      uses((reference, project) => {
        const object = objectOf(reference, project)
        return object?.file === undefined && !object?.external
      }),
    ),
    problem(
      section,
      'one Engine has no external ones: give it a `file:`',
      uses((reference, project) => objectOf(reference, project)?.external === true),
    ),
    problem(
      section,
      'drivers and template drivers are for swarms',
      uses((reference, project) => {
        const object = objectOf(reference, project)
        const driver = object !== undefined && 'driver' in object ? object.driver : undefined
        return driver !== undefined || object?.template_driver !== undefined
      }),
    ),
    notice(
      `${section}.uid, gid and mode`,
      'a mounted file keeps those it has',
      uses(({ uid, gid, mode }) => [uid, gid, mode].some((value) => value !== undefined)),
    ),
  ]
}

/** What takes more than a field of the container: files of the client, other containers, commands at the right time. */
function runtimeRows(): Row[] {
  const later = 'Berth does not bring it to the Engine'
  return [
    problem('external_links', later, ({ external_links }) => hasEntries(external_links)),
    problem('ipc', later, ({ ipc }) => isOfService(ipc)),
    problem('links', later, ({ links }) => hasEntries(links)),
    problem('mac_address', later, ({ mac_address }) => Boolean(mac_address)),
    problem('pid', later, ({ pid }) => isOfService(pid)),
    problem('post_start', later, ({ post_start }) => hasEntries(post_start)),
    problem('pre_stop', later, ({ pre_stop }) => hasEntries(pre_stop)),
    problem('security_opt', later, ({ security_opt = [] }) => security_opt.some(needsClient)),
    problem('use_api_socket', later, ({ use_api_socket }) => use_api_socket === true),
    problem('uts', later, ({ uts }) => isOfService(uts)),
    problem('volumes_from', later, ({ volumes_from }) => hasEntries(volumes_from)),
  ]
}

const isOfService = (mode: string | undefined) => mode?.startsWith('service:') ?? false

/** A profile is a file that the client reads; the Engine has no word for `systempaths`. */
const needsClient = (option: string) =>
  option === 'systempaths=unconfined' || /^seccomp[=:](?!unconfined$|builtin$)/.test(option)

function buildRows(): Row[] {
  const says =
    (test: (build: Build) => boolean): Row['isSaid'] =>
    ({ build }) =>
      build !== undefined && test(build)
  return [
    problem(
      'build.additional_contexts',
      noSession,
      says((build) => hasEntries(build.additional_contexts)),
    ),
    problem(
      'build.entitlements',
      noSession,
      says((build) => hasEntries(build.entitlements)),
    ),
    problem(
      'build.extra_hosts',
      noSession,
      says((build) => hasEntries(build.extra_hosts)),
    ),
    problem(
      'build.isolation',
      noSession,
      says((build) => Boolean(build.isolation)),
    ),
    problem(
      'build.platforms',
      'one image is built for one platform',
      says((build) => (build.platforms ?? []).length > 1),
    ),
    problem(
      'build.privileged',
      noSession,
      says((build) => build.privileged === true),
    ),
    problem(
      'build.secrets',
      noSession,
      says((build) => hasEntries(build.secrets)),
    ),
    problem(
      'build.shm_size',
      noSession,
      says((build) => Boolean(build.shm_size)),
    ),
    problem(
      'build.ssh',
      noSession,
      says((build) => hasEntries(build.ssh)),
    ),
    problem(
      'build.ulimits',
      noSession,
      says((build) => hasEntries(build.ulimits)),
    ),
    notice(
      'build.cache_from',
      'the Engine uses its own cache',
      says((build) => hasEntries(build.cache_from)),
    ),
    notice(
      'build.cache_to',
      'the Engine uses its own cache',
      says((build) => hasEntries(build.cache_to)),
    ),
    notice(
      'build.provenance',
      'the image gets no attestation',
      says((build) => isWanted(build.provenance)),
    ),
    notice(
      'build.sbom',
      'the image gets no attestation',
      says((build) => isWanted(build.sbom)),
    ),
  ]
}

function deployRows(): Row[] {
  const says =
    (test: (deploy: Deploy) => boolean): Row['isSaid'] =>
    ({ deploy }) =>
      deploy !== undefined && test(deploy)
  const reserves = (test: (amounts: ResourceAmounts) => boolean) =>
    says(({ resources }) => resources?.reservations !== undefined && test(resources.reservations))
  return [
    notice(
      'deploy.mode',
      oneEngine,
      says(({ mode }) => mode !== undefined && mode !== 'replicated'),
    ),
    notice(
      'deploy.endpoint_mode',
      oneEngine,
      says(({ endpoint_mode }) => endpoint_mode !== undefined),
    ),
    notice(
      'deploy.labels',
      'they are for a service of a swarm; containers have `labels`',
      says(({ labels }) => hasEntries(labels)),
    ),
    notice(
      'deploy.placement',
      oneEngine,
      says(({ placement }) => hasEntries(placement)),
    ),
    notice(
      'deploy.update_config',
      'Berth replaces replicas one after the other',
      says(({ update_config }) => hasEntries(update_config)),
    ),
    notice(
      'deploy.rollback_config',
      'Berth brings back what ran before',
      says(({ rollback_config }) => hasEntries(rollback_config)),
    ),
    notice(
      'deploy.resources.reservations.cpus',
      oneEngine,
      reserves(({ cpus }) => Boolean(cpus)),
    ),
    notice(
      'deploy.resources.reservations.generic_resources',
      oneEngine,
      reserves(({ generic_resources }) => hasEntries(generic_resources)),
    ),
    notice(
      'deploy.restart_policy.delay',
      'the Engine has its own',
      says(({ restart_policy }) => Boolean(restart_policy?.delay)),
    ),
    notice(
      'deploy.restart_policy.window',
      'the Engine has its own',
      says(({ restart_policy }) => Boolean(restart_policy?.window)),
    ),
  ]
}

/** Lists and mappings that say something. */
const hasEntries = (value: object | undefined): boolean =>
  value !== undefined && Object.keys(value).length > 0

const isWanted = (attestation: string | undefined) => attestation !== undefined && attestation !== 'false'
