import type { EndpointSettings, HealthcheckBody, HostConfig, MountBody, NetworkBody } from './bodies.ts'

export type ContainerState = 'created' | 'running' | 'paused' | 'restarting' | 'removing' | 'exited' | 'dead'

export interface ContainerSummary {
  readonly id: string
  /** Without the leading slash. */
  readonly name: string
  readonly image: string
  readonly imageId: string
  /** Entrypoint and arguments in one line, as the Engine joins them. */
  readonly command: string
  readonly state: ContainerState
  /** The Engine's words, for example `Up 3 minutes (healthy)`. */
  readonly status: string
  readonly labels: Readonly<Record<string, string>>
  /** Epoch milliseconds. */
  readonly createdAt: number
  readonly ports: readonly PublishedPort[]
  readonly mounts: readonly ContainerMount[]
  /** Names of the networks it is attached to, with their ids; an id is empty while it never ran. */
  readonly networks: Readonly<Record<string, string>>
}

export interface ContainerMount {
  readonly type: string
  /** Volumes only. */
  readonly name?: string
  /** Volumes only, for example `local`. */
  readonly driver?: string
  /** Path on the host; absent for tmpfs. */
  readonly source?: string
  readonly destination: string
}

export interface PublishedPort {
  readonly hostIp?: string
  readonly published?: number
  readonly target: number
  readonly protocol: string
}

/** The fields of `GET /containers/{id}/json` that Berth reads, in the Engine's own names. */
export interface ContainerInspect {
  readonly Id: string
  /** With the leading slash, as the Engine gives it. */
  readonly Name: string
  /** ISO 8601. */
  readonly Created: string
  readonly Image: string
  readonly RestartCount: number
  readonly State: {
    readonly Status: ContainerState
    readonly Running: boolean
    readonly ExitCode: number
    readonly OOMKilled: boolean
    readonly Error: string
    readonly StartedAt: string
    readonly FinishedAt: string
    readonly Health?: {
      readonly Status: 'none' | 'starting' | 'healthy' | 'unhealthy'
      readonly FailingStreak: number
      readonly Log?: readonly { readonly ExitCode: number; readonly Output: string }[] | null
    }
  }
  readonly Config: {
    readonly Image: string
    readonly Cmd?: readonly string[] | null
    readonly Entrypoint?: readonly string[] | null
    readonly User?: string
    readonly WorkingDir?: string
    readonly Hostname?: string
    readonly Domainname?: string
    readonly Tty?: boolean
    readonly OpenStdin?: boolean
    readonly StopSignal?: string
    readonly StopTimeout?: number | null
    readonly Labels: Readonly<Record<string, string>>
    readonly Env?: readonly string[] | null
    readonly ExposedPorts?: Readonly<Record<string, object>> | null
    readonly Healthcheck?: HealthcheckBody | null
    readonly Volumes?: Readonly<Record<string, object>> | null
  }
  readonly HostConfig: ShownHostConfig
  readonly Mounts: readonly {
    readonly Type: string
    readonly Name?: string
    readonly Source: string
    readonly Destination: string
    readonly RW: boolean
  }[]
  readonly NetworkSettings: {
    readonly Networks: Readonly<
      Record<
        string,
        {
          readonly NetworkID: string
          readonly Aliases?: readonly string[] | null
          /** What was asked for, not what was given. */
          readonly IPAMConfig?: EndpointSettings['IPAMConfig']
        }
      >
    >
    readonly Ports?: PortBindings | null
  }
}

/** What the Engine was told of the host's part, with `null` for what it was not, and with what it fills in itself. */
export type ShownHostConfig = {
  readonly Binds?: readonly string[] | null
  readonly Mounts?: readonly MountBody[] | null
  readonly NetworkMode?: string
  readonly PortBindings?: PortBindings | null
  readonly RestartPolicy?: { readonly Name: string; readonly MaximumRetryCount: number }
  readonly Init?: boolean | null
  readonly ReadonlyRootfs?: boolean
  readonly Privileged?: boolean
  readonly CapAdd?: readonly string[] | null
  readonly CapDrop?: readonly string[] | null
  readonly Tmpfs?: Readonly<Record<string, string>> | null
  readonly ExtraHosts?: readonly string[] | null
} & { readonly [K in Exclude<keyof HostConfig, OwnlyShown>]?: HostConfig[K] | null }

/** Those that are typed above. */
type OwnlyShown =
  | 'Binds'
  | 'Mounts'
  | 'NetworkMode'
  | 'PortBindings'
  | 'RestartPolicy'
  | 'Init'
  | 'ReadonlyRootfs'
  | 'Privileged'
  | 'CapAdd'
  | 'CapDrop'
  | 'Tmpfs'
  | 'ExtraHosts'

