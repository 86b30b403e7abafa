import type { BlkioConfig, DeviceRate, Logging } from '../project.ts'
import { type DumpFormat, extra, type JsonObject, type JsonValue, omitEmpty, wholeText } from './json.ts'

/** The six lists of a service's block devices, whose keys are those of Go's fields in JSON. */
export function dumpBlkio(config: BlkioConfig, format: DumpFormat): JsonObject {
  const [path, weight, rate] = format === 'json' ? ['Path', 'Weight', 'Rate'] : ['path', 'weight', 'rate']
  const rates = (list: readonly DeviceRate[] | undefined) =>
    list?.map((device): JsonValue => ({ [path]: device.path, [rate]: wholeText(device.rate) }))
  return omitEmpty({
    weight: config.weight,
    weight_device: config.weight_device?.map(
      (device): JsonValue => ({
        [path]: device.path,
        [weight]: device.weight,
      }),
    ),
    device_read_bps: rates(config.device_read_bps),
    device_read_iops: rates(config.device_read_iops),
    device_write_bps: rates(config.device_write_bps),
    device_write_iops: rates(config.device_write_iops),
  })
}

export const dumpLogging = (logging: Logging, format: DumpFormat): JsonObject => ({
  ...omitEmpty({ driver: logging.driver, options: logging.options }),
  ...extra(logging, format),
})
