/**
 * The part of the Docker Engine API that Berth uses, as plain types. Request bodies and inspect results
 * keep the Engine's own PascalCase; options that are ours are camelCase.
 *
 * Every call that waits takes a `signal`; aborting stops the waiting, never what the Engine already began.
 * Every call rejects with an {@link EngineError} and with nothing else, except `signal.reason` on abort.
 *
 * @see https://docs.docker.com/reference/api/engine/version/v1.45/
 */
export interface EngineReader {
  /** Rejects with `ENGINE_UNREACHABLE` when nobody answers. */
  version(options?: Waiting): Promise<EngineVersion>
  /** Containers in every state, carrying all of `labels` (`key` or `key=value`). */
  listContainers(filter: LabelFilter, options?: Waiting): Promise<ContainerSummary[]>
  inspectContainer(id: string, options?: Waiting): Promise<ContainerInspect>
  /** By name or id. Rejects with `ENGINE_IMAGE_NOT_FOUND`, as every call about an image does. */
  inspectImage(reference: string, options?: Waiting): Promise<ImageInspect>
  /**
   * Asks the registry of an image for its digest (`sha256:…`) without pulling it. Rejects with
   * `ENGINE_IMAGE_NOT_FOUND` when the registry does not have it.
   */
  resolveDigest(reference: string, options?: Waiting): Promise<string>
  /** `name` is the whole name; the Engine allows several networks of one name. */
  listNetworks(filter: LabelFilter & { readonly name?: string }, options?: Waiting): Promise<NetworkInspect[]>
  inspectNetwork(nameOrId: string, options?: Waiting): Promise<NetworkInspect>
  listVolumes(filter: LabelFilter, options?: Waiting): Promise<VolumeInspect[]>
  inspectVolume(name: string, options?: Waiting): Promise<VolumeInspect>
  /** Lines in the order the Engine gives them; ends when the container stops or at once without `follow`. */
  containerLogs(id: string, options: LogOptions): AsyncIterable<LogLine>
  /** Resolves with the exit code when it does not run (any more): at once when it does not now. */
  waitForExit(id: string, options?: Waiting): Promise<{ readonly exitCode: number }>
  /**
   * Ends at `until`, by abort, or with an error when the Engine goes away. Listening begins with the first step of
   * the loop: pass `since` to miss nothing that happens before. With `labels`, only containers and images
   * are told of, because the Engine's network and volume events carry none.
   */
  events(options: EventOptions): AsyncIterable<EngineEvent>
}

/** Everything that changes the Engine. Only `apply` and the images of tests hold one. */
export interface Engine extends EngineReader {
  createContainer(request: CreateContainer, options?: Waiting): Promise<{ id: string; warnings: string[] }>
  /** Does nothing when it already runs. Rejects with `ENGINE_PORT_IN_USE` and the port in `details.port`. */
  startContainer(id: string, options?: Waiting): Promise<void>
  /** Waits until it has stopped; does nothing when it has. `graceSeconds` absent: the container's own stop timeout. */
  stopContainer(id: string, options?: Waiting & { readonly graceSeconds?: number }): Promise<void>
  /** Stops it as `stopContainer` does and starts it again; one that does not run is just started. */
  restartContainer(id: string, options?: Waiting & { readonly graceSeconds?: number }): Promise<void>
  /** Freezes its processes. Rejects with `ENGINE_CONFLICT` unless it runs and is not paused yet. */
  pauseContainer(id: string, options?: Waiting): Promise<void>
  /** Rejects with `ENGINE_CONFLICT` unless it is paused. */
  unpauseContainer(id: string, options?: Waiting): Promise<void>
  /**
   * Sends a signal by name or number, for example `SIGHUP`; does not wait for what comes of it. Rejects with
   * `ENGINE_CONFLICT` unless it runs, and with `ENGINE_REFUSED` when there is no such signal.
   */
  killContainer(id: string, signalName: string, options?: Waiting): Promise<void>
  /** `volumes`: its anonymous volumes too. `force`: kills it when it runs. */
  removeContainer(
    id: string,
    options?: Waiting & { readonly force?: boolean; readonly volumes?: boolean },
  ): Promise<void>
  renameContainer(id: string, name: string, options?: Waiting): Promise<void>
  createNetwork(body: NetworkBody, options?: Waiting): Promise<{ id: string }>
  removeNetwork(nameOrId: string, options?: Waiting): Promise<void>
  connectNetwork(
    network: string,
    container: string,
    endpoint: EndpointSettings,
    options?: Waiting,
  ): Promise<void>
  /** A volume of that name stays as it is, labels included. */
  createVolume(body: VolumeBody, options?: Waiting): Promise<VolumeInspect>
  /** `force`: no error when it does not exist. */
  removeVolume(name: string, options?: Waiting & { readonly force?: boolean }): Promise<void>
  /** Resolves with the image id. Credentials are found by the adapter, see {@link RegistryAuth}. */
  pullImage(reference: string, options?: PullOptions): Promise<{ id: string }>
  pushImage(reference: string, options?: PullOptions): Promise<void>
  tagImage(source: string, target: string, options?: Waiting): Promise<void>
  removeImage(reference: string, options?: Waiting & { readonly force?: boolean }): Promise<void>
  /**
   * Builds with BuildKit and resolves with the image id. Rejects with `ENGINE_BUILD_FAILED`. Unlike other
   * calls, aborting ends the build on the Engine too.
   */
  buildImage(request: BuildImage, options?: BuildOptions): Promise<{ id: string }>
}

