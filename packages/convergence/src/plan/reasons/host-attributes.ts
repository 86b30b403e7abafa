import { type ContainerBody, compareApi } from '@berth/docker-engine'
import type { ContainerDetails } from '../../observed/observed-state.ts'
import { canonicalJson } from '../digest.ts'

type Wanted = ContainerBody['HostConfig']
type Shown = ContainerDetails['hostConfig']
type Key = keyof Wanted & keyof Shown

/** The spec's names of attributes that the Engine shows as it was told, and where it does. */
const fields: readonly (readonly [attribute: string, ...fields: Key[]])[] = [
  ['annotations', 'Annotations'],
  [
    'blkio_config',
    'BlkioWeight',
    'BlkioWeightDevice',
    'BlkioDeviceReadBps',
    'BlkioDeviceReadIOps',
    'BlkioDeviceWriteBps',
    'BlkioDeviceWriteIOps',
  ],
  ['cgroup', 'CgroupnsMode'],
  ['cgroup_parent', 'CgroupParent'],
  ['cpu_count', 'CpuCount'],
  ['cpu_percent', 'CpuPercent'],
  ['cpu_period', 'CpuPeriod'],
  ['cpu_quota', 'CpuQuota'],
  ['cpu_rt_period', 'CpuRealtimePeriod'],
  ['cpu_rt_runtime', 'CpuRealtimeRuntime'],
  ['cpu_shares', 'CpuShares'],
  ['cpus', 'NanoCpus'],
  ['cpuset', 'CpusetCpus'],
  ['device_cgroup_rules', 'DeviceCgroupRules'],
  ['devices', 'Devices', 'DeviceRequests'],
  ['dns', 'Dns'],
  ['dns_opt', 'DnsOptions'],
  ['dns_search', 'DnsSearch'],
  ['group_add', 'GroupAdd'],
  ['ipc', 'IpcMode'],
  ['isolation', 'Isolation'],
  ['logging', 'LogConfig'],
  ['mem_limit', 'Memory'],
  ['mem_reservation', 'MemoryReservation'],
  ['mem_swappiness', 'MemorySwappiness'],
  ['memswap_limit', 'MemorySwap'],
  ['oom_kill_disable', 'OomKillDisable'],
  ['oom_score_adj', 'OomScoreAdj'],
  ['pid', 'PidMode'],
  ['pids_limit', 'PidsLimit'],
  ['runtime', 'Runtime'],
  ['security_opt', 'SecurityOpt', 'MaskedPaths', 'ReadonlyPaths'],
  ['shm_size', 'ShmSize'],
  ['storage_opt', 'StorageOpt'],
  ['sysctls', 'Sysctls'],
  ['ulimits', 'Ulimits'],
  ['userns_mode', 'UsernsMode'],
  ['uts', 'UTSMode'],
  ['volumes_from', 'VolumesFrom'],
]

/** What the Engine fills in itself where it was told nothing, so that this can be the same as nothing. */
const filledIn: ReadonlySet<Key> = new Set([
  'CgroupnsMode',
  'IpcMode',
  'LogConfig',
  'MaskedPaths',
  'MemorySwap',
  'MemorySwappiness',
  'OomKillDisable',
  'ReadonlyPaths',
  'Runtime',
  'ShmSize',
])

/** What the Engine lets go where the kernel does not know it, with a warning. */
const droppable: ReadonlySet<Key> = new Set([
  'BlkioWeight',
  'BlkioWeightDevice',
  'MemorySwap',
  'MemorySwappiness',
  'OomKillDisable',
  'PidsLimit',
])

/** What Engines drop without a word up to the API that knows it; a notice of the plan tells. */
const knownSince: ReadonlyMap<Key, string> = new Map([['Annotations', '1.43']])

/**
 * Which attributes a container has otherwise than asked for: `mem_limit changed`. What is only filled in counts as
 * nothing, and so does what an Engine of that API does not know.
 */
export const hostAttributeReasons = (shown: Shown, wanted: Wanted, api: string): string[] =>
  fields
    .filter(([, ...keys]) => keys.some((key) => isKnown(key, api) && differs(key, shown[key], wanted[key])))
    .map(([attribute]) => `${attribute} changed`)

function isKnown(key: Key, api: string): boolean {
  const since = knownSince.get(key)
  return since === undefined || compareApi(api, since) >= 0
}

function differs(key: Key, shown: unknown, wanted: unknown): boolean {
  if (isNothing(comparable(wanted))) return !isNothing(comparable(shown)) && !filledIn.has(key)
  if (isNothing(shown) && droppable.has(key)) return false
  return canonicalJson(comparable(onlyAsked(shown, wanted))) !== canonicalJson(comparable(wanted))
}

function isNothing(value: unknown): boolean {
  if (typeof value === 'object' && value !== null) return Object.keys(value).length === 0
  return value === undefined || value === null || value === '' || value === 0 || value === false
}

/** Of a mapping with several facts, such as `LogConfig`, those that were asked for. */
function onlyAsked(shown: unknown, wanted: unknown): unknown {
  const isMapping = (value: unknown): value is Readonly<Record<string, unknown>> =>
    typeof value === 'object' && value !== null && !Array.isArray(value)
  if (!isMapping(shown) || !isMapping(wanted) || !('Config' in wanted || 'Type' in wanted)) return shown
  return Object.fromEntries(Object.entries(shown).filter(([key]) => key in wanted))
}

/** What the Engine adds to `security_opt` of a container that is privileged or in namespaces of the host. */
const added = 'label=disable'

/** Lists in any order, and what is in them without what says nothing. */
function comparable(value: unknown): unknown {
  if (Array.isArray(value)) {
    const own = value.filter((item) => item !== added)
    return own.map((item) => canonicalJson(comparable(item))).sort()
  }
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).filter(([, inner]) => !isNothing(inner)))
}
