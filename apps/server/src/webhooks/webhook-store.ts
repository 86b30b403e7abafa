import type { Role, WebhookDelivery, WebhookSender } from '@berth/contract'
import { ulid } from 'ulid'
import { type Db, isDuplicate } from '../db/client.ts'
import type { WebhookFilters } from './filters.ts'

export interface WebhookRecord extends WebhookFilters {
  readonly id: string
  readonly project: string
  readonly name: string
  readonly sender: WebhookSender
  /** On whose behalf, as the user is now. */
  readonly user: { readonly id: string; readonly name: string; readonly role: Role }
  /** Sealed. */
  readonly secret: string
  /** Epoch milliseconds. */
  readonly createdAt: number
}

export interface NewWebhook extends Omit<WebhookRecord, 'user' | 'createdAt'> {
  readonly userId: string
}

/** What became of a delivery. */
export interface DeliveryEnd extends Pick<WebhookDelivery, 'outcome'> {
  readonly detail?: string | undefined
  readonly operation?: string | undefined
}

/** Webhooks, and what came for them. */
export interface WebhookStore {
  /** Oldest first. */
  list(
    project: string,
    page: { readonly after: string | undefined; readonly limit: number },
  ): Promise<WebhookRecord[]>
  count(project: string): Promise<number>
  find(id: string): Promise<WebhookRecord | undefined>
  create(webhook: NewWebhook, now: number): Promise<void>
  setFilters(id: string, change: Pick<WebhookRecord, 'name'> & WebhookFilters): Promise<void>
  setSecret(id: string, sealed: string): Promise<void>
  delete(id: string): Promise<void>
  /** Notes a delivery before anything is done for it. Undefined when one of this name came before. */
  begin(
    webhook: string,
    delivery: { delivery: string; event: string },
    now: number,
  ): Promise<string | undefined>
  /** One that failed may come again under its name. */
  end(id: string, how: DeliveryEnd): Promise<void>
  /** Notes one that nothing is done for, and that has no name: what it says of itself is not to be believed. */
  note(webhook: string, event: string, how: DeliveryEnd & { readonly now: number }): Promise<void>
  /** Newest first. */
  deliveries(
    webhook: string,
    page: { readonly before: string | undefined; readonly limit: number },
  ): Promise<WebhookDelivery[]>
}

/** Kept per webhook. Those that were refused are counted apart: anybody can send them. */
const most = { known: 500, unknown: 50 }

export function createWebhookStore(db: Db): WebhookStore {
  const include = { user: { select: { id: true, name: true, role: true } } } as const

  const insert = async (webhookId: string, row: Omit<DeliveryRow, 'id'>) => {
    const id = `dl_${ulid(row.at.getTime())}`
    await db.webhookDelivery.create({ data: { ...row, id, webhookId } })
    return id
  }

  const sweep = async (webhookId: string, kind: keyof typeof most) => {
    const where = { webhookId, delivery: kind === 'known' ? { not: null } : null }
    const last = await db.webhookDelivery.findFirst({
      where,
      orderBy: { id: 'desc' },
      skip: most[kind],
      select: { id: true },
    })
    if (last !== null) await db.webhookDelivery.deleteMany({ where: { ...where, id: { lte: last.id } } })
  }

  return {
    async list(projectName, { after, limit }) {
      const where = { projectName, ...(after !== undefined && { id: { gt: after } }) }
      const rows = await db.webhook.findMany({ where, include, orderBy: { id: 'asc' }, take: limit })
      return rows.map(toRecord)
    },
    count: (projectName) => db.webhook.count({ where: { projectName } }),
    async find(id) {
      const row = await db.webhook.findUnique({ where: { id }, include })
      return row === null ? undefined : toRecord(row)
    },
    async create({ id, project, name, sender, userId, secret, ...filters }, now) {
      const createdAt = new Date(now)
      await db.webhook.create({
        data: { id, projectName: project, name, sender, userId, secret, createdAt, ...toColumns(filters) },
      })
    },
    async setFilters(id, { name, ...filters }) {
      await db.webhook.updateMany({ where: { id }, data: { name, ...toColumns(filters) } })
    },
    async setSecret(id, secret) {
      await db.webhook.updateMany({ where: { id }, data: { secret } })
    },
    async delete(id) {
      await db.webhook.deleteMany({ where: { id } })
    },
    async begin(webhook, { delivery, event }, now) {
      try {
        const row = { delivery, at: new Date(now), event, outcome: 'failed', detail: null, operation: null }
        const id = await insert(webhook, row)
        await sweep(webhook, 'known')
        return id
      } catch (error) {
        if (isDuplicate(error)) return undefined
        throw error
      }
    },
    async end(id, { outcome, detail, operation }) {
      const data = { outcome, detail: detail ?? null, operation: operation ?? null }
      const again = outcome === 'failed' ? { delivery: null } : {}
      await db.webhookDelivery.updateMany({ where: { id }, data: { ...data, ...again } })
    },
    async note(webhook, event, { outcome, detail, now }) {
      const row = {
        delivery: null,
        at: new Date(now),
        event,
        outcome,
        detail: detail ?? null,
        operation: null,
      }
      await insert(webhook, row)
      await sweep(webhook, 'unknown')
    },
    async deliveries(webhookId, { before, limit }) {
      const where = { webhookId, ...(before !== undefined && { id: { lt: before } }) }
      const rows = await db.webhookDelivery.findMany({ where, orderBy: { id: 'desc' }, take: limit })
      return rows.map(toDelivery)
    },
  }
}

const toColumns = ({ branch, paths, tag }: WebhookFilters) => ({
  branch: branch ?? null,
  paths: paths === undefined ? null : JSON.stringify(paths),
  tag: tag ?? null,
})

interface WebhookRow {
  readonly id: string
  readonly projectName: string
  readonly name: string
  readonly sender: string
  readonly branch: string | null
  readonly paths: string | null
  readonly tag: string | null
  readonly secret: string
  readonly createdAt: Date
  readonly user: { readonly id: string; readonly name: string; readonly role: string }
}

// Safe, all of them: each column is only ever written from the type it is read as.
const toRecord = ({
  id,
  projectName,
  name,
  sender,
  branch,
  paths,
  tag,
  ...row
}: WebhookRow): WebhookRecord => ({
  id,
  project: projectName,
  name,
  sender: sender as WebhookSender,
  ...(branch !== null && { branch }),
  ...(paths !== null && { paths: JSON.parse(paths) as string[] }),
  ...(tag !== null && { tag }),
  user: { ...row.user, role: row.user.role as Role },
  secret: row.secret,
  createdAt: row.createdAt.getTime(),
})

interface DeliveryRow {
  readonly id: string
  readonly delivery: string | null
  readonly at: Date
  readonly event: string
  readonly outcome: string
  readonly detail: string | null
  readonly operation: string | null
}

const toDelivery = ({ id, at, event, outcome, detail, operation }: DeliveryRow): WebhookDelivery => ({
  id,
  at: at.toISOString(),
  event,
  outcome: outcome as WebhookDelivery['outcome'],
  ...(detail !== null && { detail }),
  ...(operation !== null && { operation }),
})