export interface Waiting {
  readonly signal?: AbortSignal
}

export interface LabelFilter {
  readonly labels?: readonly string[]
}

export interface EngineVersion {
  readonly version: string
  /** Highest API version that both sides speak, for example `1.45`. */
  readonly apiVersion: string
  readonly os: string
  readonly arch: string
}

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
  readonly HostConfig: {
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
  }
  readonly Mounts: readonly {
    readonly Type: string
    readonly Name?: string
    readonly Source: string
    readonly Destination: string
    readonly RW: boolean
  }[]
  readonly NetworkSettings: {
    readonly Networks: Readonly<
      Record<string, { readonly NetworkID: string; readonly Aliases?: readonly string[] | null }>
    >
    readonly Ports?: PortBindings | null
  }
}

export type PortBindings = Readonly<
  Record<string, readonly { readonly HostIp?: string; readonly HostPort?: string }[] | null>
>

export interface ImageInspect {
  readonly Id: string
  readonly RepoTags?: readonly string[] | null
  readonly RepoDigests?: readonly string[] | null
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
}

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
  readonly WorkingDir?: string
  readonly Hostname?: string
  readonly Domainname?: string
  readonly Tty?: boolean
  readonly OpenStdin?: boolean
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

export interface LogOptions extends Waiting {
  readonly follow?: boolean
  /** Only the last N lines. Absent: all. */
  readonly tail?: number
  /** Epoch milliseconds. */
  readonly since?: number
  /** Epoch milliseconds. */
  readonly until?: number
}

export interface LogLine {
  readonly stream: 'stdout' | 'stderr'
  /** Epoch milliseconds, from the Engine. */
  readonly time: number
  /** The same as the Engine wrote it: ISO 8601 in UTC, down to the nanosecond. */
  readonly timestamp: string
  /** Without the line end; ANSI sequences kept. Cut at 16 KiB. */
  readonly text: string
}

export interface EventOptions extends Waiting {
  readonly labels?: readonly string[]
  /** Epoch milliseconds: replay from then. */
  readonly since?: number
  /** Epoch milliseconds: end when this time has come, without an error. */
  readonly until?: number
}

export interface EngineEvent {
  readonly type: 'container' | 'network' | 'volume' | 'image'
  /** The Engine's word, for example `start`, `die`, `health_status: healthy`. */
  readonly action: string
  readonly id: string
  readonly attributes: Readonly<Record<string, string>>
  /** Epoch milliseconds. */
  readonly time: number
  /** The same down to the nanosecond: ISO 8601 in UTC. */
  readonly timestamp: string
}

export interface PullOptions extends Waiting {
  readonly platform?: string
  readonly onProgress?: (progress: TransferProgress) => void
}

export interface TransferProgress {
  readonly layer: string
  readonly status: string
  readonly currentBytes?: number
  readonly totalBytes?: number
}

export interface BuildImage {
  /** Absolute directory. `.dockerignore` in it is honoured. */
  readonly context: string
  /** Relative to the context, or absolute. */
  readonly dockerfile?: string
  readonly dockerfileInline?: string
  readonly tags: readonly string[]
  readonly args?: Readonly<Record<string, string>>
  readonly labels?: Readonly<Record<string, string>>
  readonly target?: string
  readonly noCache?: boolean
  readonly pull?: boolean
  readonly network?: string
  readonly platform?: string
}

export interface BuildOptions extends Waiting {
  readonly onEvent?: (event: BuildEvent) => void
}

export type BuildEvent =
  | {
      readonly kind: 'step'
      readonly id: string
      readonly name: string
      readonly state: 'running' | 'done' | 'cached' | 'failed'
      readonly durationMs?: number
      readonly error?: string
    }
  /** One line, without its end. */
  | { readonly kind: 'output'; readonly id: string; readonly text: string }
  | { readonly kind: 'warning'; readonly text: string }

/** What a registry asks for. */
export interface RegistryAuth {
  readonly username: string
  readonly password: string
  readonly serveraddress: string
  /** Instead of user and password, where a registry hands out tokens. */
  readonly identitytoken?: string
}
