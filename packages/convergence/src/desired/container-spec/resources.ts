import type { DeviceMapping, DeviceRequest, Service } from '@berth/compose'
import type { DeviceRequestBody, HostConfig } from '@berth/docker-engine'
import { present } from '../present.ts'
import { nanoCpus, told } from './amounts.ts'

/** What `devices`, `gpus` and `deploy.resources` give to a container. */
export function resources(service: Service): HostConfig {
  const { limits, reservations } = service.deploy?.resources ?? {}
  const devices = (service.devices ?? []).filter((device) => !isCdi(device))
  const requests = deviceRequests(service)
  return present({
    NanoCpus: nanoCpus(limits?.cpus),
    Memory: told(limits?.memory),
    PidsLimit: told(limits?.pids),
    MemoryReservation: told(reservations?.memory),
    Devices: devices.length > 0 ? devices.map(deviceBody) : undefined,
    DeviceRequests: requests.length > 0 ? requests : undefined,
  })
}

/** The name of a CDI device, `vendor/class=name`, is its own target. */
export const isCdi = ({ source, target }: DeviceMapping): boolean =>
  source === target && /^[^/=]+\/[^/=]+=[^=]+$/.test(source)

const deviceBody = ({ source, target, permissions = '' }: DeviceMapping) => ({
  PathOnHost: source,
  PathInContainer: target,
  CgroupPermissions: permissions,
})

function deviceRequests(service: Service): DeviceRequestBody[] {
  const reserved = service.deploy?.resources?.reservations?.devices ?? []
  const cdi = (service.devices ?? []).filter(isCdi).map(({ source }) => source)
  return [
    ...reserved.map((request) => requestBody(request, request.capabilities ?? [])),
    ...(cdi.length > 0 ? [{ Driver: 'cdi', DeviceIDs: cdi }] : []),
    ...(service.gpus ?? []).map((request) => requestBody(request, [...(request.capabilities ?? []), 'gpu'])),
  ]
}

const requestBody = (request: DeviceRequest, capabilities: readonly string[]): DeviceRequestBody => ({
  Capabilities: [capabilities],
  ...present({
    Driver: request.driver,
    Count: request.count,
    DeviceIDs: request.device_ids,
    Options: request.options,
  }),
})
