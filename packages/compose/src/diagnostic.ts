/** A place in a source file. Lines and columns count from 1; `length` is in UTF-16 units, at least 1. */
export interface SourceRange {
  readonly file: string
  readonly line: number
  readonly column: number
  readonly length: number
}

/** A finding about compose text. */
export interface Diagnostic {
  /** Stable, for example `COMPOSE_UNKNOWN_KEY`; each is listed in docs/errors.md. */
  readonly code: string
  readonly severity: 'error' | 'warning' | 'info'
  /** What is wrong, in one sentence that names the key, service, variable or port. */
  readonly message: string
  /** What to do about it, where we know. */
  readonly fix?: string
  /** Absent only when the fault is not in a file, for example a missing file. */
  readonly range?: SourceRange
  /** Where in the model: `['services', 'web', 'ports', 0]`. */
  readonly path?: readonly (string | number)[]
}
