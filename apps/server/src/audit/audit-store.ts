import type { AuditChain, AuditEntry } from '@berth/contract'
import type { Db } from '../db/client.ts'
import { createKeyedLock } from '../projects/keyed-lock.ts'
import type { Seal } from '../secrets/seal.ts'

/** An entry before it has its place in the chain. */
export interface NewEntry {
  /** Epoch milliseconds. */
  readonly at: number
  readonly actor: AuditEntry['actor']
  readonly token: string | undefined
  readonly address: string
  readonly action: string
  readonly target: string
  readonly project: string | undefined
  readonly status: number
  readonly outcome: AuditEntry['outcome']
  readonly code: string | undefined
  /** JSON, masked. */
  readonly before: string | undefined
  readonly after: string | undefined
}

export interface AuditFilter {
  readonly user?: string
  readonly project?: string
  readonly action?: string
  readonly outcome?: AuditEntry['outcome']
  readonly since?: string
  readonly until?: string
}

/** Every entry that was ever written: they are only added. */
export interface AuditStore {
  append(entry: NewEntry): Promise<void>
  /** Newest first, of those before a number. */
  list(
    filter: AuditFilter,
    page: { readonly before: number | undefined; readonly limit: number },
  ): Promise<AuditEntry[]>
  verify(): Promise<AuditChain>
}

type Row = NonNullable<Awaited<ReturnType<Db['auditEntry']['findFirst']>>>

/** Rows that are read at once. */
const batch = 1000

export function createAuditStore(db: Db, seal: Pick<Seal, 'fingerprint'>): AuditStore {
  const inOrder = createKeyedLock()
  let head: { readonly seq: number; readonly hash: string } | undefined

  const findHead = async () => {
    const row = await db.auditEntry.findFirst({ orderBy: { seq: 'desc' } })
    return row === null ? { seq: 0, hash: '' } : { seq: row.seq, hash: row.hash }
  }

  return {
    append: ({ at, actor, ...entry }) =>
      inOrder('chain', async () => {
        head ??= await findHead()
        const row = {
          seq: head.seq + 1,
          at: new Date(at),
          actor: actor === null ? null : JSON.stringify(actor),
          user: actor?.user ?? null,
          token: entry.token ?? null,
          address: entry.address,
          action: entry.action,
          target: entry.target,
          project: entry.project ?? null,
          status: entry.status,
          outcome: entry.outcome,
          code: entry.code ?? null,
          before: entry.before ?? null,
          after: entry.after ?? null,
          previous: head.hash,
        }
        const hash = hashOf(row, seal)
        await db.auditEntry.create({ data: { ...row, hash } })
        head = { seq: row.seq, hash }
      }),
    async list({ since, until, ...filter }, { before, limit }) {
      const at = {
        ...(since !== undefined && { gte: new Date(since) }),
        ...(until !== undefined && { lt: new Date(until) }),
      }
      const where = { ...filter, at, ...(before !== undefined && { seq: { lt: before } }) }
      return (await db.auditEntry.findMany({ where, orderBy: { seq: 'desc' }, take: limit })).map(toEntry)
    },
    async verify() {
      let [entries, last] = [0, { seq: 0, hash: '' }]
      for (;;) {
        const rows = await db.auditEntry.findMany({
          where: { seq: { gt: last.seq } },
          orderBy: { seq: 'asc' },
          take: batch,
        })
        for (const row of rows) {
          const isNext = row.seq === last.seq + 1 && row.previous === last.hash
          if (!isNext || row.hash !== hashOf(row, seal)) {
            return { isWhole: false, entries: await db.auditEntry.count(), brokenAt: row.seq }
          }
          last = { seq: row.seq, hash: row.hash }
          entries += 1
        }
        if (rows.length < batch) return { isWhole: true, entries, ...(entries > 0 && { head: last }) }
      }
    },
  }
}

/** With the key of the server: who can write to the database alone cannot make another chain. */
function hashOf({ at, ...row }: Omit<Row, 'hash'>, seal: Pick<Seal, 'fingerprint'>): string {
  const { seq, actor, user, token, address, action, target, project, status, outcome, code } = row
  const { before, after, previous } = row
  const told = [seq, at.getTime(), actor, user, token, address, action, target, project, status, outcome]
  return seal.fingerprint(`audit ${JSON.stringify([...told, code, before, after, previous])}`)
}

// Safe, all of them: each column is only ever written from the type it is read as.
const toEntry = (row: Row): AuditEntry => ({
  seq: row.seq,
  at: row.at.toISOString(),
  actor: row.actor === null ? null : (JSON.parse(row.actor) as NonNullable<AuditEntry['actor']>),
  ...(row.token !== null && { token: row.token }),
  address: row.address,
  action: row.action,
  target: row.target,
  ...(row.project !== null && { project: row.project }),
  status: row.status,
  outcome: row.outcome as AuditEntry['outcome'],
  ...(row.code !== null && { code: row.code }),
  ...(row.before !== null && { before: JSON.parse(row.before) as unknown }),
  ...(row.after !== null && { after: JSON.parse(row.after) as unknown }),
  hash: row.hash,
})
