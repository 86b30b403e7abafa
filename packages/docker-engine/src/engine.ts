import type { CreateContainer, EndpointSettings, NetworkBody, VolumeBody } from './bodies.ts'
import type {
  ExecOptions,
  ExecRequest,
  ExecResult,
  PathStat,
  PutArchiveOptions,
  TarBytes,
} from './container-access.ts'
import type {
  ContainerInspect,
  ContainerProcesses,
  ContainerStats,
  ContainerSummary,
  DiskUsage,
  ImageInspect,
  ImageSummary,
  NetworkInspect,
  VolumeInspect,
} from './shown.ts'

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
  /** Highest API version that both sides speak, for example `1.45`; asks nobody once any call was made. */
  apiVersion(options?: Waiting): Promise<string>
  /** Folder on the Engine's machine in which images, containers and volumes lie. */
  dataFolder(options?: Waiting): Promise<string>
  /** Whether it can keep images of several platforms, and attestations: where it stores images in containerd. */
  keepsPlatforms(options?: Waiting): Promise<boolean>
  /** Containers in every state, carrying all of `labels` (`key` or `key=value`). */
  listContainers(filter: LabelFilter, options?: Waiting): Promise<ContainerSummary[]>
  inspectContainer(id: string, options?: Waiting): Promise<ContainerInspect>
  /** By name or id. Rejects with `ENGINE_IMAGE_NOT_FOUND`, as every call about an image does. */
  inspectImage(reference: string, options?: Waiting): Promise<ImageInspect>
  /**
   * The images that these references name, by reference; those that are not on the Engine are left out. One
   * call whatever their number, unless one of them is an id.
   */
  findImages(references: readonly string[], options?: Waiting): Promise<ReadonlyMap<string, ImageSummary>>
  /** Images that have a name and carry all of `labels`. */
  listImages(filter: LabelFilter, options?: Waiting): Promise<ImageSummary[]>
  /**
   * Asks the registry of an image for its digest (`sha256:…`) without pulling it. Rejects with
   * `ENGINE_IMAGE_NOT_FOUND` when the registry does not have it.
   */
  resolveDigest(reference: string, options?: RegistryOptions): Promise<string>
  /** `name` is the whole name; the Engine allows several networks of one name. */
  listNetworks(filter: LabelFilter & { readonly name?: string }, options?: Waiting): Promise<NetworkInspect[]>
  inspectNetwork(nameOrId: string, options?: Waiting): Promise<NetworkInspect>
  listVolumes(filter: LabelFilter, options?: Waiting): Promise<VolumeInspect[]>
  inspectVolume(name: string, options?: Waiting): Promise<VolumeInspect>
  /** Lines in the order the Engine gives them; ends when the container stops or at once without `follow`. */
  containerLogs(id: string, options: LogOptions): AsyncIterable<LogLine>
  /** Looks at a path inside a container, running or not. Rejects with `ENGINE_NOT_FOUND` when nothing is there. */
  statPath(id: string, path: string, options?: Waiting): Promise<PathStat>
  /**
   * Reads a file or folder out of a container, running or not, as a tar whose names begin with the last part of
   * `path`. A link is packed as a link. Nothing is asked of the Engine before the first step of the loop.
   */
  getArchive(id: string, path: string, options?: Waiting): AsyncIterable<Uint8Array>
  /** All files of a container, running or not, as a tar; without what is mounted. */
  exportContainer(id: string, options?: Waiting): AsyncIterable<Uint8Array>
  /** Resolves with the exit code when it does not run (any more): at once when it does not now. */
  waitForExit(id: string, options?: Waiting): Promise<{ readonly exitCode: number }>
  /**
   * Resolves as soon as the Engine watches for the next exit of a container, running or not; `exit` resolves with
   * that, also when the Engine removes the container at once; with `untilRemoved` not before it has.
   */
  nextExit(
    id: string,
    options?: Waiting & { readonly untilRemoved?: boolean },
  ): Promise<{ readonly exit: Promise<{ readonly exitCode: number }> }>
  /** The processes of a running container, as `ps` shows them. Rejects with `ENGINE_CONFLICT` unless it runs. */
  topContainer(id: string, options?: Waiting): Promise<ContainerProcesses>
  /**
   * What a container uses: once, or with `follow` every second until it is removed. Of one that does not run
   * everything is 0. The first sample takes the Engine a second, because it compares two: with `isAtOnce` it comes
   * alone and at once, and nothing is in `precpu_stats`.
   */
  containerStats(id: string, options?: StatsOptions): AsyncIterable<ContainerStats>
  /** What lies on the Engine's disk. It measures every volume file by file, which can take it many seconds. */
  diskUsage(options?: Waiting): Promise<DiskUsage>
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
  /**
   * Waits until it has stopped; does nothing when it has. `graceSeconds` absent: the container's own stop timeout.
   * The Engine's list tells of it by then, unless `untilListed` is `false`, which saves a call.
   */
  stopContainer(
    id: string,
    options?: Waiting & { readonly graceSeconds?: number; readonly untilListed?: boolean },
  ): Promise<void>
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
  /**
   * Runs a command in a running container and waits until it has ended. Rejects with `ENGINE_CONFLICT` when the
   * container does not run. Aborting leaves the command running: the Engine has no way to end it.
   */
  execInContainer(id: string, request: ExecRequest, options?: ExecOptions): Promise<ExecResult>
  /** Unpacks a tar in a container, running or not, at a folder that exists there. */
  putArchive(id: string, folder: string, tar: TarBytes, options?: PutArchiveOptions): Promise<void>
  /**
   * Makes an image of the files of a container, running or not, and resolves with its id. A name that another image
   * has goes over to it. Rejects with `ENGINE_REFUSED` when the reference or a change cannot be used.
   */
  commitContainer(id: string, request?: CommitRequest, options?: Waiting): Promise<{ id: string }>
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
  /**
   * Resolves with the image id, and with what registries have it as: `name@sha256:…`. Credentials are found by the
   * adapter, see {@link RegistryAuth}.
   */
  pullImage(reference: string, options?: PullOptions): Promise<{ id: string; repoDigests: readonly string[] }>
  pushImage(reference: string, options?: PullOptions): Promise<void>
  /** Every credential for a registry that the connection knows. Rejects with `ENGINE_REGISTRY_DENIED` when they cannot be read. */
  registryCredentials(): Promise<readonly RegistryAuth[]>
  tagImage(source: string, target: string, options?: Waiting): Promise<void>
  removeImage(reference: string, options?: Waiting & { readonly force?: boolean }): Promise<void>
  /**
   * Builds with BuildKit and resolves with the image id. Rejects with `ENGINE_BUILD_FAILED`. Unlike other
   * calls, aborting ends the build on the Engine too.
   */
  buildImage(request: BuildImage, options?: BuildOptions): Promise<{ id: string }>
}

