import { type ApiToken, type Permission, type Role, rolePermissions } from '@berth/contract'
import type { Actor } from '../access/actor.ts'
import { allowedTo } from '../access/decide.ts'
import { covers } from '../access/roles.ts'
import { ProblemError } from '../http/problem.ts'
import { hashPassword, verifyPassword } from './password.ts'
import type { SessionStore } from './session-store.ts'
import type { SetupToken } from './setup-token.ts'
import type { TokenStore } from './token-store.ts'
import type { UserStore } from './user-store.ts'

const dayMs = 24 * 60 * 60_000
const defaultTokenDays = 90

export interface SignedIn {
  /** For the cookie, and nowhere else. */
  readonly sessionId: string
  readonly user: { readonly name: string; readonly role: Role }
}

/** Who may come in, and with what. Everything it refuses is a problem. */
export interface AuthService {
  isSetUp(): Promise<boolean>
  /** Makes the first admin, once. */
  setUp(request: { token: string; name: string; password: string }): Promise<SignedIn>
  /** Begins a new session and ends the `previous` one of the same browser. */
  signIn(request: { name: string; password: string; previous: string | undefined }): Promise<SignedIn>
  signOut(actor: Actor, sessionId: string | undefined): Promise<void>
  /** Newest first. */
  listTokens(
    actor: Actor,
    page: { cursor?: string; limit?: number },
  ): Promise<{ tokens: ApiToken[]; nextCursor?: string }>
  createToken(actor: Actor, wish: TokenWish): Promise<{ token: ApiToken; secret: string }>
  deleteToken(actor: Actor, id: string): Promise<void>
}

export interface TokenWish {
  readonly name: string
  readonly role: Role
  readonly permissions?: readonly Permission[]
  readonly projects?: readonly string[]
  readonly expiresInDays?: number
}

export interface AuthDependencies {
  readonly users: UserStore
  readonly sessions: SessionStore
  readonly tokens: TokenStore
  readonly setupToken: SetupToken
  readonly now: () => number
  /** Told the credential of every session and token that ends early, so that its sockets are closed. */
  readonly onRevoked: (credentialId: string) => void
}

export function createAuthService(dependencies: AuthDependencies): AuthService {
  const { users, sessions, tokens, setupToken, now, onRevoked } = dependencies

  return {
    isSetUp: () => users.exists(),

    async setUp({ token, name, password }) {
      if (await users.exists()) throw setUpAlready()
      if (!setupToken.matches(token)) {
        throw new ProblemError('SETUP_TOKEN_WRONG', 'The one-time token is not the one of the last start.')
      }
      const passwordHash = await hashPassword(password)
      const user = await users.createFirst({ name, role: 'admin', passwordHash }, now())
      if (user === undefined) throw setUpAlready()
      setupToken.forget()
      return { sessionId: await sessions.begin(user.id, now()), user: { name, role: user.role } }
    },

    async signIn({ name, password, previous }) {
      const user = await users.findByName(name)
      if (!(await verifyPassword(password, user?.passwordHash)) || user === undefined) {
        throw new ProblemError('AUTH_WRONG_PASSWORD', 'No user has this name and password.')
      }
      if (previous !== undefined) await sessions.end(previous)
      await sessions.sweep(now())
      return { sessionId: await sessions.begin(user.id, now()), user: { name: user.name, role: user.role } }
    },

    async signOut(actor, sessionId) {
      if (sessionId === undefined) return
      await sessions.end(sessionId)
      onRevoked(actor.credentialId)
    },

    async listTokens({ userId }, { cursor, limit = 50 }) {
      const after = cursor === undefined ? undefined : placeOf(cursor)
      const found = await tokens.list(userId, { after, limit: limit + 1 })
      const page = found.slice(0, limit)
      const last = found.length > limit ? page.at(-1) : undefined
      return { tokens: page, ...(last && { nextCursor: cursorOf(last) }) }
    },

    async createToken(actor, { name, role, permissions, projects, expiresInDays = defaultTokenDays }) {
      if (!covers(actor.role, role))
        throw exceeding(`The role ${actor.role} cannot make a token of the role ${role}.`)
      const may = allowedTo(actor)
      const tooMuch = (permissions ?? rolePermissions[role]).filter((permission) => !may.includes(permission))
      if (tooMuch.length > 0) throw exceeding(`Who makes it does not hold ${tooMuch.join(', ')}.`)
      const beyond = permissions?.find((permission) => !rolePermissions[role].includes(permission))
      if (beyond !== undefined) throw exceeding(`The role ${role} does not hold ${beyond}.`)
      const expiresAt = tokenExpiry(actor, expiresInDays, now())
      const scope = { ...(permissions && { permissions }), ...(projects && { projects }) }
      return tokens.create({ userId: actor.userId, name, role, scope, expiresAt }, now())
    },

    async deleteToken({ userId }, id) {
      if (!(await tokens.delete(id, userId))) {
        throw new ProblemError('TOKEN_NOT_FOUND', `You have no API token ${id}.`)
      }
      onRevoked(id)
    },
  }
}

const cursorOf = ({ id, createdAt }: ApiToken) => `${Date.parse(createdAt)}_${id}`

function placeOf(cursor: string): { createdAt: number; id: string } {
  const [createdAt, id = ''] = cursor.split('_')
  return { createdAt: Number(createdAt), id }
}

const exceeding = (detail: string) => new ProblemError('TOKEN_EXCEEDS_CREATOR', detail)

const setUpAlready = () => new ProblemError('SETUP_DONE', 'Berth has been set up; the link works once.')

/** A token that makes a token cannot outlive itself this way. */
function tokenExpiry(actor: Actor, days: number, now: number): number {
  const wished = now + days * dayMs
  return actor.kind === 'user' ? wished : Math.min(wished, actor.expiresAt)
}