export type PortBindings = Readonly<
  Record<string, readonly { readonly HostIp?: string; readonly HostPort?: string }[] | null>
>

export interface ImageInspect {
  readonly Id: string
  /** Bytes, layers that others share included. */
  readonly Size?: number
  readonly RepoTags?: readonly string[] | null
  readonly RepoDigests?: readonly string[] | null
  /** ISO 8601; of some images absent. */
  readonly Created?: string
  readonly Os?: string
  readonly Architecture?: string
  readonly Variant?: string
  readonly Metadata?: { readonly LastTagTime?: string }
  readonly Config?: {
    readonly Cmd?: readonly string[] | null
    readonly Entrypoint?: readonly string[] | null
    readonly User?: string
    readonly WorkingDir?: string
    readonly Env?: readonly string[] | null
    readonly ExposedPorts?: Readonly<Record<string, object>> | null
    readonly StopSignal?: string
    readonly Volumes?: Readonly<Record<string, object>> | null
    readonly Healthcheck?: HealthcheckBody | null
    readonly Labels?: Readonly<Record<string, string>> | null
  } | null
}

/** An image as a list shows it. */
export interface ImageSummary {
  readonly Id: string
  /** As a person writes them: without `docker.io/` and `library/`. */
  readonly RepoTags: readonly string[]
  readonly RepoDigests: readonly string[]
  readonly Labels: Readonly<Record<string, string>>
  /** Bytes, layers that others share included. */
  readonly Size: number
}

export interface NetworkInspect {
  readonly Id: string
  readonly Name: string
  readonly Driver: string
  readonly Labels: Readonly<Record<string, string>>
  readonly Options?: Readonly<Record<string, string>> | null
  readonly IPAM?: NetworkBody['IPAM'] | null
  readonly Internal?: boolean
  readonly Attachable?: boolean
  readonly EnableIPv6?: boolean
  /** Present on inspect only. */
  readonly Containers?: Readonly<Record<string, { readonly Name: string }>>
}

export interface VolumeInspect {
  readonly Name: string
  readonly Driver: string
  readonly Labels: Readonly<Record<string, string>>
  /** Path on the host. */
  readonly Mountpoint: string
  readonly Scope: string
  /** Of the driver. */
  readonly Options?: Readonly<Record<string, string>> | null
}

/** A table: what each column is, and a row for each process. */
export interface ContainerProcesses {
  readonly titles: readonly string[]
  readonly processes: readonly (readonly string[])[]
}

/** The fields of `GET /containers/{id}/stats` that Berth reads, in the Engine's own names. Counters only grow. */
export interface ContainerStats {
  readonly cpu_stats: CpuStats
  /** The same a second before. */
  readonly precpu_stats: CpuStats
  readonly memory_stats: {
    /** Bytes, caches included. */
    readonly usage?: number
    readonly limit?: number
    readonly stats?: { readonly inactive_file?: number; readonly total_inactive_file?: number }
  }
  readonly pids_stats: { readonly current?: number }
  /** By interface. Absent without a network of its own. */
  readonly networks?: Readonly<Record<string, { readonly rx_bytes: number; readonly tx_bytes: number }>>
  readonly blkio_stats: {
    readonly io_service_bytes_recursive?: readonly { readonly op: string; readonly value: number }[] | null
  }
}

export interface CpuStats {
  /** Nanoseconds. */
  readonly cpu_usage: { readonly total_usage: number; readonly percpu_usage?: readonly number[] | null }
  /** Nanoseconds of all processors of the host. */
  readonly system_cpu_usage?: number
  readonly online_cpus?: number
}

/** The fields of `GET /system/df` that Berth reads, in the Engine's own names. Sizes in bytes; -1: not measured. */
export interface DiskUsage {
  /** Of all images, what they share once. */
  readonly LayersSize: number
  readonly Images: readonly {
    readonly Id: string
    readonly Size: number
    readonly SharedSize: number
    /** That use it, running or not. */
    readonly Containers: number
  }[]
  readonly Containers: readonly {
    readonly Id: string
    readonly State: string
    readonly Labels: Readonly<Record<string, string>>
    /** What it has written besides volumes. */
    readonly SizeRw: number
    readonly Mounts: readonly { readonly Type: string; readonly Name?: string }[]
  }[]
  readonly Volumes: readonly {
    readonly Name: string
    readonly Labels: Readonly<Record<string, string>>
    readonly UsageData: {
      readonly Size: number
      /** Containers that mount it, running or not. */
      readonly RefCount: number
    }
  }[]
  readonly BuildCache: readonly { readonly Size: number; readonly InUse: boolean; readonly Shared: boolean }[]
}
