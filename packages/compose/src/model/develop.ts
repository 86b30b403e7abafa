/** @see https://github.com/compose-spec/compose-spec/blob/main/develop.md */
export interface Develop {
  readonly watch?: readonly WatchRule[]
  /** `x-*` keys as written. */
  readonly extensions?: Readonly<Record<string, unknown>>
}

/** What is done when a file changes. */
export interface WatchRule {
  /** Absolute. */
  readonly path: string
  readonly action: 'rebuild' | 'sync' | 'restart' | 'sync+restart' | 'sync+exec'
  /** Where in the container files are copied to. */
  readonly target?: string
  readonly exec?: Hook
  readonly include?: readonly string[]
  readonly ignore?: readonly string[]
  readonly initial_sync?: boolean
  /** `x-*` keys as written. */
  readonly extensions?: Readonly<Record<string, unknown>>
}

/** A command that is run in the container. */
export interface Hook {
  readonly command?: readonly string[]
  readonly user?: string
  readonly privileged?: boolean
  readonly working_dir?: string
  readonly environment?: Readonly<Record<string, string | null>>
  /** `x-*` keys as written. */
  readonly extensions?: Readonly<Record<string, unknown>>
}
