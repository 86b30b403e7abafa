import type { DeviceMapping, DeviceRequest } from '../project.ts'
import { type DumpFormat, extra, type JsonObject, omitEmpty } from './json.ts'

/** A device as the reference prints it. */
export const dumpDevice = (device: DeviceMapping, format: DumpFormat): JsonObject => ({
  ...omitEmpty({ source: device.source, target: device.target, permissions: device.permissions }),
  ...extra(device, format),
})

/** A request for devices as the reference prints it; it keeps no `x-*` there. */
export const dumpDeviceRequest = (request: DeviceRequest): JsonObject =>
  omitEmpty({
    capabilities: request.capabilities,
    driver: request.driver,
    count: request.count,
    device_ids: request.device_ids,
    options: request.options,
  })
