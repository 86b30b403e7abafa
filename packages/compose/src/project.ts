import type { Build } from './model/build.ts'
import type { Deploy } from './model/deploy.ts'
import type { Develop } from './model/develop.ts'
import type { DeviceMapping, DeviceRequest } from './model/devices.ts'
import type { Config, FileReference, Secret } from './model/file-objects.ts'
import type { Model, ServiceModel } from './model/models.ts'
import type { CredentialSpec, Provider } from './model/provider.ts'
import type { ServiceRuntime, WholeNumber } from './model/runtime.ts'

export type * from './model/build.ts'
export type * from './model/deploy.ts'
export type * from './model/develop.ts'
export type * from './model/devices.ts'
export type * from './model/file-objects.ts'
export type * from './model/models.ts'
export type * from './model/provider.ts'
export type * from './model/runtime.ts'

/**
 * The loaded model: what a compose file says once every short form is expanded, every default is filled
 * in and every path is absolute. Keys of the Compose Specification keep their own spelling, so that what
 * a user greps in a file can be grepped here; keys that are ours are camelCase.
 *
 * Durations are nanoseconds and sizes are bytes, as the Engine wants them.
 */
export interface Project {
  readonly name: string
  /** Absolute. Relative paths of the files were resolved against it. */
  readonly workingDir: string
  /** Absolute paths in the order they were merged. */
  readonly configFiles: readonly string[]
  /** Only the files named with `--env-file`; the implicit `.env` is not listed, as Compose does not label it. */
  readonly envFiles: readonly string[]
  /** What `DOCKER_DEFAULT_PLATFORM` says among its variables: for services that name no platform. */
  readonly defaultPlatform?: string
  /** Services whose profiles are active, sorted by name. */
  readonly services: Readonly<Record<string, Service>>
  /** Known, but switched off by profiles: never orphans. */
  readonly disabledServices: Readonly<Record<string, Service>>
  readonly networks: Readonly<Record<string, Network>>
  readonly volumes: Readonly<Record<string, Volume>>
  readonly configs: Readonly<Record<string, Config>>
  readonly secrets: Readonly<Record<string, Secret>>
  readonly models: Readonly<Record<string, Model>>
  /** The texts of the seccomp profiles that `security_opt` names, by path as written; absent when there are none. */
  readonly seccompProfiles?: Readonly<Record<string, string>>
  /** Top-level `x-*` keys as written. */
  readonly extensions: Readonly<Record<string, unknown>>
}

/** @see https://github.com/compose-spec/compose-spec/blob/main/05-services.md */
export interface Service extends ServiceRuntime {
  readonly name: string
  readonly image?: string
  readonly build?: Build
  /** `undefined`: the image's own. `[]`: explicitly empty. */
  readonly command?: readonly string[]
  readonly entrypoint?: readonly string[]
  readonly configs?: readonly FileReference[]
  readonly credential_spec?: CredentialSpec
  readonly deploy?: Deploy
  readonly develop?: Develop
  readonly devices?: readonly DeviceMapping[]
  readonly gpus?: readonly DeviceRequest[]
  readonly models?: Readonly<Record<string, ServiceModel | null>>
  /** Absent for all that is a container. */
  readonly provider?: Provider
  readonly secrets?: readonly FileReference[]
  readonly container_name?: string
  /** `null` unsets a variable of the image. `env_file` is already folded in. */
  readonly environment?: Readonly<Record<string, string | null>>
  readonly env_file?: readonly EnvFile[]
  readonly ports?: readonly Port[]
  readonly expose?: readonly string[]
  readonly volumes?: readonly ServiceVolume[]
  readonly networks?: Readonly<Record<string, ServiceNetwork | null>>
  readonly network_mode?: string
  readonly depends_on?: Readonly<Record<string, Dependency>>
  readonly healthcheck?: Healthcheck
  /** `no`, `always`, `unless-stopped`, `on-failure` or `on-failure:N`. */
  readonly restart?: string
  readonly labels?: Readonly<Record<string, string>>
  /** Absolute. What they hold is folded into the labels already. */
  readonly label_file?: readonly string[]
  readonly user?: string
  readonly working_dir?: string
  readonly hostname?: string
  readonly stop_signal?: string
  /** Nanoseconds. */
  readonly stop_grace_period?: number
  readonly profiles?: readonly string[]
  readonly scale?: number
  readonly init?: boolean
  readonly tty?: boolean
  readonly stdin_open?: boolean
  readonly read_only?: boolean
  readonly privileged?: boolean
  readonly cap_add?: readonly string[]
  readonly cap_drop?: readonly string[]
  readonly tmpfs?: readonly string[]
  /** Sorted `host=ip` entries. */
  readonly extra_hosts?: readonly string[]
  readonly platform?: string
  readonly pull_policy?: string
  /** `x-*` keys as written. */
  readonly extensions?: Readonly<Record<string, unknown>>
}

