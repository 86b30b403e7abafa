import type { Role } from '@berth/contract'
import { ulid } from 'ulid'
import { type Db, isDuplicate } from '../db/client.ts'

/** How Slack is set up. */
export interface SlackSetting {
  /** Sealed. */
  readonly signingSecret: string
  readonly setBy: string
  /** Epoch milliseconds. */
  readonly setAt: number
}

/** An account of Slack, and the user whose commands it gives, as the user is now. */
export interface LinkRecord {
  readonly id: string
  readonly team: string
  readonly slackUser: string
  readonly slackName: string
  readonly workspace: string
  readonly user: { readonly id: string; readonly name: string; readonly role: Role }
  /** Epoch milliseconds. */
  readonly linkedAt: number
}

export type SlackAccount = Pick<LinkRecord, 'team' | 'slackUser' | 'slackName' | 'workspace'>

/** The setting of Slack, linked accounts, and which commands came. */
export interface SlackStore {
  setting(): Promise<SlackSetting | undefined>
  set(setting: SlackSetting): Promise<void>
  unset(): Promise<void>
  /** Oldest first, after an id. */
  links(page: { readonly after?: string | undefined; readonly limit: number }): Promise<LinkRecord[]>
  linksOf(userId: string): Promise<LinkRecord[]>
  findLink(account: Pick<LinkRecord, 'team' | 'slackUser'>): Promise<LinkRecord | undefined>
  /** False when there is none, or it is not of the user that is named. */
  deleteLink(id: string, userId?: string): Promise<boolean>
  /** An earlier code of the user is void. */
  setCode(userId: string, codeHash: string, expiresAt: number): Promise<void>
  /** Uses up a code. Undefined when it is none, or too old. An account that is linked is linked anew. */
  link(account: SlackAccount, codeHash: string, now: number): Promise<LinkRecord | undefined>
  /** False when the command came before. Those that are older than a time are forgotten. */
  noteCommand(hash: string, times: { readonly now: number; readonly forget: number }): Promise<boolean>
}

const settingId = 'slack'

export function createSlackStore(db: Db): SlackStore {
  const include = { user: { select: { id: true, name: true, role: true } } } as const

  return {
    async setting() {
      const row = await db.slackSettings.findUnique({ where: { id: settingId } })
      return row === null ? undefined : { ...row, setAt: row.setAt.getTime() }
    },
    async set({ signingSecret, setBy, setAt }) {
      const data = { signingSecret, setBy, setAt: new Date(setAt) }
      await db.slackSettings.upsert({
        where: { id: settingId },
        create: { id: settingId, ...data },
        update: data,
      })
    },
    async unset() {
      await db.slackSettings.deleteMany({})
    },
    async links({ after, limit }) {
      const where = after === undefined ? {} : { id: { gt: after } }
      const rows = await db.slackLink.findMany({ where, include, orderBy: { id: 'asc' }, take: limit })
      return rows.map(toRecord)
    },
    async linksOf(userId) {
      return (await db.slackLink.findMany({ where: { userId }, include, orderBy: { id: 'asc' } })).map(
        toRecord,
      )
    },
    async findLink({ team, slackUser }) {
      const row = await db.slackLink.findUnique({ where: { team_slackUser: { team, slackUser } }, include })
      return row === null ? undefined : toRecord(row)
    },
    async deleteLink(id, userId) {
      const where = { id, ...(userId !== undefined && { userId }) }
      return (await db.slackLink.deleteMany({ where })).count > 0
    },
    async setCode(userId, codeHash, expiresAt) {
      const data = { codeHash, expiresAt: new Date(expiresAt) }
      await db.slackLinkCode.upsert({ where: { userId }, create: { userId, ...data }, update: data })
    },
    async link({ team, slackUser, slackName, workspace }, codeHash, now) {
      const row = await db.$transaction(async (tx) => {
        const code = await tx.slackLinkCode.findUnique({ where: { codeHash } })
        if (code === null) return null
        await tx.slackLinkCode.delete({ where: { codeHash } })
        if (code.expiresAt.getTime() <= now) return null
        await tx.slackLink.deleteMany({ where: { team, slackUser } })
        const account = { team, slackUser, slackName, workspace }
        const data = { ...account, id: `sl_${ulid(now)}`, userId: code.userId, linkedAt: new Date(now) }
        return tx.slackLink.create({ data, include })
      })
      return row === null ? undefined : toRecord(row)
    },
    async noteCommand(hash, { now, forget }) {
      await db.slackCommand.deleteMany({ where: { at: { lt: new Date(forget) } } })
      try {
        await db.slackCommand.create({ data: { hash, at: new Date(now) } })
        return true
      } catch (error) {
        if (isDuplicate(error)) return false
        throw error
      }
    },
  }
}

interface LinkRow extends Omit<LinkRecord, 'user' | 'linkedAt'> {
  readonly user: { readonly id: string; readonly name: string; readonly role: string }
  readonly linkedAt: Date
}

const toRecord = ({ id, team, slackUser, slackName, workspace, user, linkedAt }: LinkRow): LinkRecord => ({
  id,
  team,
  slackUser,
  slackName,
  workspace,
  // Safe: the column is only ever written from a role.
  user: { ...user, role: user.role as Role },
  linkedAt: linkedAt.getTime(),
})
