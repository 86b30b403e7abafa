import type { PolicyException, PolicyExceptionInput } from '@berth/contract'
import type { Actor } from '../access/actor.ts'
import type { UserStore } from '../auth/user-store.ts'
import { ProblemError } from '../http/problem.ts'
import type { ExceptionRecord, PolicyStore } from './policy-store.ts'

/** For a while, what a rule refuses is only warned of. Exceptions end by themselves, and stay to be read. */
export interface ExceptionService {
  /** Newest first. */
  list(page: { readonly cursor?: string; readonly limit?: number }): Promise<{
    readonly exceptions: PolicyException[]
    readonly nextCursor?: string
  }>
  /** @throws a problem: POLICY_EXCEPTION_INVALID, PROJECT_NOT_FOUND or USER_NOT_FOUND. */
  grant(input: PolicyExceptionInput, by: Pick<Actor, 'userName'>): Promise<PolicyException>
  /** @throws a problem, POLICY_EXCEPTION_NOT_FOUND. */
  revoke(id: string, by: Pick<Actor, 'userName'>): Promise<void>
}

export interface ExceptionDependencies {
  readonly store: PolicyStore
  readonly users: Pick<UserStore, 'findByName'>
  /** Rejects with a problem when there is no such project. */
  readonly requireProject: (name: string) => Promise<void>
  readonly now: () => number
}

const dayMs = 24 * 60 * 60_000
const longestDays = 90

/** @see ExceptionService */
export function createExceptionService(dependencies: ExceptionDependencies): ExceptionService {
  const { store, users, requireProject, now } = dependencies

  const findUser = async (name: string) => {
    const user = await users.findByName(name)
    if (user === undefined) throw new ProblemError('USER_NOT_FOUND', `There is no user ${name}.`)
    return { userId: user.id, userName: user.name }
  }

  return {
    async list({ cursor, limit = 50 }) {
      const found = await store.listExceptions({ before: cursor, limit: limit + 1 })
      const last = found.length > limit ? found[limit - 1] : undefined
      return {
        exceptions: found.slice(0, limit).map((one) => tell(one, now())),
        ...(last && { nextCursor: last.id }),
      }
    },
    async grant({ rule, project, user, reason, until }, { userName }) {
      const expiresAt = Date.parse(until)
      requireSense({ project, user, expiresAt }, now())
      if (project !== undefined) await requireProject(project)
      const granted = await store.addException({
        rule,
        ...(project !== undefined && { project }),
        ...(user !== undefined && (await findUser(user))),
        reason,
        createdAt: now(),
        createdBy: userName,
        expiresAt,
      })
      return tell(granted, now())
    },
    async revoke(id, { userName }) {
      if ((await store.findException(id)) === undefined) {
        throw new ProblemError('POLICY_EXCEPTION_NOT_FOUND', `There is no exception ${id}.`)
      }
      await store.revoke(id, { name: userName, at: now() })
    },
  }
}

interface Wish {
  readonly project: string | undefined
  readonly user: string | undefined
  readonly expiresAt: number
}

/** @throws a problem, POLICY_EXCEPTION_INVALID. */
function requireSense({ project, user, expiresAt }: Wish, now: number): void {
  if (project === undefined && user === undefined) {
    throw new ProblemError(
      'POLICY_EXCEPTION_INVALID',
      'The exception is for nobody: it names neither a project nor a user.',
      { fix: 'Send project, user or both; for everybody, change the policy of the role.' },
    )
  }
  if (expiresAt > now && expiresAt <= now + longestDays * dayMs) return
  throw new ProblemError(
    'POLICY_EXCEPTION_INVALID',
    `The exception would end ${expiresAt > now ? 'too late' : 'before it has begun'}.`,
    { fix: `Send an \`until\` that is in the future and within ${longestDays} days.` },
  )
}

const iso = (at: number) => new Date(at).toISOString()

/** As a reply tells it. Pure. */
function tell(record: ExceptionRecord, now: number): PolicyException {
  const { id, rule, project, userName, reason, createdAt, createdBy, expiresAt, revokedAt, revokedBy } =
    record
  return {
    id,
    rule,
    ...(project !== undefined && { project }),
    ...(userName !== undefined && { user: userName }),
    reason,
    state: revokedAt !== undefined ? 'revoked' : expiresAt > now ? 'active' : 'expired',
    createdAt: iso(createdAt),
    createdBy,
    expiresAt: iso(expiresAt),
    ...(revokedAt !== undefined && { revokedAt: iso(revokedAt) }),
    ...(revokedBy !== undefined && { revokedBy }),
  }
}
