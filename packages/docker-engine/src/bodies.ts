import type { PortBindings } from './shown.ts'

export interface CreateContainer {
  readonly name: string
  readonly platform?: string
  readonly body: ContainerBody
}

/** The body of `POST /containers/create`, as far as Berth fills it. */
export interface ContainerBody {
  readonly Image: string
  readonly Cmd?: readonly string[]
  readonly Entrypoint?: readonly string[]
  readonly Env?: readonly string[]
  readonly Labels: Readonly<Record<string, string>>
  readonly User?: string
  /** Before API 1.44: the address of the first network. */
  readonly MacAddress?: string
  readonly WorkingDir?: string
  readonly Hostname?: string
  readonly Domainname?: string
  readonly Tty?: boolean
  readonly OpenStdin?: boolean
  /** The first one attached that ends its input ends that of the process. */
  readonly StdinOnce?: boolean
  readonly AttachStdin?: boolean
  readonly AttachStdout?: boolean
  readonly AttachStderr?: boolean
  readonly StopSignal?: string
  readonly StopTimeout?: number
  readonly ExposedPorts?: Readonly<Record<string, object>>
  readonly Healthcheck?: HealthcheckBody
  readonly HostConfig: HostConfig
  readonly NetworkingConfig?: { readonly EndpointsConfig: Readonly<Record<string, EndpointSettings>> }
}

/** Times are nanoseconds; 0 and absent mean the image's or the Engine's own. */
export interface HealthcheckBody {
  readonly Test?: readonly string[]
  readonly Interval?: number
  readonly Timeout?: number
  readonly Retries?: number
  readonly StartPeriod?: number
  readonly StartInterval?: number
}

export interface HostConfig {
  readonly Binds?: readonly string[]
  readonly Mounts?: readonly MountBody[]
  readonly NetworkMode?: string
  /** Removed by the Engine when it has ended. */
  readonly AutoRemove?: boolean
  readonly PortBindings?: PortBindings
  readonly RestartPolicy?: { readonly Name: string; readonly MaximumRetryCount: number }
  readonly Init?: boolean
  readonly ReadonlyRootfs?: boolean
  readonly Privileged?: boolean
  readonly CapAdd?: readonly string[]
  readonly CapDrop?: readonly string[]
  readonly Tmpfs?: Readonly<Record<string, string>>
  readonly ExtraHosts?: readonly string[]
  readonly Annotations?: Readonly<Record<string, string>>
  readonly BlkioWeight?: number
  readonly BlkioWeightDevice?: readonly { readonly Path: string; readonly Weight: number }[]
  readonly BlkioDeviceReadBps?: readonly DeviceRateBody[]
  readonly BlkioDeviceReadIOps?: readonly DeviceRateBody[]
  readonly BlkioDeviceWriteBps?: readonly DeviceRateBody[]
  readonly BlkioDeviceWriteIOps?: readonly DeviceRateBody[]
  readonly CgroupnsMode?: string
  readonly CgroupParent?: string
  readonly CpuCount?: number
  readonly CpuPercent?: number
  readonly CpuPeriod?: number
  readonly CpuQuota?: number
  readonly CpuRealtimePeriod?: number
  readonly CpuRealtimeRuntime?: number
  readonly CpuShares?: number
  /** Billionths of a CPU. */
  readonly NanoCpus?: number
  readonly CpusetCpus?: string
  readonly DeviceCgroupRules?: readonly string[]
  readonly Dns?: readonly string[]
  readonly DnsOptions?: readonly string[]
  readonly DnsSearch?: readonly string[]
  readonly GroupAdd?: readonly string[]
  readonly IpcMode?: string
  readonly Isolation?: string
  readonly LogConfig?: { readonly Type?: string; readonly Config?: Readonly<Record<string, string>> }
  /** Bytes, as the other sizes. */
  readonly Memory?: number
  readonly MemoryReservation?: number
  readonly MemorySwap?: number
  readonly MemorySwappiness?: number
  readonly OomKillDisable?: boolean
  readonly OomScoreAdj?: number
  readonly PidMode?: string
  readonly PidsLimit?: number
  readonly Runtime?: string
  readonly SecurityOpt?: readonly string[]
  readonly ShmSize?: number
  readonly StorageOpt?: Readonly<Record<string, string>>
  readonly Sysctls?: Readonly<Record<string, string>>
  readonly Ulimits?: readonly { readonly Name: string; readonly Soft: number; readonly Hard: number }[]
  readonly UsernsMode?: string
  readonly UTSMode?: string
  /** `container:alias`, as in {@link EndpointSettings}. */
  readonly Links?: readonly string[]
  /** Names or ids of containers. */
  readonly VolumesFrom?: readonly string[]
  /** Empty: nothing of `/proc` and `/sys` is hidden. */
  readonly MaskedPaths?: readonly string[]
  readonly ReadonlyPaths?: readonly string[]
  readonly Devices?: readonly {
    readonly PathOnHost: string
    readonly PathInContainer: string
    readonly CgroupPermissions: string
  }[]
  readonly DeviceRequests?: readonly DeviceRequestBody[]
}

export interface DeviceRateBody {
  readonly Path: string
  readonly Rate: number
}

export interface DeviceRequestBody {
  readonly Driver?: string
  /** -1: every one. */
  readonly Count?: number
  readonly DeviceIDs?: readonly string[]
  /** One of these lists has to be fulfilled as a whole. */
  readonly Capabilities?: readonly (readonly string[])[]
  readonly Options?: Readonly<Record<string, string>>
}

export interface MountBody {
  readonly Type: string
  readonly Source?: string
  readonly Target: string
  readonly ReadOnly?: boolean
  readonly Consistency?: string
  readonly BindOptions?: {
    readonly Propagation?: string
    readonly CreateMountpoint?: boolean
    readonly NonRecursive?: boolean
    readonly ReadOnlyNonRecursive?: boolean
    readonly ReadOnlyForceRecursive?: boolean
  }
  readonly VolumeOptions?: {
    readonly NoCopy?: boolean
    readonly Subpath?: string
    readonly Labels?: Readonly<Record<string, string>>
  }
  readonly ImageOptions?: { readonly Subpath?: string }
  readonly TmpfsOptions?: { readonly SizeBytes?: number; readonly Mode?: number }
}

export interface EndpointSettings {
  readonly Aliases?: readonly string[]
  readonly Links?: readonly string[]
  /** The same as in `IPAMConfig`, as Docker Compose sends it. */
  readonly IPAddress?: string
  readonly IPAMConfig?: {
    readonly IPv4Address?: string
    readonly IPv6Address?: string
    readonly LinkLocalIPs?: readonly string[]
  } | null
  readonly MacAddress?: string
  readonly DriverOpts?: Readonly<Record<string, string>>
  readonly GwPriority?: number
}

export interface NetworkBody {
  readonly Name: string
  readonly Driver?: string
  readonly Options?: Readonly<Record<string, string>>
  readonly IPAM?: {
    readonly Driver?: string
    readonly Config?: readonly {
      readonly Subnet?: string
      readonly IPRange?: string
      readonly Gateway?: string
      readonly AuxiliaryAddresses?: Readonly<Record<string, string>>
    }[]
  }
  readonly Internal?: boolean
  readonly Attachable?: boolean
  readonly EnableIPv4?: boolean
  readonly EnableIPv6?: boolean
  readonly Labels: Readonly<Record<string, string>>
}

export interface VolumeBody {
  readonly Name: string
  readonly Driver?: string
  readonly DriverOpts?: Readonly<Record<string, string>>
  readonly Labels: Readonly<Record<string, string>>
}
