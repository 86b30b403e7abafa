/** @see https://github.com/compose-spec/compose-spec/blob/main/models.md */
export interface Model {
  readonly name?: string
  /** The reference that the model is pulled by. */
  readonly model: string
  /** Tokens. */
  readonly context_size?: number
  readonly runtime_flags?: readonly string[]
  /** `x-*` keys as written. */
  readonly extensions?: Readonly<Record<string, unknown>>
}

/**
 * How a service learns of a model; without variables of its own they are named for the model.
 *
 * @see https://github.com/compose-spec/compose-spec/blob/main/05-services.md#models
 */
export interface ServiceModel {
  readonly endpoint_var?: string
  readonly model_var?: string
  /** `x-*` keys as written. */
  readonly extensions?: Readonly<Record<string, unknown>>
}
