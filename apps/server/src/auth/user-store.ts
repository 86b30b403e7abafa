import type { Role } from '@berth/contract'
import { ulid } from 'ulid'
import type { Db } from '../db/client.ts'

export interface User {
  readonly id: string
  readonly name: string
  readonly role: Role
  /** PHC string. */
  readonly passwordHash: string
}

export interface UserStore {
  exists(): Promise<boolean>
  findByName(name: string): Promise<User | undefined>
  /** Makes the first user. Undefined when somebody was quicker. */
  createFirst(user: Omit<User, 'id'>, now: number): Promise<User | undefined>
}

export function createUserStore(db: Db): UserStore {
  return {
    exists: async () => (await db.user.count()) > 0,
    async findByName(name) {
      const row = await db.user.findUnique({ where: { name } })
      return row === null ? undefined : toUser(row)
    },
    createFirst: (user, now) =>
      db.$transaction(async (tx) => {
        if ((await tx.user.count()) > 0) return undefined
        return toUser(
          await tx.user.create({ data: { ...user, id: `user_${ulid(now)}`, createdAt: new Date(now) } }),
        )
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
