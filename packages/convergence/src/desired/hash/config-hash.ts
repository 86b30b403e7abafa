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
import { sortedEntries } from '../present.ts'
import { goJson } from './go-json.ts'

/** What may change while a container stays: Docker Compose leaves these out of the hash. */
const unhashed = ['profiles', 'build', 'depends_on', 'pull_policy', 'scale']

/**
 * The config hash of Docker Compose 2.40.3, bit for bit: the SHA-256 of the service as Go would write it
 * in JSON. An equal hash means that a container needs no replacement.
 */
export function serviceConfigHash(service: Service): string {
  const fields = Object.entries(serviceToJson(service)).filter(([key]) => !unhashed.includes(key))
  return sha256(Object.fromEntries(fields))
}

/** The config hash that Docker Compose 2.40.3 puts on a network. */
export function networkConfigHash(network: Network): string {
  return sha256(networkToJson(network))
}

/** The config hash that Docker Compose 2.40.3 puts on a volume. */
export function volumeConfigHash(volume: Volume): string {
  const { name, ...rest } = volumeToJson({ ...volume, driver: volume.driver ?? 'local' })
  return sha256({ ...(name !== undefined && { name }), ...rest })
}

const sha256 = (value: JsonObject) =>
  createHash('sha256')
    .update(goJson(sortMaps(value)))
    .digest('hex')

/** Keys whose value is a map in Go, which writes those sorted; everything else is a struct. */
const maps = new Set(['environment', 'labels', 'networks', 'driver_opts', 'aux_addresses'])

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
