import type { Webhook, WebhookChange, WebhookDelivery, WebhookInput } from '@berth/contract'
import { ulid } from 'ulid'
import { newSecret } from '../auth/secret.ts'
import { ProblemError } from '../http/problem.ts'
import type { Seal } from '../secrets/seal.ts'
import type { WebhookRecord, WebhookStore } from './webhook-store.ts'

/** The webhooks of projects. Everything it refuses is a problem. */
export interface WebhookService {
  /** Oldest first. */
  list(project: string, page: WebhookPage): Promise<{ webhooks: Webhook[]; nextCursor?: string }>
  /** Rejects when the project has no such webhook. */
  require(project: string, id: string): Promise<void>
  create(
    project: string,
    input: WebhookInput,
    user: { userId: string; userName: string },
  ): Promise<WithSecret>
  change(project: string, id: string, change: WebhookChange): Promise<Webhook>
  delete(project: string, id: string): Promise<void>
  rotate(project: string, id: string): Promise<WithSecret>
  deliveries(project: string, id: string, page: WebhookPage): Promise<DeliveriesFound>
}

export interface WithSecret {
  readonly webhook: Webhook
  readonly secret: string
}

/** Of webhooks, or of what came for one. */
export interface WebhookPage {
  readonly cursor?: string
  readonly limit?: number
}

export interface DeliveriesFound {
  readonly deliveries: WebhookDelivery[]
  readonly nextCursor?: string
}

export interface WebhookDependencies {
  readonly store: WebhookStore
  readonly seal: Seal
  /** Rejects with a problem when there is no such project. */
  readonly requireProject: (name: string) => Promise<void>
  readonly now: () => number
}

/** Of one project. */
const mostWebhooks = 20

/** What the secret of a webhook is sealed for. */
export const secretPlaceOf = (id: string): string => `secret of webhook ${id}`

export function createWebhookService(dependencies: WebhookDependencies): WebhookService {
  const { store, seal, requireProject, now } = dependencies

  const find = async (project: string, id: string): Promise<WebhookRecord> => {
    const found = await store.find(id)
    if (found?.project === project) return found
    throw new ProblemError('WEBHOOK_NOT_FOUND', `${project} has no webhook ${id}.`)
  }

  return {
    async list(project, { cursor, limit = 50 }) {
      await requireProject(project)
      const found = await store.list(project, { after: cursor, limit: limit + 1 })
      const webhooks = found.slice(0, limit)
      const last = found.length > limit ? webhooks.at(-1) : undefined
      return { webhooks: webhooks.map(toWebhook), ...(last && { nextCursor: last.id }) }
    },

    async require(project, id) {
      await find(project, id)
    },

    async create(project, input, { userId }) {
      await requireProject(project)
      if ((await store.count(project)) >= mostWebhooks) {
        throw new ProblemError('WEBHOOKS_TOO_MANY', `${project} has ${mostWebhooks} webhooks.`)
      }
      const at = now()
      const id = `hk_${ulid(at)}`
      const secret = newSecret()
      await store.create({ ...input, id, project, userId, secret: seal.seal(secret, secretPlaceOf(id)) }, at)
      return { webhook: toWebhook(await find(project, id)), secret }
    },

    async change(project, id, change) {
      const before = await find(project, id)
      await store.setFilters(id, {
        name: change.name ?? before.name,
        ...keep('branch', change.branch, before.branch),
        ...keep('paths', change.paths, before.paths),
        ...keep('tag', change.tag, before.tag),
      })
      return toWebhook(await find(project, id))
    },

    async delete(project, id) {
      await find(project, id)
      await store.delete(id)
    },

    async rotate(project, id) {
      const webhook = toWebhook(await find(project, id))
      const secret = newSecret()
      await store.setSecret(id, seal.seal(secret, secretPlaceOf(id)))
      return { webhook, secret }
    },

    async deliveries(project, id, { cursor, limit = 20 }) {
      await find(project, id)
      const found = await store.deliveries(id, { before: cursor, limit: limit + 1 })
      const deliveries = found.slice(0, limit)
      const last = found.length > limit ? deliveries.at(-1) : undefined
      return { deliveries, ...(last && { nextCursor: last.id }) }
    },
  }
}

/** A filter as it is from now on: absent in the change, as it was; null, none. */
function keep<K extends string, V>(
  key: K,
  change: V | null | undefined,
  before: V | undefined,
): { [P in K]?: V } {
  const value = change === undefined ? before : (change ?? undefined)
  // Safe: the only key is K.
  return (value === undefined ? {} : { [key]: value }) as { [P in K]?: V }
}

const toWebhook = ({
  id,
  project,
  name,
  sender,
  branch,
  paths,
  tag,
  user,
  createdAt,
}: WebhookRecord): Webhook => ({
  id,
  project,
  name,
  sender,
  ...(branch !== undefined && { branch }),
  ...(paths !== undefined && { paths: [...paths] }),
  ...(tag !== undefined && { tag }),
  path: `/hooks/${id}`,
  user: user.name,
  createdAt: new Date(createdAt).toISOString(),
})
