/** Every way the Engine can fail us; each is explained in docs/errors.md. */
export type EngineErrorCode =
  | 'ENGINE_UNREACHABLE'
  | 'ENGINE_NOT_FOUND'
  | 'ENGINE_CONFLICT'
  | 'ENGINE_REFUSED'
  | 'ENGINE_PORT_IN_USE'
  | 'ENGINE_IMAGE_NOT_FOUND'
  | 'ENGINE_REGISTRY_DENIED'
  | 'ENGINE_BUILD_FAILED'

/** What we tried, in the Engine's own words why it failed, and what to do about it where we know. */
export class EngineError extends Error {
  readonly code: EngineErrorCode
  readonly fix: string | undefined
  /** What the failure is about, for example `{ port: '8080' }`. */
  readonly details: Readonly<Record<string, string>>

  constructor(
    code: EngineErrorCode,
    message: string,
    options: { cause?: unknown; fix?: string; details?: Readonly<Record<string, string>> } = {},
  ) {
    super(message, { cause: options.cause })
    this.name = 'EngineError'
    this.code = code
    this.fix = options.fix
    this.details = options.details ?? {}
  }
}

/** Narrows what was caught, to one code when given. */
export function isEngineError(thrown: unknown, code?: EngineErrorCode): thrown is EngineError {
  return thrown instanceof EngineError && (code === undefined || thrown.code === code)
}
