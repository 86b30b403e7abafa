/**
 * How a service, or a build, is given a config or a secret.
 *
 * @see https://github.com/compose-spec/compose-spec/blob/main/05-services.md#secrets
 */
export interface FileReference {
  /** Its key in the top-level section. */
  readonly source: string
  /** Where its file stands in the container. Absent for a config: `/<source>`. */
  readonly target?: string
  readonly uid?: string
  readonly gid?: string
  /** The bits, as a number: `0o440`. */
  readonly mode?: number
  /** `x-*` keys as written. */
  readonly extensions?: Readonly<Record<string, unknown>>
}

/** What configs and secrets have in common. Exactly one of its sources is there, unless it is external. */
interface FileObject {
  /** `<project>_<key>` unless it says otherwise. */
  readonly name: string
  /** Absolute. */
  readonly file?: string
  /** The variable that holds the content. */
  readonly environment?: string
  readonly external?: boolean
  readonly labels?: Readonly<Record<string, string>>
  readonly template_driver?: string
  /** `x-*` keys as written. */
  readonly extensions?: Readonly<Record<string, unknown>>
}

/** @see https://github.com/compose-spec/compose-spec/blob/main/08-configs.md */
export interface Config extends FileObject {
  /** What the file says, or what the variable of `environment` holds; absent when that is not set. */
  readonly content?: string
}

/** @see https://github.com/compose-spec/compose-spec/blob/main/09-secrets.md */
export interface Secret extends FileObject {
  /** What the variable of `environment` holds; absent when it is not set. It is never printed. */
  readonly content?: string
  readonly driver?: string
  readonly driver_opts?: Readonly<Record<string, string>>
}
