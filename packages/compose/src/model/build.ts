import type { FileReference } from './file-objects.ts'
import type { Ulimit, WholeNumber } from './runtime.ts'

/** @see https://github.com/compose-spec/compose-spec/blob/main/build.md */
export interface Build {
  /** Absolute path, or a URL that the builder fetches. */
  readonly context: string
  readonly dockerfile?: string
  readonly dockerfile_inline?: string
  /** By name: an absolute path, a URL, an image (`docker-image://…`) or what a service builds (`service:…`). */
  readonly additional_contexts?: Readonly<Record<string, string>>
  readonly args?: Readonly<Record<string, string | null>>
  readonly cache_from?: readonly string[]
  readonly cache_to?: readonly string[]
  readonly entitlements?: readonly string[]
  /** Sorted `host=ip` entries. */
  readonly extra_hosts?: readonly string[]
  readonly isolation?: string
  readonly labels?: Readonly<Record<string, string>>
  readonly network?: string
  readonly no_cache?: boolean
  readonly platforms?: readonly string[]
  readonly privileged?: boolean
  /** `true`, `false`, or the settings of the attestation. */
  readonly provenance?: string
  readonly pull?: boolean
  /** `true`, `false`, or the settings of the attestation. */
  readonly sbom?: string
  readonly secrets?: readonly FileReference[]
  /** Bytes. */
  readonly shm_size?: WholeNumber
  /** Sorted by id. */
  readonly ssh?: readonly SshKey[]
  readonly tags?: readonly string[]
  readonly target?: string
  readonly ulimits?: Readonly<Record<string, Ulimit>>
  /** `x-*` keys as written. */
  readonly extensions?: Readonly<Record<string, unknown>>
}

/** A key that the builder may use; without a path it is the agent. */
export interface SshKey {
  readonly id: string
  /** Absolute. */
  readonly path?: string
}
