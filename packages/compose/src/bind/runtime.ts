import type { BlkioConfig, DeviceRate, Logging, ServiceRuntime } from '../project.ts'
import type { Node } from '../tree.ts'
import { bindHook } from './develop.ts'
import { compact, type Reader, readerOf } from './read.ts'

type Fields = { readonly [K in keyof ServiceRuntime]: ServiceRuntime[K] | undefined }

/** What a service says about its container beside its sections, as typed data. */
export const bindRuntime = (read: Reader): Fields => ({
  annotations: read.textMap('annotations'),
  attach: read.boolean('attach'),
  blkio_config: read.object('blkio_config', bindBlkio),
  cgroup: read.text('cgroup'),
  cgroup_parent: read.text('cgroup_parent'),
  ...bindCpu(read),
  device_cgroup_rules: read.texts('device_cgroup_rules'),
  dns: read.texts('dns'),
  dns_opt: read.texts('dns_opt'),
  dns_search: read.texts('dns_search'),
  domainname: read.text('domainname'),
  external_links: read.texts('external_links'),
  group_add: read.texts('group_add'),
  ipc: read.text('ipc'),
  isolation: read.text('isolation'),
  links: read.texts('links'),
  logging: read.object('logging', bindLogging),
  mac_address: read.text('mac_address'),
  ...bindMemory(read),
  pid: read.text('pid'),
  pids_limit: read.whole('pids_limit'),
  post_start: read.items('post_start', bindHook),
  pre_stop: read.items('pre_stop', bindHook),
  runtime: read.text('runtime'),
  security_opt: read.texts('security_opt'),
  storage_opt: read.textMap('storage_opt'),
  sysctls: read.textMap('sysctls'),
  use_api_socket: read.boolean('use_api_socket'),
  userns_mode: read.text('userns_mode'),
  uts: read.text('uts'),
  volumes_from: read.texts('volumes_from'),
})

function bindCpu(read: Reader) {
  return {
    cpu_count: read.whole('cpu_count'),
    cpu_percent: read.number('cpu_percent'),
    cpu_period: read.whole('cpu_period'),
    cpu_quota: read.whole('cpu_quota'),
    cpu_rt_period: read.whole('cpu_rt_period'),
    cpu_rt_runtime: read.whole('cpu_rt_runtime'),
    cpu_shares: read.whole('cpu_shares'),
    cpus: read.float32('cpus'),
    cpuset: read.text('cpuset'),
  }
}

const bindMemory = (read: Reader) => ({
  mem_limit: read.bytes('mem_limit'),
  mem_reservation: read.bytes('mem_reservation'),
  mem_swappiness: read.bytes('mem_swappiness'),
  memswap_limit: read.bytes('memswap_limit'),
  oom_kill_disable: read.boolean('oom_kill_disable'),
  oom_score_adj: read.number('oom_score_adj'),
  shm_size: read.bytes('shm_size'),
})

function bindBlkio(node: Node): BlkioConfig {
  const read = readerOf(node)
  return compact<BlkioConfig>({
    weight: read.number('weight'),
    weight_device: read.items('weight_device', (item) => {
      const device = readerOf(item)
      return { path: device.text('path') ?? '', weight: device.number('weight') ?? 0 }
    }),
    device_read_bps: read.items('device_read_bps', bindRate),
    device_read_iops: read.items('device_read_iops', bindRate),
    device_write_bps: read.items('device_write_bps', bindRate),
    device_write_iops: read.items('device_write_iops', bindRate),
  })
}

function bindRate(node: Node): DeviceRate {
  const read = readerOf(node)
  return { path: read.text('path') ?? '', rate: read.bytes('rate') ?? 0 }
}

function bindLogging(node: Node): Logging {
  const read = readerOf(node)
  return compact<Logging>({
    driver: read.text('driver'),
    options: read.textMap('options'),
    extensions: read.extensions(),
  })
}
