import { changingPermissions } from './permissions.ts'
import type { RequestHeader, RouteShape } from './route.ts'

/** Problems that any request can meet, whatever its route. */
export const commonProblems = [
  'REQUEST_INVALID',
  'ORIGIN_DENIED',
  'HOST_UNKNOWN',
  'AUTH_TOKEN_INVALID',
  'RATE_LIMITED',
  'FILE_TOO_LARGE',
  'INTERNAL',
] as const

/** Problems that come with a request header that a route understands. */
const byHeader: Readonly<Partial<Record<RequestHeader, readonly string[]>>> = {
  'If-Match': ['FILES_CHANGED', 'PRECONDITION_REQUIRED'],
  'Idempotency-Key': ['IDEMPOTENCY_IN_PROGRESS', 'IDEMPOTENCY_MISMATCH'],
  Prefer: ['OPERATION_FAILED', 'OPERATION_CANCELLED', 'OPERATION_INTERRUPTED'],
}

/** Problems of everything that begins an operation on a project. */
const ofOperations = [
  'PLAN_BLOCKED',
  'POLICY_VIOLATION',
  'COMPOSE_INVALID',
  'SERVICE_NOT_FOUND',
  'OPERATION_QUEUE_FULL',
] as const

/**
 * Every problem that a route can answer with, beside those of {@link commonProblems} and those of the Engine, whose
 * codes begin with `ENGINE_`. Pure, sorted.
 */
export function declaredProblems(route: RouteShape): string[] {
  const { path, method, permission, orPermission, problems = [], headers = [], streams = [] } = route
  const beginsOperation = method === 'POST' && headers.includes('Prefer')
  const isOfProject = path.includes(':project') || path.includes(':operation')
  const isChanging = changingPermissions.some(
    (changing) => changing === permission || changing === orPermission,
  )
  return [
    ...new Set([
      ...problems,
      ...headers.flatMap((header) => byHeader[header] ?? []),
      ...(permission === 'public' ? [] : ['AUTH_REQUIRED', 'ACCESS_DENIED']),
      ...(path.includes(':project') && path !== '/api/v1/discovery/:project/adopt'
        ? ['PROJECT_NOT_FOUND']
        : []),
      ...(isOfProject && isChanging ? ['PROJECT_NOT_YOURS'] : []),
      ...(path.includes(':operation') ? ['OPERATION_NOT_FOUND'] : []),
      ...(streams.length > 0 ? ['STREAMS_TOO_MANY'] : []),
      ...(beginsOperation ? ofOperations : []),
    ]),
  ].sort()
}
