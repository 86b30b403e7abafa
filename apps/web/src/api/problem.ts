import type { Problem } from '@berth/contract'

/** A request that did not succeed, in words a user can act on. */
export class ApiError extends Error {
  override readonly name = 'ApiError'
  /** Stable, from the problem body; `SERVER_UNREACHABLE` when nobody answered. */
  readonly code: string
  /** HTTP status; 0 when nobody answered. */
  readonly status: number
  readonly title: string
  readonly fix: string | undefined
  /** Findings about fields or files, in the server's order. */
  readonly errors: NonNullable<Problem['errors']>

  constructor(
    problem: Pick<Problem, 'code' | 'status' | 'title' | 'detail' | 'fix' | 'errors'>,
    cause?: unknown,
  ) {
    super(problem.detail, { cause })
    this.code = problem.code
    this.status = problem.status
    this.title = problem.title
    this.fix = problem.fix
    this.errors = problem.errors ?? []
  }
}

/** Narrows to an {@link ApiError} with this code. */
export const isApiError = (error: unknown, code: string): error is ApiError =>
  error instanceof ApiError && error.code === code

export interface Explanation {
  readonly title: string
  readonly detail: string
  readonly fix?: string
  /** For a bug report: the code and nothing that is secret. */
  readonly code?: string
}

/** What to tell a user about anything that was thrown. */
export function explain(error: unknown): Explanation {
  if (!(error instanceof ApiError)) {
    return { title: 'This page failed', detail: error instanceof Error ? error.message : String(error) }
  }
  const { title, message, fix, code } = error
  return { title, detail: message === title ? '' : message, ...(fix !== undefined && { fix }), code }
}
