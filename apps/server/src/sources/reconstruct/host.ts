import type { ContainerInspect, ShownHostConfig } from '@berth/docker-engine'
import { filled, type Section, told } from './draft.ts'

/** What the Engine gives a container when nobody says how much. */
const defaultShmBytes = 64 * 2 ** 20

/** What a container may do and use on its host. `serviceOf` names the service of a container's id. */
export function hostOf(
  { HostConfig: host }: ContainerInspect,
  serviceOf: (id: string) => string | undefined,
): Section {
  return {
    restart: restartOf(host.RestartPolicy),
    init: told(host.Init),
    read_only: told(host.ReadonlyRootfs),
    privileged: told(host.Privileged),
    cap_add: filled(host.CapAdd),
    cap_drop: filled(host.CapDrop),
    security_opt: filled(host.SecurityOpt),
    group_add: filled(host.GroupAdd),
    userns_mode: told(host.UsernsMode),
    pid: sharing(host.PidMode, serviceOf),
    ipc: /^(host|none|container:.*)$/.test(host.IpcMode ?? '') ? sharing(host.IpcMode, serviceOf) : undefined,
    uts: told(host.UTSMode),
    devices: filled(host.Devices?.map(deviceOf)),
    device_cgroup_rules: filled(host.DeviceCgroupRules),
    gpus: filled(host.DeviceRequests?.map(gpuOf)),
    dns: filled(host.Dns),
    dns_opt: filled(host.DnsOptions),
    dns_search: filled(host.DnsSearch),
    extra_hosts: filled(host.ExtraHosts),
    sysctls: filled(host.Sysctls),
    ulimits: filled(
      Object.fromEntries(
        (host.Ulimits ?? []).map(({ Name, Soft, Hard }) => [Name, { soft: Soft, hard: Hard }]),
      ),
    ),
    ...limitsOf(host),
    logging: loggingOf(host.LogConfig),
  }
}

function limitsOf(host: ShownHostConfig): Section {
  const isFilledIn = host.MemorySwap === 2 * (host.Memory ?? 0)
  return {
    cpus: host.NanoCpus ? host.NanoCpus / 1e9 : undefined,
    cpu_shares: told(host.CpuShares),
    cpu_quota: told(host.CpuQuota),
    cpu_period: told(host.CpuPeriod),
    cpuset: told(host.CpusetCpus),
    mem_limit: told(host.Memory),
    mem_reservation: told(host.MemoryReservation),
    memswap_limit: isFilledIn ? undefined : told(host.MemorySwap),
    oom_kill_disable: told(host.OomKillDisable),
    oom_score_adj: told(host.OomScoreAdj),
    pids_limit: host.PidsLimit === -1 ? undefined : told(host.PidsLimit),
    shm_size: host.ShmSize === defaultShmBytes ? undefined : told(host.ShmSize),
    cgroup_parent: told(host.CgroupParent),
    runtime: host.Runtime === 'runc' ? undefined : told(host.Runtime),
  }
}

function restartOf(policy: ShownHostConfig['RestartPolicy']): string | undefined {
  if (policy === undefined || policy.Name === '' || policy.Name === 'no') return undefined
  const { Name, MaximumRetryCount: retries } = policy
  return retries > 0 ? `${Name}:${retries}` : Name
}

/** A namespace of another container is that of its service, where it is one of the project. */
export function sharing(
  mode: string | null | undefined,
  serviceOf: (id: string) => string | undefined,
): string | undefined {
  const id = mode?.startsWith('container:') ? mode.slice('container:'.length) : undefined
  const service = id === undefined ? undefined : serviceOf(id)
  return service === undefined ? told(mode) : `service:${service}`
}

const deviceOf = (device: NonNullable<ShownHostConfig['Devices']>[number]) =>
  `${device.PathOnHost}:${device.PathInContainer}:${device.CgroupPermissions}`

const gpuOf = (request: NonNullable<ShownHostConfig['DeviceRequests']>[number]): Section => ({
  driver: told(request.Driver),
  count: request.Count === -1 ? 'all' : told(request.Count),
  device_ids: filled(request.DeviceIDs),
  capabilities: filled(request.Capabilities?.[0]),
  options: filled(request.Options),
})

function loggingOf(log: ShownHostConfig['LogConfig']): Section | undefined {
  const driver = log?.Type === 'json-file' ? undefined : told(log?.Type)
  const options = filled(log?.Config)
  return driver === undefined && options === undefined ? undefined : { driver: log?.Type, options }
}
