import type { BlkioConfig, Service, Ulimit } from '@berth/compose'
import type { HostConfig } from '@berth/docker-engine'
import { present, sortedEntries } from '../present.ts'
import { volumesSource } from '../sharing.ts'
import { nanoCpus, told } from './amounts.ts'

/** Limits, namespaces and names of a service in the Engine's terms; what counts as not told is left out. */
export function runtimeConfig(service: Service): HostConfig {
  return present({
    Annotations: service.annotations,
    ...blkio(service.blkio_config ?? {}),
    CgroupnsMode: service.cgroup,
    CgroupParent: service.cgroup_parent,
    ...cpu(service),
    DeviceCgroupRules: service.device_cgroup_rules,
    Dns: service.dns,
    DnsOptions: service.dns_opt,
    DnsSearch: service.dns_search,
    GroupAdd: service.group_add,
    IpcMode: service.ipc,
    Isolation: service.isolation,
    LogConfig: service.logging && present({ Type: service.logging.driver, Config: service.logging.options }),
    ...memory(service),
    PidMode: service.pid,
    PidsLimit: told(service.pids_limit),
    Runtime: service.runtime,
    StorageOpt: service.storage_opt,
    Sysctls: service.sysctls,
    Ulimits: service.ulimits && sortedEntries(service.ulimits).map(([name, limit]) => ulimit(name, limit)),
    UsernsMode: service.userns_mode,
    UTSMode: service.uts,
    VolumesFrom: service.volumes_from?.map(volumesFrom),
  })
}

/** The other service stands there until its container is known; no container has such a name. */
function volumesFrom(from: string): string {
  const source = volumesSource(from)
  return 'service' in source ? `service:${source.service}` : source.container
}

const cpu = (service: Service) => ({
  CpuCount: told(service.cpu_count),
  // Hundredths of a percent.
  CpuPercent: service.cpu_percent === undefined ? undefined : service.cpu_percent * 100,
  CpuPeriod: told(service.cpu_period),
  CpuQuota: told(service.cpu_quota),
  CpuRealtimePeriod: told(service.cpu_rt_period),
  CpuRealtimeRuntime: told(service.cpu_rt_runtime),
  CpuShares: told(service.cpu_shares),
  NanoCpus: nanoCpus(service.cpus),
  CpusetCpus: service.cpuset,
})

const memory = (service: Service) => ({
  Memory: told(service.mem_limit),
  MemoryReservation: told(service.mem_reservation),
  MemorySwap: told(service.memswap_limit),
  MemorySwappiness: told(service.mem_swappiness),
  OomKillDisable: service.oom_kill_disable,
  OomScoreAdj: service.oom_score_adj,
  ShmSize: told(service.shm_size),
})

function blkio(config: BlkioConfig) {
  const rates = (list: BlkioConfig['device_read_bps']) =>
    list?.map(({ path, rate }) => ({ Path: path, Rate: Number(rate) }))
  return {
    BlkioWeight: config.weight,
    BlkioWeightDevice: config.weight_device?.map(({ path, weight }) => ({ Path: path, Weight: weight })),
    BlkioDeviceReadBps: rates(config.device_read_bps),
    BlkioDeviceReadIOps: rates(config.device_read_iops),
    BlkioDeviceWriteBps: rates(config.device_write_bps),
    BlkioDeviceWriteIOps: rates(config.device_write_iops),
  }
}

function ulimit(name: string, limit: Ulimit) {
  const { soft, hard } = typeof limit === 'object' ? limit : { soft: limit, hard: limit }
  return { Name: name, Soft: Number(soft), Hard: Number(hard) }
}
