import { randomBytes } from 'node:crypto'
import type { ApiToken, Permission, Role } from '@berth/contract'
import type { Actor } from '../access/actor.ts'
import { lesser } from '../access/roles.ts'
import type { TokenScope } from '../access/scope.ts'
import type { Db } from '../db/client.ts'
import { hashSecret, isSameHash, newSecret } from './secret.ts'

/** How exactly its last use is kept; each write costs. */
const touchMs = 60_000

export interface NewToken {
  readonly userId: string
  readonly name: string
  readonly role: Role
  readonly scope: TokenScope
  /** Epoch milliseconds. */
  readonly expiresAt: number
}

export interface TokenPage {
  /** The last one of the page before: when it was made, in epoch milliseconds, and its id. */
  readonly after: { readonly createdAt: number; readonly id: string } | undefined
  readonly limit: number
}

export interface TokenStore {
  /** Newest first. */
  list(userId: string, page: TokenPage): Promise<ApiToken[]>
  idsOf(userId: string): Promise<string[]>
  /** Returns the secret, which is not kept. */
  create(token: NewToken, now: number): Promise<{ token: ApiToken; secret: string }>
  /** Whether the user had it. */
  delete(id: string, userId: string): Promise<boolean>
  /** The actor of a secret that is valid, and notes its use. */
  find(secret: string, now: number): Promise<Actor | undefined>
  /** Whether the token of an actor is still valid. Looking is no use of it. */
  isOpen(credentialId: string, now: number): Promise<boolean>
}

export function createTokenStore(db: Db): TokenStore {
  return {
    async list(userId, { after, limit }) {
      const rows = await db.apiToken.findMany({
        where: { userId, ...(after && isAfter(after)) },
        orderBy: [{ createdAt: 'desc' }, { id: 'asc' }],
        take: limit,
      })
      return rows.map(toApiToken)
    },
    async idsOf(userId) {
      return (await db.apiToken.findMany({ where: { userId }, select: { id: true } })).map(({ id }) => id)
    },
    async create({ expiresAt, scope, ...token }, now) {
      const id = randomBytes(6).toString('hex')
      const secret = newSecret()
      const row = await db.apiToken.create({
        data: {
          ...token,
          permissions: scope.permissions ? JSON.stringify(scope.permissions) : null,
          projects: scope.projects ? JSON.stringify(scope.projects) : null,
          id,
          secretHash: hashSecret(secret),
          createdAt: new Date(now),
          expiresAt: new Date(expiresAt),
        },
      })
      return { token: toApiToken(row), secret: `${prefixOf(id)}_${secret}` }
    },
    async delete(id, userId) {
      const { count } = await db.apiToken.deleteMany({ where: { id, userId } })
      return count > 0
    },
    isOpen: async (id, now) =>
      (await db.apiToken.count({ where: { id, expiresAt: { gt: new Date(now) } } })) > 0,
    async find(presented, now) {
      const [, id = '', secret = ''] = /^berth_([0-9a-f]{12})_([\w-]{43})$/.exec(presented) ?? []
      const row = await db.apiToken.findUnique({ where: { id }, include: { user: true } })
      if (row === null || !isSameHash(row.secretHash, hashSecret(secret))) return undefined
      if (now >= row.expiresAt.getTime()) return undefined
      if (now >= (row.lastUsedAt?.getTime() ?? 0) + touchMs) {
        await db.apiToken.updateMany({ where: { id }, data: { lastUsedAt: new Date(now) } })
      }
      return {
        kind: 'token',
        userId: row.userId,
        name: row.name,
        userName: row.user.name,
        // Safe: both role columns are only ever written from a Role.
        role: lesser(row.role as Role, row.user.role as Role),
        scope: scopeOf(row),
        credentialId: id,
        expiresAt: row.expiresAt.getTime(),
      }
    },
  }
}

/** In the order of the list. */
const isAfter = ({ createdAt, id }: NonNullable<TokenPage['after']>) => {
  const at = new Date(createdAt)
  return { OR: [{ createdAt: { lt: at } }, { createdAt: at, id: { gt: id } }] }
}

const prefixOf = (id: string) => `berth_${id}`

interface TokenRow {
  readonly id: string
  readonly name: string
  readonly role: string
  readonly permissions: string | null
  readonly projects: string | null
  readonly createdAt: Date
  readonly expiresAt: Date
  readonly lastUsedAt: Date | null
}

// Safe: both columns are only ever written from a scope.
const scopeOf = ({ permissions, projects }: Pick<TokenRow, 'permissions' | 'projects'>): TokenScope => ({
  ...(permissions !== null && { permissions: JSON.parse(permissions) as Permission[] }),
  ...(projects !== null && { projects: JSON.parse(projects) as string[] }),
})

const toApiToken = ({ id, name, role, createdAt, expiresAt, lastUsedAt, ...row }: TokenRow): ApiToken => ({
  id,
  name,
  ...(scopeOf(row) as Pick<ApiToken, 'permissions' | 'projects'>),
  // Safe: the role column is only ever written from a Role.
  role: role as Role,
  prefix: prefixOf(id),
  createdAt: createdAt.toISOString(),
  expiresAt: expiresAt.toISOString(),
  lastUsedAt: lastUsedAt?.toISOString() ?? null,
})
