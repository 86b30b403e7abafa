import { randomInt } from 'node:crypto'
import { slack as contract, type SlackLink, type SlackLinkCode, type SlackSettings } from '@berth/contract'
import type { Actor } from '../access/actor.ts'
import { hashSecret } from '../auth/secret.ts'
import { ProblemError } from '../http/problem.ts'
import type { Seal } from '../secrets/seal.ts'
import type { LinkRecord, SlackStore } from './slack-store.ts'

/** How Slack is set up, and whose accounts are linked. Everything it refuses is a problem. */
export interface SlackService {
  settings(): Promise<SlackSettings>
  set(signingSecret: string, by: Pick<Actor, 'userName'>): Promise<SlackSettings>
  unset(): Promise<void>
  links(page: { cursor?: string; limit?: number }): Promise<{ links: SlackLink[]; nextCursor?: string }>
  unlink(id: string): Promise<void>
  own(actor: Actor): Promise<{ isSet: boolean; links: SlackLink[] }>
  createCode(actor: Actor): Promise<SlackLinkCode>
  unlinkOwn(actor: Actor, id: string): Promise<void>
  /** The signing secret; undefined when there is none. */
  secret(): Promise<string | undefined>
}

export interface SlackServiceDependencies {
  readonly store: SlackStore
  readonly seal: Seal
  readonly now: () => number
}

const secretPlace = 'signing secret of Slack'
const codeMs = 10 * 60_000

export function createSlackService({ store, seal, now }: SlackServiceDependencies): SlackService {
  const settings = async (): Promise<SlackSettings> => {
    const setting = await store.setting()
    const { path } = contract.receiveSlackCommand
    if (setting === undefined) return { path, isSet: false }
    return { path, isSet: true, setBy: setting.setBy, setAt: new Date(setting.setAt).toISOString() }
  }
  const requireGone = (isGone: boolean, id: string) => {
    if (!isGone) throw new ProblemError('SLACK_LINK_NOT_FOUND', `There is no linked account ${id}.`)
  }

  return {
    settings,
    async set(signingSecret, { userName }) {
      await store.set({ signingSecret: seal.seal(signingSecret, secretPlace), setBy: userName, setAt: now() })
      return settings()
    },
    unset: () => store.unset(),
    async links({ cursor, limit = 50 }) {
      const found = await store.links({ after: cursor, limit: limit + 1 })
      const links = found.slice(0, limit)
      const last = found.length > limit ? links.at(-1) : undefined
      return { links: links.map(toLink), ...(last && { nextCursor: last.id }) }
    },
    async unlink(id) {
      requireGone(await store.deleteLink(id), id)
    },
    async own({ userId }) {
      const [setting, links] = [await store.setting(), await store.linksOf(userId)]
      return { isSet: setting !== undefined, links: links.map(toLink) }
    },
    async createCode({ kind, userId }) {
      // What is linked can do all that the user can: a lesser token must not lead there.
      if (kind !== 'user') throw new ProblemError('SESSION_REQUIRED', 'An API token asked for it.')
      if ((await store.setting()) === undefined) {
        throw new ProblemError('SLACK_NOT_SET', 'There is no signing secret of Slack.')
      }
      const code = newCode()
      const expiresAt = now() + codeMs
      await store.setCode(userId, hashSecret(normalCode(code)), expiresAt)
      return { code, expiresAt: new Date(expiresAt).toISOString() }
    },
    async unlinkOwn({ userId }, id) {
      requireGone(await store.deleteLink(id, userId), id)
    },
    async secret() {
      const setting = await store.setting()
      return setting && seal.open(setting.signingSecret, secretPlace)
    },
  }
}

/** Without what is easily taken for something else. */
const letters = '23456789ABCDEFGHJKLMNPQRSTUVWXYZ'

/** 60 random bits, to be typed. */
const newCode = () =>
  [0, 1, 2].map(() => Array.from({ length: 4 }, () => letters[randomInt(letters.length)]).join('')).join('-')

/** A code however it was typed. Pure. */
export const normalCode = (code: string): string => code.toUpperCase().replaceAll(/[^0-9A-Z]/g, '')

const toLink = ({ id, user, slackName, slackUser, workspace, linkedAt }: LinkRecord): SlackLink => ({
  id,
  user: user.name,
  slackName,
  slackUser,
  workspace,
  linkedAt: new Date(linkedAt).toISOString(),
})
