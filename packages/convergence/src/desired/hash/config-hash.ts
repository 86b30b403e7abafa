import { createHash } from 'node:crypto'
import {
  type JsonObject,
  type JsonValue,
  type Network,
  networkToJson,
  type Service,
  serviceToJson,
  type Volume,
  volumeToJson,
} from '@berth/compose'
import { onDefaultPlatform } from '../default-platform.ts'
import type { HashParts } from '../desired-state.ts'
import { serviceOfMode, volumesSource } from '../sharing.ts'
import { goJson } from './go-json.ts'

/** What may change while a container stays: Docker Compose leaves these out of the hash. */
const unhashed = ['profiles', 'build', 'depends_on', 'pull_policy', 'scale']

/**
 * The config hash of Docker Compose 2.40.3, bit for bit: the SHA-256 of the service as Go would write it
 * in JSON. An equal hash means that a container needs no replacement.
 */
export function serviceConfigHash(service: Service): string {
  return sha256(hashedText(service))
}

/**
 * The hash that `docker compose config --hash` prints. It differs from the one on a container for a service with
 * env files, which it takes by their names, and with label files, which it leaves out: the service has to be loaded
 * without `resolveEnvironment`.
 */
export function printedConfigHash(given: Service, defaultPlatform?: string): string {
  const { label_file: _files, ...service } = onDefaultPlatform(given, defaultPlatform)
  const { env_file: files = [] } = service
  if (files.length === 0) return serviceConfigHash(service)
  const { environment } = serviceToJson(service)
  // With a variable in it, the environment has its place, and env files stand right behind it.
  const fields = hashedFields({ ...service, environment: { A: '' } }).flatMap(([key, value]) =>
    key === 'environment' ? [...(environment ? [[key, environment]] : []), fileField(files)] : [[key, value]],
  )
  return sha256(canonicalText(Object.fromEntries(fields)))
}

const fileField = (files: NonNullable<Service['env_file']>): [string, JsonValue] => [
  'env_file',
  // One that is required is its path only, whatever its format.
  files.map(({ path, required, format }) =>
    required ? path : { ...(path && { path }), required, ...(format && { format }) },
  ),
]

/**
 * What is hashed of a service that takes something from containers of others: the text around their ids, which are
 * part of it.
 */
export function sharedHashParts(service: Service): HashParts {
  const mode = (text: string | undefined, name: string) => {
    const other = serviceOfMode(text)
    return other === undefined ? {} : { [name]: `container:${hole(other)}` }
  }
  const text = hashedText({
    ...service,
    ...mode(service.network_mode, 'network_mode'),
    ...mode(service.ipc, 'ipc'),
    ...mode(service.pid, 'pid'),
    ...(service.volumes_from && { volumes_from: service.volumes_from.map(volumesText) }),
  })
  return text.split('\\u0000').map((part, index) => (index % 2 === 0 ? part : { service: part }))
}

/** Between control characters, which no compose file can hold. */
const hole = (service: string) => `\u0000${service}\u0000`

function volumesText(from: string): string {
  const source = volumesSource(from)
  return 'service' in source ? hole(source.service) : source.container
}

/** The config hash of a service that shares, when it is known which container of each other service it is. */
export function sharedConfigHash(
  parts: HashParts,
  containerOf: (service: string) => string | undefined,
): string | undefined {
  const texts = parts.map((part) => (typeof part === 'string' ? part : containerOf(part.service)))
  return texts.includes(undefined) ? undefined : sha256(texts.join(''))
}

const hashedText = (service: Service): string => canonicalText(Object.fromEntries(hashedFields(service)))

function hashedFields(service: Service): [string, JsonValue][] {
  const { label_file: files = [], ...hashed } = withoutReplicas(service)
  // With a label, the labels have their place, and label files stand right behind them.
  const placed = files.length === 0 ? hashed : { ...hashed, labels: { A: '' } }
  return Object.entries(serviceToJson(placed))
    .filter(([key]) => !unhashed.includes(key))
    .flatMap(([key, value]): [string, JsonValue][] =>
      key === 'labels' && files.length > 0 ? [...labelFields(hashed), ['label_file', files]] : [[key, value]],
    )
}

function labelFields(service: Service): [string, JsonValue][] {
  const { labels } = serviceToJson(service)
  return labels === undefined ? [] : [['labels', labels]]
}

/** Their number is not part of what a container is. */
function withoutReplicas(service: Service): Service {
  if (service.deploy === undefined) return service
  const { replicas: _, ...deploy } = service.deploy
  return { ...service, deploy }
}

/** The config hash that Docker Compose 2.40.3 puts on a network. */
export function networkConfigHash(network: Network): string {
  return sha256(canonicalText(networkToJson(network)))
}

/** The config hash that Docker Compose 2.40.3 puts on a volume. */
export function volumeConfigHash(volume: Volume): string {
  const { name, ...rest } = volumeToJson({ ...volume, driver: volume.driver ?? 'local' })
  return sha256(canonicalText({ ...(name !== undefined && { name }), ...rest }))
}

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex')

const canonicalText = (value: JsonObject) => goJson(value, maps)

/** Keys whose value is a map in Go, which writes those sorted; everything else is a struct. */
const maps = new Set([
  'annotations',
  'aux_addresses',
  'driver_opts',
  'environment',
  'labels',
  'models',
  'networks',
  'options',
  'storage_opt',
  'sysctls',
  'ulimits',
])