export interface EnvFile {
  readonly path: string
  readonly required: boolean
  readonly format?: string
}

/** One published or exposed port; a range is one entry each, except `"8080-8090:80"`. */
export interface Port {
  readonly name?: string
  readonly mode?: string
  readonly host_ip?: string
  readonly target: number
  /** Absent: the Engine picks. May be a range `8080-8090`. */
  readonly published?: string
  readonly protocol: string
  readonly app_protocol?: string
  /** `x-*` keys as written. */
  readonly extensions?: Readonly<Record<string, unknown>>
}

export interface ServiceVolume {
  readonly type: 'bind' | 'volume' | 'tmpfs' | 'image' | 'npipe' | 'cluster'
  /** Absent for an anonymous volume. Bind sources are absolute. */
  readonly source?: string
  readonly target: string
  readonly read_only?: boolean
  readonly consistency?: string
  readonly bind?: {
    readonly selinux?: string
    readonly propagation?: string
    readonly create_host_path?: boolean
    readonly recursive?: string
    readonly extensions?: Readonly<Record<string, unknown>>
  }
  readonly volume?: {
    readonly nocopy?: boolean
    readonly subpath?: string
    readonly labels?: Readonly<Record<string, string>>
    readonly extensions?: Readonly<Record<string, unknown>>
  }
  readonly tmpfs?: {
    readonly size?: WholeNumber
    readonly mode?: number
    readonly extensions?: Readonly<Record<string, unknown>>
  }
  readonly image?: {
    readonly subpath?: string
    readonly extensions?: Readonly<Record<string, unknown>>
  }
  /** `x-*` keys as written. */
  readonly extensions?: Readonly<Record<string, unknown>>
}

export interface ServiceNetwork {
  readonly aliases?: readonly string[]
  readonly ipv4_address?: string
  readonly ipv6_address?: string
  readonly link_local_ips?: readonly string[]
  readonly mac_address?: string
  readonly driver_opts?: Readonly<Record<string, string>>
  readonly priority?: number
  readonly gw_priority?: number
  readonly interface_name?: string
  /** `x-*` keys as written. */
  readonly extensions?: Readonly<Record<string, unknown>>
}

export interface Dependency {
  readonly condition: 'service_started' | 'service_healthy' | 'service_completed_successfully'
  readonly restart?: boolean
  readonly required: boolean
  /** `x-*` keys as written. */
  readonly extensions?: Readonly<Record<string, unknown>>
}

/** Times are nanoseconds; absent means the image's or the Engine's own. */
export interface Healthcheck {
  readonly test?: readonly string[]
  readonly interval?: number
  readonly timeout?: number
  readonly retries?: WholeNumber
  readonly start_period?: number
  readonly start_interval?: number
  readonly disable?: boolean
  /** `x-*` keys as written. */
  readonly extensions?: Readonly<Record<string, unknown>>
}

/** @see https://github.com/compose-spec/compose-spec/blob/main/06-networks.md */
export interface Network {
  /** The name the Engine knows, for example `shop_default`; empty when loaded without names, see `LoadOptions`. */
  readonly name: string
  readonly driver?: string
  readonly driver_opts?: Readonly<Record<string, string>>
  readonly ipam?: Ipam
  readonly external?: boolean
  readonly internal?: boolean
  readonly attachable?: boolean
  readonly enable_ipv4?: boolean
  readonly enable_ipv6?: boolean
  readonly labels?: Readonly<Record<string, string>>
  readonly extensions?: Readonly<Record<string, unknown>>
}

export interface Ipam {
  readonly driver?: string
  readonly config?: readonly {
    readonly subnet?: string
    readonly gateway?: string
    readonly ip_range?: string
    readonly aux_addresses?: Readonly<Record<string, string>>
  }[]
}

/** @see https://github.com/compose-spec/compose-spec/blob/main/07-volumes.md */
export interface Volume {
  /** The name the Engine knows, for example `shop_data`; empty when loaded without names, see `LoadOptions`. */
  readonly name: string
  readonly driver?: string
  readonly driver_opts?: Readonly<Record<string, string>>
  readonly external?: boolean
  readonly labels?: Readonly<Record<string, string>>
  readonly extensions?: Readonly<Record<string, unknown>>
}
