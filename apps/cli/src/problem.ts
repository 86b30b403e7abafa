/** What a user asked that cannot be done, in words and with what to do about it. Each code is in docs/errors.md. */
export interface Problem {
  readonly code: ProblemCode
  readonly message: string
  readonly fix?: string
}

export type ProblemCode =
  | 'CLI_UNKNOWN_COMMAND'
  | 'CLI_UNKNOWN_FLAG'
  | 'CLI_NOT_YET'
  | 'CLI_BAD_VALUE'
  | 'CLI_CONFLICTING_FLAGS'
  | 'CLI_NO_SUCH_SERVICE'
  | 'CLI_NOTHING_SELECTED'
  | 'CLI_WRITE_FAILED'
