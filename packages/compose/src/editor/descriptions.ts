import * as building from './descriptions/build.ts'
import * as deploying from './descriptions/deploy.ts'
import type { Description, Descriptions } from './descriptions/description.ts'
import * as resources from './descriptions/resources.ts'
import * as services from './descriptions/service.ts'

/**
 * What every attribute of the specification means, by the path of the mapping it stands in: `*` is a key of the
 * user's own, `[]` an item of a list.
 */
export const descriptions: Readonly<Record<string, Descriptions>> = {
  '': resources.file,
  'include[]': resources.include,

  'services.*': services.service,
  'services.*.blkio_config': services.blkio,
  'services.*.blkio_config.device_read_bps[]': services.blkioLimit,
  'services.*.blkio_config.device_read_iops[]': services.blkioLimit,
  'services.*.blkio_config.device_write_bps[]': services.blkioLimit,
  'services.*.blkio_config.device_write_iops[]': services.blkioLimit,
  'services.*.blkio_config.weight_device[]': services.blkioWeight,
  'services.*.configs[]': services.fileReference,
  'services.*.credential_spec': services.credentialSpec,
  'services.*.depends_on.*': services.dependency,
  'services.*.devices[]': services.device,
  'services.*.env_file[]': services.envFile,
  'services.*.extends': services.extended,
  'services.*.gpus[]': services.deviceRequest,
  'services.*.healthcheck': services.healthcheck,
  'services.*.logging': services.logging,
  'services.*.models.*': services.serviceModel,
  'services.*.networks.*': services.serviceNetwork,
  'services.*.ports[]': services.port,
  'services.*.post_start[]': services.hook,
  'services.*.pre_stop[]': services.hook,
  'services.*.provider': services.provider,
  'services.*.secrets[]': services.fileReference,
  'services.*.ulimits.*': services.ulimit,
  'services.*.volumes[]': services.mount,
  'services.*.volumes[].bind': services.bindOptions,
  'services.*.volumes[].image': services.imageOptions,
  'services.*.volumes[].tmpfs': services.tmpfsOptions,
  'services.*.volumes[].volume': services.volumeOptions,

  'services.*.build': building.build,
  'services.*.build.secrets[]': services.fileReference,
  'services.*.build.ulimits.*': services.ulimit,
  'services.*.develop': building.develop,
  'services.*.develop.watch[]': building.watch,
  'services.*.develop.watch[].exec': services.hook,

  'services.*.deploy': deploying.deploy,
  'services.*.deploy.placement': deploying.placement,
  'services.*.deploy.placement.preferences[]': deploying.preference,
  'services.*.deploy.resources': deploying.resources,
  'services.*.deploy.resources.limits': deploying.limits,
  'services.*.deploy.resources.reservations': deploying.reservations,
  'services.*.deploy.resources.reservations.devices[]': services.deviceRequest,
  'services.*.deploy.resources.reservations.generic_resources[]': deploying.genericResource,
  'services.*.deploy.resources.reservations.generic_resources[].discrete_resource_spec':
    deploying.discreteResource,
  'services.*.deploy.restart_policy': deploying.restartPolicy,
  'services.*.deploy.rollback_config': deploying.rollout,
  'services.*.deploy.update_config': deploying.rollout,

  'configs.*': resources.config,
  'configs.*.external': resources.external,
  'models.*': resources.model,
  'networks.*': resources.network,
  'networks.*.external': resources.external,
  'networks.*.ipam': resources.ipam,
  'networks.*.ipam.config[]': resources.subnet,
  'secrets.*': resources.secret,
  'secrets.*.external': resources.external,
  'volumes.*': resources.volume,
  'volumes.*.external': resources.external,
}

/** The attributes of the mapping at a path of the table. */
export const attributesAt = (mappingPath: string): Descriptions => descriptions[mappingPath] ?? {}

/** What the attribute at a path of the table means; undefined for keys of the user's own. */
export function descriptionOf(attributePath: string): Description | undefined {
  const dot = attributePath.lastIndexOf('.')
  const attributes = attributesAt(attributePath.slice(0, Math.max(dot, 0)))
  const name = attributePath.slice(dot + 1)
  return Object.hasOwn(attributes, name) ? attributes[name] : undefined
}

const repository = 'https://github.com/compose-spec/compose-spec/blob/main'

/** Which page of the specification explains what is below a path; the longest that fits counts. */
const pages: readonly (readonly [path: string, page: string])[] = [
  ['services.*.build', `${repository}/build.md`],
  ['services.*.deploy', `${repository}/deploy.md`],
  ['services.*.develop', `${repository}/develop.md`],
  ['services.*', `${repository}/05-services.md`],
  ['networks.*', `${repository}/06-networks.md`],
  ['volumes.*', `${repository}/07-volumes.md`],
  ['configs.*', `${repository}/08-configs.md`],
  ['secrets.*', `${repository}/09-secrets.md`],
  ['models.*', 'https://docs.docker.com/reference/compose-file/models/'],
  ['services', `${repository}/05-services.md`],
  ['networks', `${repository}/06-networks.md`],
  ['volumes', `${repository}/07-volumes.md`],
  ['configs', `${repository}/08-configs.md`],
  ['secrets', `${repository}/09-secrets.md`],
  ['models', 'https://docs.docker.com/reference/compose-file/models/'],
  ['include', `${repository}/14-include.md`],
  ['', `${repository}/04-version-and-name.md`],
]

/** Where the specification explains an attribute of the table. */
export function specLinkOf(attributePath: string): string {
  const found = pages.find(([path]) => path === '' || isWithin(attributePath, path))
  const [base, page] = found ?? ['', repository]
  const below = attributePath.slice(base.length).replace(/^\[\]|^\./, '')
  const section = descriptionOf(attributePath)?.section ?? below.split(/[.[]/, 1)[0]
  return section === undefined || section === '' ? page : `${page}#${section}`
}

const isWithin = (path: string, base: string) =>
  path === base || path.startsWith(`${base}.`) || path.startsWith(`${base}[`)
