/** @see https://github.com/compose-spec/compose-spec/blob/main/05-services.md#devices */
export interface DeviceMapping {
  /** A path on the host, or the name of a CDI device: `vendor/class=name`. */
  readonly source: string
  readonly target: string
  /** Of `r`, `w` and `m`; absent: the Engine's own. */
  readonly permissions?: string
  /** `x-*` keys as written. */
  readonly extensions?: Readonly<Record<string, unknown>>
}

/** @see https://github.com/compose-spec/compose-spec/blob/main/deploy.md#devices */
export interface DeviceRequest {
  readonly capabilities?: readonly string[]
  readonly driver?: string
  /** -1: every one. Absent when `device_ids` says which. */
  readonly count?: number
  readonly device_ids?: readonly string[]
  readonly options?: Readonly<Record<string, string>>
}
