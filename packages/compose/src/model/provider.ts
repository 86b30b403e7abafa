/**
 * What makes a service that is no container.
 *
 * @see https://github.com/compose-spec/compose-spec/blob/main/05-services.md#provider
 */
export interface Provider {
  readonly type: string
  readonly options?: Readonly<Record<string, readonly string[]>>
  /** `x-*` keys as written. */
  readonly extensions?: Readonly<Record<string, unknown>>
}

/** @see https://github.com/compose-spec/compose-spec/blob/main/05-services.md#credential_spec */
export interface CredentialSpec {
  readonly config?: string
  readonly file?: string
  readonly registry?: string
  /** `x-*` keys as written. */
  readonly extensions?: Readonly<Record<string, unknown>>
}
