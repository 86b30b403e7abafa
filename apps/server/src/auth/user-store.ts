import type { Role } from '@berth/contract'
import { ulid } from 'ulid'
import { type Db, isDuplicate } from '../db/client.ts'

export interface User {
  readonly id: string
  readonly name: string
  readonly role: Role
  /** PHC string. */
  readonly passwordHash: string
}

/** A user as those who manage users see him. */
export interface KnownUser extends Omit<User, 'passwordHash'> {
  /** Epoch milliseconds. */
  readonly createdAt: number
  /** Of the sessions that there are. */
  readonly lastSeenAt?: number
}

/** Users. There is an admin among them, once there is anybody. */
export interface UserStore {
  exists(): Promise<boolean>
  findByName(name: string): Promise<User | undefined>
  /** Makes the first user. Undefined when somebody was quicker. */
  createFirst(user: Omit<User, 'id'>, now: number): Promise<User | undefined>
  /** By name. */
  list(page: { readonly after: string | undefined; readonly limit: number }): Promise<KnownUser[]>
  find(id: string): Promise<KnownUser | undefined>
  /** Undefined when the name is, or was, somebody's: the history knows people by their names. */
  create(user: Omit<User, 'id'>, now: number): Promise<User | undefined>
  /** False when nobody would be an admin any more. */
  setRole(id: string, role: Role): Promise<boolean>
  setPassword(id: string, passwordHash: string): Promise<void>
  /** With all that is the user's own. False when nobody would be an admin any more. */
  delete(id: string, now: number): Promise<boolean>
}

type Transaction = Pick<Db, 'user'>

export function createUserStore(db: Db): UserStore {
  const include = { sessions: { select: { lastSeenAt: true } } } as const
  const isLastAdmin = async (tx: Transaction, id: string) => {
    const admins = await tx.user.findMany({ where: { role: 'admin' }, select: { id: true } })
    return admins.length === 1 && admins[0]?.id === id
  }
  const insert = async (tx: Transaction, user: Omit<User, 'id'>, now: number) =>
    toUser(await tx.user.create({ data: { ...user, id: `user_${ulid(now)}`, createdAt: new Date(now) } }))

  return {
    exists: async () => (await db.user.count()) > 0,
    async findByName(name) {
      const row = await db.user.findUnique({ where: { name } })
      return row === null ? undefined : toUser(row)
    },
    createFirst: (user, now) =>
      db.$transaction(async (tx) => ((await tx.user.count()) > 0 ? undefined : insert(tx, user, now))),
    async list({ after, limit }) {
      const where = after === undefined ? {} : { name: { gt: after } }
      return (await db.user.findMany({ where, include, orderBy: { name: 'asc' }, take: limit })).map(toKnown)
    },
    async find(id) {
      const row = await db.user.findUnique({ where: { id }, include })
      return row === null ? undefined : toKnown(row)
    },
    async create(user, now) {
      try {
        return await db.$transaction(async (tx) => {
          const was = await tx.formerUser.findUnique({ where: { name: user.name } })
          return was === null ? insert(tx, user, now) : undefined
        })
      } catch (error) {
        if (isDuplicate(error)) return undefined
        throw error
      }
    },
    setRole: (id, role) =>
      db.$transaction(async (tx) => {
        if (role !== 'admin' && (await isLastAdmin(tx, id))) return false
        await tx.user.updateMany({ where: { id }, data: { role } })
        return true
      }),
    async setPassword(id, passwordHash) {
      await db.user.updateMany({ where: { id }, data: { passwordHash } })
    },
    delete: (id, now) =>
      db.$transaction(async (tx) => {
        if (await isLastAdmin(tx, id)) return false
        const row = await tx.user.findUnique({ where: { id } })
        if (row === null) return true
        await tx.user.delete({ where: { id } })
        await tx.formerUser.create({ data: { name: row.name, id, deletedAt: new Date(now) } })
        return true
      }),
  }
}

// Safe: the role column is only ever written from a Role.
const toUser = ({ id, name, role, passwordHash }: Omit<User, 'role'> & { role: string }): User => ({
  id,
  name,
  role: role as Role,
  passwordHash,
})

interface KnownRow {
  readonly id: string
  readonly name: string
  readonly role: string
  readonly createdAt: Date
  readonly sessions: readonly { readonly lastSeenAt: Date }[]
}

function toKnown({ id, name, role, createdAt, sessions }: KnownRow): KnownUser {
  const seen = sessions.map(({ lastSeenAt }) => lastSeenAt.getTime())
  return {
    id,
    name,
    role: role as Role,
    createdAt: createdAt.getTime(),
    ...(seen.length > 0 && { lastSeenAt: Math.max(...seen) }),
  }
}
