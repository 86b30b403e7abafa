import type { DeviceRequest } from './devices.ts'
import type { WholeNumber } from './runtime.ts'

/** @see https://github.com/compose-spec/compose-spec/blob/main/deploy.md */
export interface Deploy {
  /** `replicated` unless it says otherwise. */
  readonly mode?: string
  /** The same as the service's `scale`, when that is there. */
  readonly replicas?: number
  readonly labels?: Readonly<Record<string, string>>
  readonly update_config?: UpdateConfig
  readonly rollback_config?: UpdateConfig
  readonly resources?: DeployResources
  readonly restart_policy?: DeployRestartPolicy
  readonly placement?: Placement
  readonly endpoint_mode?: string
  /** `x-*` keys as written. */
  readonly extensions?: Readonly<Record<string, unknown>>
}

/** Durations are nanoseconds. */
export interface UpdateConfig {
  readonly parallelism?: number
  readonly delay?: number
  readonly failure_action?: string
  readonly monitor?: number
  /** From 0 to 1. */
  readonly max_failure_ratio?: number
  readonly order?: string
  /** `x-*` keys as written. */
  readonly extensions?: Readonly<Record<string, unknown>>
}

export interface DeployResources {
  readonly limits?: ResourceAmounts
  readonly reservations?: ResourceAmounts
  /** `x-*` keys as written. */
  readonly extensions?: Readonly<Record<string, unknown>>
}

export interface ResourceAmounts {
  /** Of one CPU: 0.5 is half of one. */
  readonly cpus?: number
  /** Bytes. */
  readonly memory?: WholeNumber
  readonly pids?: number
  readonly devices?: readonly DeviceRequest[]
  readonly generic_resources?: readonly GenericResource[]
  /** `x-*` keys as written. */
  readonly extensions?: Readonly<Record<string, unknown>>
}

export interface GenericResource {
  readonly discrete_resource_spec?: DiscreteResource
  /** `x-*` keys as written. */
  readonly extensions?: Readonly<Record<string, unknown>>
}

export interface DiscreteResource {
  readonly kind: string
  readonly value: number
  /** `x-*` keys as written. */
  readonly extensions?: Readonly<Record<string, unknown>>
}

/** Durations are nanoseconds. */
export interface DeployRestartPolicy {
  /** `none`, `on-failure`, `any` or `unless-stopped`. */
  readonly condition?: string
  readonly delay?: number
  readonly max_attempts?: number
  readonly window?: number
  /** `x-*` keys as written. */
  readonly extensions?: Readonly<Record<string, unknown>>
}

export interface Placement {
  readonly constraints?: readonly string[]
  readonly preferences?: readonly PlacementPreference[]
  readonly max_replicas_per_node?: number
  /** `x-*` keys as written. */
  readonly extensions?: Readonly<Record<string, unknown>>
}

export interface PlacementPreference {
  readonly spread?: string
  /** `x-*` keys as written. */
  readonly extensions?: Readonly<Record<string, unknown>>
}
