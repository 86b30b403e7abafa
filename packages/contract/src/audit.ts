import { type Static, Type } from 'typebox'
import { defineRoute } from './route.ts'

export const AuditOutcome = Type.Enum(['done', 'denied', 'failed'], {
  description:
    '`denied`: who asked may not, or a policy refuses it; `failed`: anything else that was not done.',
})

/** Somebody asked for something that changes something, or for something that he may not. */
export const AuditEntry = Type.Object({
  seq: Type.Integer({ description: 'Without gaps, from 1.' }),
  at: Type.String({ format: 'date-time' }),
  actor: Type.Union(
    [Type.Object({ kind: Type.String(), name: Type.String(), user: Type.String() }), Type.Null()],
    { description: 'Null: nobody was signed in.' },
  ),
  token: Type.Optional(Type.String({ description: 'Id of the API token.' })),
  address: Type.String({ description: 'Of the client.' }),
  action: Type.String({ description: 'The operation of the OpenAPI document, for example `deploy`.' }),
  target: Type.String({ description: 'Method and path.' }),
  project: Type.Optional(Type.String()),
  status: Type.Integer({ description: 'That was answered with.' }),
  outcome: AuditOutcome,
  code: Type.Optional(Type.String({ description: 'Of the problem that was answered with.' })),
  before: Type.Optional(
    Type.Unknown({ description: 'What was there, without secrets; where that is known.' }),
  ),
  after: Type.Optional(Type.Unknown({ description: 'What was asked for, without secrets.' })),
  hash: Type.String({ description: 'Over the entry and the hash of the one before.' }),
})
export type AuditEntry = Static<typeof AuditEntry>

/** In text: a line each. As `application/x-ndjson`: an entry a line. The `Link` header has the next page. */
export const listAudit = defineRoute({
  method: 'GET',
  path: '/api/v1/audit',
  operationId: 'listAudit',
  summary: 'Who asked for what that changes something, and who was refused, newest first.',
  tag: 'Audit',
  permission: 'audit:read',
  query: Type.Object({
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 1000, default: 50 })),
    cursor: Type.Optional(
      Type.String({ pattern: '^[0-9]{1,15}$', description: '`nextCursor` of the page before.' }),
    ),
    user: Type.Optional(Type.String({ maxLength: 40 })),
    project: Type.Optional(Type.String({ maxLength: 255 })),
    action: Type.Optional(Type.String({ maxLength: 64 })),
    outcome: Type.Optional(AuditOutcome),
    since: Type.Optional(Type.String({ format: 'date-time' })),
    until: Type.Optional(Type.String({ format: 'date-time' })),
  }),
  headers: ['Accept'],
  reply: Type.Object({
    entries: Type.Array(AuditEntry),
    nextCursor: Type.Optional(Type.String({ description: 'Absent on the last page.' })),
  }),
})

export const AuditChain = Type.Object({
  isWhole: Type.Boolean(),
  entries: Type.Integer(),
  brokenAt: Type.Optional(
    Type.Integer({
      description: 'Number of the first entry that was changed, or before which some are gone.',
    }),
  ),
  head: Type.Optional(
    Type.Object(
      { seq: Type.Integer(), hash: Type.String() },
      {
        description: 'The newest: kept elsewhere, it tells when newer ones were taken away.',
      },
    ),
  ),
})
export type AuditChain = Static<typeof AuditChain>

export const verifyAudit = defineRoute({
  method: 'GET',
  path: '/api/v1/audit/verify',
  operationId: 'verifyAudit',
  summary: 'Whether every entry of the audit is there and as it was written.',
  tag: 'Audit',
  permission: 'audit:read',
  headers: ['Accept'],
  reply: AuditChain,
})
