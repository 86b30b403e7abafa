import type { DeviceMapping, DeviceRequest } from '../project.ts'
import type { Node } from '../tree.ts'
import { compact, readerOf } from './read.ts'

/** A device's tree as typed data. */
export function bindDevice(node: Node): DeviceMapping {
  const read = readerOf(node)
  return compact<DeviceMapping>({
    source: read.text('source') ?? '',
    target: read.text('target') ?? '',
    permissions: read.text('permissions') || undefined,
    extensions: read.extensions(),
  })
}

/** A request's tree as typed data. */
export function bindDeviceRequest(node: Node): DeviceRequest {
  const read = readerOf(node)
  return compact<DeviceRequest>({
    capabilities: read.texts('capabilities'),
    driver: read.text('driver'),
    count: read.number('count'),
    device_ids: read.texts('device_ids'),
    options: read.textMap('options'),
  })
}
