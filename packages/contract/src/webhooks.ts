import { type Static, Type } from 'typebox'
import { ProjectName, ProjectParams } from './projects.ts'
import { defineRoute } from './route.ts'

/** Who sends, and so how it is signed and what its bodies look like. */
export const WebhookSender = Type.Enum(
  ['github', 'gitea', 'gitlab', 'bitbucket', 'docker-hub', 'registry', 'generic'],
  {
    description: [
      '`github` is for packages of its registry too, `gitea` for Forgejo too, `registry` for what sends the',
      'notifications of the Distribution registry; `generic` is any script that signs time and body.',
    ].join(' '),
  },
)
export type WebhookSender = Static<typeof WebhookSender>

const Pattern = { minLength: 1, maxLength: 200 }
const Filters = {
  branch: Type.Optional(
    Type.String({
      ...Pattern,
      description:
        'Pushes to other branches are ignored; `*` stands for any letters but `/`. Without it: the branch that the project follows, or any.',
    }),
  ),
  paths: Type.Optional(
    Type.Array(Type.String(Pattern), {
      minItems: 1,
      maxItems: 50,
      description:
        'Pushes that touch no such file are ignored; `**` stands for any folders. One that does not say what it touches is taken.',
    }),
  ),
  tag: Type.Optional(
    Type.String({ ...Pattern, description: 'Images with other tags are ignored; `*` as for branches.' }),
  ),
}
const Name = Type.String({ minLength: 1, maxLength: 60 })

export const Webhook = Type.Object({
  id: Type.String({ description: '`hk_…`' }),
  project: ProjectName,
  name: Name,
  sender: WebhookSender,
  ...Filters,
  path: Type.String({ description: 'Of the address that the sender is told, after the origin.' }),
  user: Type.String({
    description: 'On whose behalf it deploys: it can do what this user can, and goes with them.',
  }),
  createdAt: Type.String({ format: 'date-time' }),
})
export type Webhook = Static<typeof Webhook>

/** The only reply that tells the secret. */
const WithSecret = Type.Object({ webhook: Webhook, secret: Type.String() })

export const WebhookInput = Type.Object(
  { name: Name, sender: WebhookSender, ...Filters },
  { additionalProperties: false },
)
export type WebhookInput = Static<typeof WebhookInput>

const clearable = <T extends typeof Filters.branch | typeof Filters.paths>(schema: T) =>
  Type.Optional(Type.Union([schema, Type.Null()]))

export const WebhookChange = Type.Object(
  {
    name: Type.Optional(Name),
    branch: clearable(Filters.branch),
    paths: clearable(Filters.paths),
    tag: clearable(Filters.tag),
  },
  { additionalProperties: false, description: 'What is left out stays; `null` takes a filter away.' },
)
export type WebhookChange = Static<typeof WebhookChange>

const WebhookParams = Type.Object({
  project: ProjectName,
  webhook: Type.String({ minLength: 1, maxLength: 64 }),
})

export const WebhookDelivery = Type.Object({
  id: Type.String(),
  at: Type.String({ format: 'date-time' }),
  event: Type.String({ description: 'What it told of, for example `push to main`.' }),
  outcome: Type.Enum(['deployed', 'ignored', 'ping', 'refused', 'failed'], {
    description: '`refused`: it was not signed as it must be, or nobody may deploy for it any more.',
  }),
  detail: Type.Optional(Type.String({ description: 'Why it was ignored, refused or failed.' })),
  operation: Type.Optional(Type.String({ description: 'The deployment that it asked for, or shares.' })),
})
export type WebhookDelivery = Static<typeof WebhookDelivery>

const mayDeploy = [{ permission: 'project:deploy', when: 'always: who makes one can deploy by it' }] as const

export const listWebhooks = defineRoute({
  method: 'GET',
  path: '/api/v1/projects/:project/webhooks',
  operationId: 'listWebhooks',
  summary: 'The webhooks of a project, without their secrets, oldest first.',
  tag: 'Webhooks',
  permission: 'project:read',
  params: ProjectParams,
  query: Type.Object({
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 100, default: 50 })),
    cursor: Type.Optional(Type.String({ maxLength: 64, description: '`nextCursor` of the page before.' })),
  }),
  reply: Type.Object({
    webhooks: Type.Array(Webhook),
    nextCursor: Type.Optional(Type.String({ description: 'Absent on the last page.' })),
  }),
})

