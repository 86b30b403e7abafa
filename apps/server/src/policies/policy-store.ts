import type { PolicyInput, PolicyRule, Role } from '@berth/contract'
import { ulid } from 'ulid'
import type { Db } from '../db/client.ts'

/** What somebody has written for a role. */
export interface WrittenPolicy {
  readonly policy: PolicyInput
  readonly version: number
  /** Epoch milliseconds. */
  readonly updatedAt: number
  readonly updatedBy: string
}

export interface ExceptionRecord {
  readonly id: string
  readonly rule: PolicyRule
  readonly project?: string
  readonly userId?: string
  readonly userName?: string
  readonly reason: string
  readonly createdAt: number
  readonly createdBy: string
  readonly expiresAt: number
  readonly revokedAt?: number
  readonly revokedBy?: string
}

/** Policies of roles, and exceptions from them: these are kept for good. */
export interface PolicyStore {
  find(role: Role): Promise<WrittenPolicy | undefined>
  /** False when that is not the version any more; 0: there is none. */
  replace(role: Role, written: WrittenPolicy): Promise<boolean>
  addException(exception: Omit<ExceptionRecord, 'id' | 'revokedAt' | 'revokedBy'>): Promise<ExceptionRecord>
  /** Newest first. */
  listExceptions(page: {
    readonly before?: string | undefined
    readonly limit: number
  }): Promise<ExceptionRecord[]>
  /** Those for one of the projects, the user or both that hold at a time. */
  activeFor(
    about: { readonly projects: readonly string[]; readonly userId: string },
    at: number,
  ): Promise<ExceptionRecord[]>
  findException(id: string): Promise<ExceptionRecord | undefined>
  /** Does nothing to one that was revoked before. */
  revoke(id: string, by: { readonly name: string; readonly at: number }): Promise<void>
}

export function createPolicyStore(db: Db): PolicyStore {
  return {
    async find(role) {
      const row = await db.rolePolicy.findUnique({ where: { role } })
      if (row === null) return undefined
      // Safe: the column is only ever written from this type.
      const policy = JSON.parse(row.policy) as PolicyInput
      return { policy, version: row.version, updatedAt: row.updatedAt.getTime(), updatedBy: row.updatedBy }
    },
    replace: (role, { policy, version, updatedAt, updatedBy }) =>
      db.$transaction(async (tx) => {
        const known = (await tx.rolePolicy.findUnique({ where: { role } }))?.version ?? 0
        if (known + 1 !== version) return false
        const data = {
          policy: JSON.stringify(policy),
          version,
          updatedAt: new Date(updatedAt),
          updatedBy,
        }
        await tx.rolePolicy.upsert({ where: { role }, create: { role, ...data }, update: data })
        return true
      }),
    async addException({ createdAt, expiresAt, ...exception }) {
      const row = await db.policyException.create({
        data: {
          ...exception,
          id: `exc_${ulid(createdAt)}`,
          createdAt: new Date(createdAt),
          expiresAt: new Date(expiresAt),
        },
      })
      return toException(row)
    },
    async listExceptions({ before, limit }) {
      const where = before === undefined ? {} : { id: { lt: before } }
      const rows = await db.policyException.findMany({ where, orderBy: { id: 'desc' }, take: limit })
      return rows.map(toException)
    },
    async activeFor({ projects, userId }, at) {
      const rows = await db.policyException.findMany({
        where: {
          revokedAt: null,
          expiresAt: { gt: new Date(at) },
          AND: [
            { OR: [{ project: null }, { project: { in: [...projects] } }] },
            { OR: [{ userId: null }, { userId }] },
          ],
        },
      })
      return rows.map(toException)
    },
    async findException(id) {
      const row = await db.policyException.findUnique({ where: { id } })
      return row === null ? undefined : toException(row)
    },
    async revoke(id, { name, at }) {
      await db.policyException.updateMany({
        where: { id, revokedAt: null },
        data: { revokedAt: new Date(at), revokedBy: name },
      })
    },
  }
}

type ExceptionRow = NonNullable<Awaited<ReturnType<Db['policyException']['findUnique']>>>

const toException = (row: ExceptionRow): ExceptionRecord => ({
  id: row.id,
  // Safe: the column is only ever written from a rule.
  rule: row.rule as PolicyRule,
  ...(row.project !== null && { project: row.project }),
  ...(row.userId !== null && { userId: row.userId }),
  ...(row.userName !== null && { userName: row.userName }),
  reason: row.reason,
  createdAt: row.createdAt.getTime(),
  createdBy: row.createdBy,
  expiresAt: row.expiresAt.getTime(),
  ...(row.revokedAt !== null && { revokedAt: row.revokedAt.getTime() }),
  ...(row.revokedBy !== null && { revokedBy: row.revokedBy }),
})
