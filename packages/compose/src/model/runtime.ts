import type { Hook } from './develop.ts'

/** A whole number of up to 64 bits; `bigint` beyond 2^53, where `number` is not exact. */
export type WholeNumber = number | bigint

/** What a service says about its container beside its sections: limits, namespaces, names, hooks. */
export interface ServiceRuntime {
  readonly annotations?: Readonly<Record<string, string>>
  /** Whether its output is followed when nothing else is asked for. */
  readonly attach?: boolean
  readonly blkio_config?: BlkioConfig
  readonly cgroup?: string
  readonly cgroup_parent?: string
  readonly cpu_count?: WholeNumber
  readonly cpu_percent?: number
  /** Microseconds, as the other periods and runtimes. */
  readonly cpu_period?: WholeNumber
  readonly cpu_quota?: WholeNumber
  readonly cpu_rt_period?: WholeNumber
  readonly cpu_rt_runtime?: WholeNumber
  readonly cpu_shares?: WholeNumber
  /** The shortest number with the 32 bits that count. */
  readonly cpus?: number
  readonly cpuset?: string
  readonly device_cgroup_rules?: readonly string[]
  readonly dns?: readonly string[]
  readonly dns_opt?: readonly string[]
  readonly dns_search?: readonly string[]
  readonly domainname?: string
  readonly external_links?: readonly string[]
  readonly group_add?: readonly string[]
  readonly ipc?: string
  readonly isolation?: string
  readonly links?: readonly string[]
  readonly logging?: Logging
  readonly mac_address?: string
  /** Bytes, as every size. */
  readonly mem_limit?: WholeNumber
  readonly mem_reservation?: WholeNumber
  readonly mem_swappiness?: WholeNumber
  /** Bytes; -1 is without a limit. */
  readonly memswap_limit?: WholeNumber
  readonly oom_kill_disable?: boolean
  readonly oom_score_adj?: number
  readonly pid?: string
  /** -1 is without a limit. */
  readonly pids_limit?: WholeNumber
  readonly post_start?: readonly Hook[]
  readonly pre_stop?: readonly Hook[]
  readonly runtime?: string
  readonly security_opt?: readonly string[]
  readonly shm_size?: WholeNumber
  readonly storage_opt?: Readonly<Record<string, string>>
  readonly sysctls?: Readonly<Record<string, string>>
  readonly ulimits?: Readonly<Record<string, Ulimit>>
  readonly use_api_socket?: boolean
  readonly userns_mode?: string
  readonly uts?: string
  readonly volumes_from?: readonly string[]
}

export interface BlkioConfig {
  readonly weight?: number
  readonly weight_device?: readonly { readonly path: string; readonly weight: number }[]
  readonly device_read_bps?: readonly DeviceRate[]
  readonly device_read_iops?: readonly DeviceRate[]
  readonly device_write_bps?: readonly DeviceRate[]
  readonly device_write_iops?: readonly DeviceRate[]
}

/** Bytes, or operations, a second. */
export interface DeviceRate {
  readonly path: string
  readonly rate: WholeNumber
}

export interface Logging {
  readonly driver?: string
  readonly options?: Readonly<Record<string, string>>
  /** `x-*` keys as written. */
  readonly extensions?: Readonly<Record<string, unknown>>
}

/** One number for both limits, or each of them. */
export type Ulimit = WholeNumber | { readonly soft: WholeNumber; readonly hard: WholeNumber }