export const createWebhook = defineRoute({
  method: 'POST',
  path: '/api/v1/projects/:project/webhooks',
  operationId: 'createWebhook',
  summary: 'Makes a webhook that deploys the project; the reply is the only place where its secret is shown.',
  tag: 'Webhooks',
  permission: 'project:write',
  conditional: mayDeploy,
  params: ProjectParams,
  body: WebhookInput,
  headers: ['Idempotency-Key'],
  reply: WithSecret,
  status: 201,
  problems: ['WEBHOOKS_TOO_MANY'],
})

export const updateWebhook = defineRoute({
  method: 'PATCH',
  path: '/api/v1/projects/:project/webhooks/:webhook',
  operationId: 'updateWebhook',
  summary: 'Changes the name or the filters of a webhook.',
  tag: 'Webhooks',
  permission: 'project:write',
  params: WebhookParams,
  body: WebhookChange,
  reply: Webhook,
  problems: ['WEBHOOK_NOT_FOUND'],
})

export const deleteWebhook = defineRoute({
  method: 'DELETE',
  path: '/api/v1/projects/:project/webhooks/:webhook',
  operationId: 'deleteWebhook',
  summary: 'Deletes a webhook: from now on its deliveries are refused.',
  tag: 'Webhooks',
  permission: 'project:write',
  params: WebhookParams,
  reply: Type.Null(),
  status: 204,
  problems: ['WEBHOOK_NOT_FOUND'],
})

export const rotateWebhookSecret = defineRoute({
  method: 'POST',
  path: '/api/v1/projects/:project/webhooks/:webhook/secret',
  operationId: 'rotateWebhookSecret',
  summary: 'Gives a webhook another secret, shown this one time; the old one is refused at once.',
  tag: 'Webhooks',
  permission: 'project:write',
  conditional: mayDeploy,
  params: WebhookParams,
  headers: ['Idempotency-Key'],
  reply: WithSecret,
  problems: ['WEBHOOK_NOT_FOUND'],
})

export const listWebhookDeliveries = defineRoute({
  method: 'GET',
  path: '/api/v1/projects/:project/webhooks/:webhook/deliveries',
  operationId: 'listWebhookDeliveries',
  summary: 'What came for a webhook and what became of it, newest first. Bodies are not kept.',
  tag: 'Webhooks',
  permission: 'project:read',
  params: WebhookParams,
  query: Type.Object({
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 100, default: 20 })),
    cursor: Type.Optional(Type.String({ maxLength: 64, description: '`nextCursor` of the page before.' })),
  }),
  reply: Type.Object({
    deliveries: Type.Array(WebhookDelivery),
    nextCursor: Type.Optional(Type.String({ description: 'Absent on the last page.' })),
  }),
  problems: ['WEBHOOK_NOT_FOUND'],
})

export const HookReply = Type.Object({
  operation: Type.Optional(Type.String({ description: 'The deployment that was queued.' })),
  state: Type.Optional(Type.String({ description: 'Of the deployment, when it was waited for.' })),
  ignored: Type.Optional(
    Type.Enum(['branch', 'paths', 'tag', 'event'], { description: 'Why nothing is deployed.' }),
  ),
  duplicate: Type.Optional(Type.Literal(true, { description: 'The same delivery came before.' })),
  ping: Type.Optional(Type.Literal(true)),
})
export type HookReply = Static<typeof HookReply>

/** Public: the signature says who it is. The answer comes before anything is fetched or planned. */
export const receiveHook = defineRoute({
  method: 'POST',
  path: '/hooks/:hook',
  operationId: 'receiveHook',
  summary:
    'Takes a delivery for a webhook: 202 with the deployment that was queued, 200 when there is nothing to do.',
  tag: 'Webhooks',
  permission: 'public',
  params: Type.Object({ hook: Type.String({ minLength: 1, maxLength: 64 }) }),
  body: Type.Optional(Type.Unknown({ description: 'As the sender sends it, signed as the sender signs.' })),
  headers: ['Prefer'],
  reply: HookReply,
  status: 202,
  problems: ['WEBHOOK_NOT_FOUND', 'WEBHOOK_REFUSED', 'ACCESS_DENIED', 'PROJECT_NOT_YOURS'],
})
