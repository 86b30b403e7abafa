import { below, type Place } from '../context.ts'
import {
  flatMapScalars,
  type Mapping,
  mapItems,
  mappingOf,
  mapScalar,
  type Node,
  nodeAt,
  type Scalar,
  scalar,
  sequence,
  updateEntry,
  withEntry,
} from '../tree.ts'
import { expandLabels } from './key-values.ts'
import { scalarText } from './number-text.ts'

/**
 * `devices`: `source[:target[:permissions]]` becomes the long form; the name of a CDI device is its own target.
 *
 * @see https://github.com/compose-spec/compose-spec/blob/main/05-services.md#devices
 */
export function expandDevices(node: Node, place: Place): Node {
  return flatMapScalars(node, (item, index) => expandDevice(item, below(place, index)))
}

function expandDevice(item: Scalar, { path, findings }: Place): Mapping[] {
  const { origin } = item
  const [source = '', target = '', permissions = 'rwm', ...rest] = scalarText(item.value).split(':')
  if (rest.length === 0) {
    const texts = { source, target: target || source, permissions }
    const fields = Object.entries(texts).map(([key, text]) => [key, scalar(text, origin)])
    return [mappingOf(Object.fromEntries(fields), origin)]
  }
  findings.report({
    code: 'COMPOSE_INVALID_VALUE',
    message: `"${scalarText(item.value)}" has too many colons for a device.`,
    fix: 'Write it as source:target:permissions, or use the long form: {source: …, target: …}.',
    origin,
    path,
  })
  return []
}

/** What a request for devices counts when it means every device there is. */
const everyDevice = -1n

/**
 * `gpus`: `all` is a list of one request, for every GPU.
 *
 * @see https://github.com/compose-spec/compose-spec/blob/main/05-services.md#gpus
 */
export function expandGpus(node: Node, place: Place): Node {
  const isAll = node.kind === 'scalar' && node.value !== null
  const requests = isAll ? sequence([mappingOf({}, node.origin)], node.origin) : node
  return expandDeviceRequests(requests, place)
}

/**
 * A list of requests for devices: one that neither counts nor names devices wants all of them.
 *
 * @see https://github.com/compose-spec/compose-spec/blob/main/deploy.md#devices
 */
export function expandDeviceRequests(node: Node, place: Place): Node {
  return mapItems(node, (item, index) =>
    item.kind === 'mapping' ? expandRequest(item, below(place, index)) : item,
  )
}

function expandRequest(request: Mapping, place: Place): Mapping {
  const ids = request.entries.get('device_ids')
  if (ids && request.entries.has('count')) {
    place.findings.report({
      code: 'COMPOSE_INVALID_VALUE',
      message: 'A request for devices has both `count` and `device_ids`.',
      fix: 'Keep one of the two.',
      origin: ids.key,
      path: place.path,
    })
  }
  const named = updateEntry(request, 'options', expandLabels)
  if (ids) return named
  const count = nodeAt(named, 'count') ?? scalar(everyDevice, request.origin)
  return withEntry(named, 'count', mapScalar(count, countOf))
}

function countOf(count: Scalar): Scalar {
  const { value } = count
  if (typeof value !== 'string') return count
  return { ...count, value: value.toLowerCase() === 'all' ? everyDevice : BigInt(value.replace('+', '')) }
}