/** What the image of a container is to be, beyond its files. */
export interface CommitRequest {
  /** Its name; without, it has its id only. */
  readonly reference?: string
  readonly author?: string
  readonly comment?: string
  /** Instructions of a Dockerfile, such as `CMD ["serve"]`. */
  readonly changes?: readonly string[]
  /** The container goes on meanwhile; it is paused unless said. */
  readonly isLive?: boolean
}

export interface Waiting {
  readonly signal?: AbortSignal
}

export interface StatsOptions extends Waiting {
  readonly follow?: boolean
  readonly isAtOnce?: boolean
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

export interface RegistryOptions extends Waiting {
  /** Finds the credentials for this call alone. Absent: as the connection does. */
  readonly registryAuth?: FindRegistryAuth
}

export interface PullOptions extends RegistryOptions {
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
  /**
   * An absolute folder, whose `.dockerignore` is honoured; else what the Engine fetches itself: the URL of a git
   * repository, `https://host/repository.git#ref:folder`, or of an archive.
   */
  readonly context: string
  /** Relative to the context, or absolute. */
  readonly dockerfile?: string
  readonly dockerfileInline?: string
  readonly tags: readonly string[]
  readonly args?: Readonly<Record<string, string>>
  readonly labels?: Readonly<Record<string, string>>
  readonly target?: string
  /** Other sources, by the name that the Dockerfile has for them: as the context, or `docker-image://name`. */
  readonly contexts?: Readonly<Record<string, string>>
  readonly noCache?: boolean
  /** Asks the registries for newer base images. */
  readonly pull?: boolean
  /** `host`, `none`, or the builder's own. */
  readonly network?: string
  /** `host=address`, where the address may be `host-gateway`. */
  readonly extraHosts?: readonly string[]
  readonly shmSizeBytes?: number | bigint
  /** `name=soft:hard`. */
  readonly ulimits?: readonly string[]
  /** Several only where the Engine keeps images in containerd. */
  readonly platforms?: readonly string[]
  /** What goes with the image, and how, in BuildKit's words: `mode=max`. Only where the Engine keeps images in containerd. */
  readonly attestations?: Readonly<Partial<Record<'provenance' | 'sbom', string>>>
  readonly secrets?: readonly BuildSecret[]
  readonly ssh?: readonly BuildSshKey[]
  readonly cacheFrom?: readonly BuildCache[]
  /** Other kinds than `inline` only where the Engine keeps images in containerd. */
  readonly cacheTo?: readonly BuildCache[]
  /** What steps may do beyond the usual, as far as the Engine is configured to allow it: `security.insecure`. */
  readonly entitlements?: readonly string[]
}

/** What a step mounts with `--mount=type=secret`; never part of the image, and never of what is printed of a plan. */
export type BuildSecret =
  | { readonly id: string; readonly file: string }
  /** A function, so that a request written as JSON does not hold the secret. */
  | { readonly id: string; readonly read: () => string }

/** What a step mounts with `--mount=type=ssh`. */
export interface BuildSshKey {
  readonly id: string
  /** A private key without a passphrase, or the socket of an agent. Absent: the agent of who connects. */
  readonly path?: string
}

/** Where steps done elsewhere are taken from, or left for others: `registry`, `local`, `inline` and others. */
export interface BuildCache {
  readonly type: string
  /** The settings of its kind, for example `ref` or `src`. */
  readonly attributes: Readonly<Record<string, string>>
}

export interface BuildOptions extends RegistryOptions {
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

/** Finds the credentials for a registry such as `docker.io` or `registry.example:5000`; undefined: there are none. */
export interface FindRegistryAuth {
  (registry: string): Promise<RegistryAuth | undefined>
  /** All that there are, for containers that use the Engine themselves. Absent: they cannot be listed. */
  readonly all?: () => Promise<readonly RegistryAuth[]>
}

/** What a registry asks for. */
export interface RegistryAuth {
  readonly username: string
  readonly password: string
  readonly serveraddress: string
  /** Instead of user and password, where a registry hands out tokens. */
  readonly identitytoken?: string
}
