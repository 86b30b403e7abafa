import type { Role } from '@berth/contract'
import type { Actor } from '../access/actor.ts'
import type { Db } from '../db/client.ts'
import { hashSecret, newSecret } from './secret.ts'

/** Nobody used it for this long: it ends. */
export const sessionIdleMs = 24 * 60 * 60_000
/** It ends after this long, used or not. */
export const sessionMostMs = 30 * 24 * 60 * 60_000
/** How exactly its last use is kept; each write costs. */
const touchMs = 60_000

export interface SessionStore {
  /** Begins a session and returns its id, which only the cookie keeps. */
  begin(userId: string, now: number): Promise<string>
  /** The actor of a session that has not ended, and notes its use. */
  find(id: string, now: number): Promise<Actor | undefined>
  end(id: string): Promise<void>
  /** Credentials of the sessions of a user. */
  idsOf(userId: string): Promise<string[]>
  /** Ends those of a user, but one. Returns the credentials of those that ended. */
  endAll(userId: string, but: string | undefined): Promise<string[]>
  /** Whether the session of an actor goes on. Looking is no use of it. */
  isOpen(credentialId: string, now: number): Promise<boolean>
  /** Deletes what has expired. */
  sweep(now: number): Promise<void>
}

export function createSessionStore(db: Db): SessionStore {
  return {
    async begin(userId, now) {
      const id = newSecret()
      const at = new Date(now)
      await db.session.create({
        data: {
          idHash: hashSecret(id),
          userId,
          createdAt: at,
          lastSeenAt: at,
          expiresAt: new Date(now + sessionMostMs),
        },
      })
      return id
    },
    async find(id, now) {
      const idHash = hashSecret(id)
      const row = await db.session.findUnique({ where: { idHash }, include: { user: true } })
      if (row === null || now >= row.expiresAt.getTime()) return undefined
      const lastSeen = row.lastSeenAt.getTime()
      if (now >= lastSeen + sessionIdleMs) return undefined
      if (now >= lastSeen + touchMs) {
        // It may have been ended since it was read: then there is nothing to note.
        await db.session.updateMany({ where: { idHash }, data: { lastSeenAt: new Date(now) } })
      }
      return {
        kind: 'user',
        userId: row.userId,
        name: row.user.name,
        userName: row.user.name,
        // Safe: the role column is only ever written from a Role.
        role: row.user.role as Role,
        credentialId: idHash,
        expiresAt: row.expiresAt.getTime(),
      }
    },
    async isOpen(idHash, now) {
      const at = new Date(now)
      const count = await db.session.count({
        where: { idHash, expiresAt: { gt: at }, lastSeenAt: { gt: new Date(now - sessionIdleMs) } },
      })
      return count > 0
    },
    async end(id) {
      await db.session.deleteMany({ where: { idHash: hashSecret(id) } })
    },
    async idsOf(userId) {
      const rows = await db.session.findMany({ where: { userId }, select: { idHash: true } })
      return rows.map(({ idHash }) => idHash)
    },
    async endAll(userId, but) {
      const rows = await db.session.findMany({ where: { userId }, select: { idHash: true } })
      const ended = rows.map(({ idHash }) => idHash).filter((idHash) => idHash !== but)
      await db.session.deleteMany({ where: { idHash: { in: ended } } })
      return ended
    },
    async sweep(now) {
      await db.session.deleteMany({
        where: {
          OR: [{ expiresAt: { lte: new Date(now) } }, { lastSeenAt: { lte: new Date(now - sessionIdleMs) } }],
        },
      })
    },
  }
}
