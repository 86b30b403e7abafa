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
import type { HashParts } from '../desired-state.ts'
import { sortedEntries } from '../present.ts'
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
 * env files, which it takes by their names: the service has to be loaded without `resolveEnvironment`.
 */
export function printedConfigHash(service: Service): string {
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
    required ? path : { path, required, ...(format && { format }) },
  ),
]

/** What is hashed of a service that shares the network of another, around that one's container id. */
export function networkSharerHashParts(service: Service): HashParts {
  // A control character, which no compose file can hold.
  const [before = '', after = ''] = hashedText({ ...service, network_mode: '\u0000' }).split('\\u0000')
  return [`${before}container:`, after]
}

/** The config hash of a service that shares the network of the container with that id. */
export function networkSharerHash([before, after]: HashParts, container: string): string {
  return sha256(`${before}${container}${after}`)
}

const hashedText = (service: Service): string => canonicalText(Object.fromEntries(hashedFields(service)))

const hashedFields = (service: Service): [string, JsonValue][] =>
  Object.entries(serviceToJson(withoutReplicas(service))).filter(([key]) => !unhashed.includes(key))

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

const canonicalText = (value: JsonObject) => goJson(sortMaps(value))

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

function sortMaps(value: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, sortWithin(key, inner)]))
}

function sortWithin(key: string, value: JsonValue): JsonValue {
  if (Array.isArray(value)) return value.map((item) => sortWithin('', item))
  if (!isObject(value)) return value
  return sortMaps(maps.has(key) ? Object.fromEntries(sortedEntries(value)) : value)
}

const isObject = (value: JsonValue): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
