import { randomBytes } from 'node:crypto'
import type { Role, User as ToldUser } from '@berth/contract'
import type { Actor } from '../access/actor.ts'
import { allowedTo } from '../access/decide.ts'
import { ProblemError } from '../http/problem.ts'
import { hashPassword, verifyPassword } from './password.ts'
import type { SessionStore } from './session-store.ts'
import type { TokenStore } from './token-store.ts'
import type { KnownUser, UserStore } from './user-store.ts'

/** Who can sign in. Everything it refuses is a problem. */
export interface UserService {
  /** By name; only names to those who do not manage users. */
  list(
    actor: Actor,
    page: { cursor?: string; limit?: number },
  ): Promise<{ users: ToldUser[]; nextCursor?: string }>
  /** @throws a problem, USER_NOT_FOUND. */
  find(id: string): Promise<ToldUser>
  create(wish: { name: string; role: Role }): Promise<WithPassword>
  setRole(id: string, role: Role): Promise<ToldUser>
  resetPassword(id: string): Promise<WithPassword>
  delete(id: string): Promise<void>
  changePassword(actor: Actor, passwords: { old: string; new: string }): Promise<void>
  endOtherSessions(actor: Actor): Promise<void>
}

export interface WithPassword {
  readonly user: ToldUser
  /** Told this one time. */
  readonly password: string
}

export interface UserDependencies {
  readonly users: UserStore
  readonly sessions: SessionStore
  readonly tokens: TokenStore
  readonly now: () => number
  /** Told the credential of every session and token that ends early, so that its sockets are closed. */
  readonly onRevoked: (credentialId: string) => void
  /** What is remembered of actors is not true any more. */
  readonly forgetActors: () => void
}

export function createUserService(dependencies: UserDependencies): UserService {
  const { users, sessions, tokens, now, onRevoked, forgetActors } = dependencies

  const find = async (id: string): Promise<KnownUser> => {
    const user = await users.find(id)
    if (user === undefined) throw notFound(id)
    return user
  }
  const endSessions = async (userId: string, but?: string) => {
    for (const credential of await sessions.endAll(userId, but)) onRevoked(credential)
  }
  /** What the user has open was opened with other rights. */
  const closeSockets = async (userId: string) => {
    const open = [...(await sessions.idsOf(userId)), ...(await tokens.idsOf(userId))]
    for (const credential of open) onRevoked(credential)
  }

  return {
    find: async (id) => toTold(await find(id)),
    async list(actor, { cursor, limit = 50 }) {
      const found = await users.list({ after: cursor, limit: limit + 1 })
      const known = found.slice(0, limit)
      const last = found.length > limit ? known.at(-1) : undefined
      const told = allowedTo(actor).includes('user:write')
        ? known.map(toTold)
        : known.map(({ id, name }) => ({ id, name }))
      return { users: told, ...(last && { nextCursor: last.name }) }
    },

    async create({ name, role }) {
      const password = newPassword()
      const made = await users.create({ name, role, passwordHash: await hashPassword(password) }, now())
      if (made === undefined) {
        throw new ProblemError('USER_EXISTS', `There is, or was, a user ${name}.`)
      }
      return { user: toTold(await find(made.id)), password }
    },

    async setRole(id, role) {
      const { name } = await find(id)
      if (!(await users.setRole(id, role))) throw lastAdmin(name)
      forgetActors()
      await closeSockets(id)
      return toTold(await find(id))
    },

    async resetPassword(id) {
      const user = await find(id)
      const password = newPassword()
      await users.setPassword(id, await hashPassword(password))
      await endSessions(id)
      return { user: toTold(user), password }
    },

    async delete(id) {
      const { name } = await find(id)
      const open = [...(await sessions.idsOf(id)), ...(await tokens.idsOf(id))]
      if (!(await users.delete(id, now()))) throw lastAdmin(name)
      forgetActors()
      for (const credential of open) onRevoked(credential)
    },

    async changePassword(actor, passwords) {
      requireSession(actor)
      const user = await users.findByName(actor.userName)
      if (!(await verifyPassword(passwords.old, user?.passwordHash))) {
        throw new ProblemError('PASSWORD_WRONG', 'The old password is not the one of your account.')
      }
      await users.setPassword(actor.userId, await hashPassword(passwords.new))
      await endSessions(actor.userId, actor.credentialId)
    },

    async endOtherSessions(actor) {
      requireSession(actor)
      await endSessions(actor.userId, actor.credentialId)
    },
  }
}

/** A token that came into the wrong hands cannot take the account. */
function requireSession({ kind }: Actor): void {
  if (kind !== 'user') throw new ProblemError('SESSION_REQUIRED', 'An API token asked for it.')
}

/** 144 random bits, to be changed by the user: long enough for the rules, short enough to be told. */
const newPassword = () => randomBytes(18).toString('base64url')

const notFound = (id: string) => new ProblemError('USER_NOT_FOUND', `There is no user ${id}.`)

const lastAdmin = (name: string) =>
  new ProblemError('USER_LAST_ADMIN', `${name} is the only admin: nobody could manage Berth any more.`)

const toTold = ({ id, name, role, createdAt, lastSeenAt }: KnownUser): ToldUser => ({
  id,
  name,
  role,
  createdAt: new Date(createdAt).toISOString(),
  ...(lastSeenAt !== undefined && { lastSeenAt: new Date(lastSeenAt).toISOString() }),
})
