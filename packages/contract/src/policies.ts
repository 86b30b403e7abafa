import { type Static, Type } from 'typebox'
import { UserName } from './auth.ts'
import { roles } from './permissions.ts'
import { PolicyInput, PolicyRuleName } from './policy-shapes.ts'
import { ProjectName } from './projects.ts'
import { defineRoute } from './route.ts'

/** What users of a role may have deployed. */
export const RolePolicy = Type.Object({
  role: Type.Enum([...roles]),
  ...PolicyInput.properties,
  isUsual: Type.Boolean({ description: 'Nobody has written one for the role.' }),
  isAdvisory: Type.Boolean({ description: 'What it refuses is only warned of: that of admins.' }),
  etag: Type.String({ description: 'Changes with it; send it as If-Match, quotes and all.' }),
  updatedAt: Type.Optional(Type.String({ format: 'date-time' })),
  updatedBy: Type.Optional(UserName),
})
export type RolePolicy = Static<typeof RolePolicy>

const RoleParams = Type.Object({ role: Type.Enum([...roles]) })

export const listPolicies = defineRoute({
  method: 'GET',
  path: '/api/v1/policies',
  operationId: 'listPolicies',
  summary: 'What users of each role may have deployed. In text: a line for each rule that somebody has set.',
  tag: 'Policies',
  permission: 'project:read',
  headers: ['Accept'],
  reply: Type.Object({ policies: Type.Array(RolePolicy) }),
})

export const readPolicy = defineRoute({
  method: 'GET',
  path: '/api/v1/policies/:role',
  operationId: 'readPolicy',
  summary: 'What users of a role may have deployed.',
  tag: 'Policies',
  permission: 'project:read',
  params: RoleParams,
  headers: ['If-None-Match'],
  reply: RolePolicy,
})

export const replacePolicy = defineRoute({
  method: 'PUT',
  path: '/api/v1/policies/:role',
  operationId: 'replacePolicy',
  summary: 'Settles what users of a role may have deployed from now on. What runs is left alone.',
  tag: 'Policies',
  permission: 'policy:write',
  params: RoleParams,
  body: PolicyInput,
  headers: ['If-Match'],
  problems: ['POLICY_INVALID'],
  reply: RolePolicy,
})

/** One objection, with its place in the text. */
export const PolicyFinding = Type.Object({
  rule: PolicyRuleName,
  verdict: Type.Enum(['warn', 'refuse']),
  service: Type.Optional(Type.String()),
  message: Type.String(),
  value: Type.Optional(Type.String({ description: 'What it comes to: of a path, where that leads.' })),
  file: Type.Optional(Type.String()),
  line: Type.Optional(Type.Integer()),
  column: Type.Optional(Type.Integer()),
})
export type PolicyFinding = Static<typeof PolicyFinding>

export const PolicyVerdict = Type.Object({
  verdict: Type.Enum(['allow', 'warn', 'refuse']),
  findings: Type.Array(PolicyFinding),
})
export type PolicyVerdict = Static<typeof PolicyVerdict>

export const checkPolicy = defineRoute({
  method: 'POST',
  path: '/api/v1/policies/:role/check',
  operationId: 'checkPolicy',
  summary:
    'What the policy of a role says of a compose file, as if it were deployed; nothing is kept or done.',
  tag: 'Policies',
  permission: 'project:write',
  params: RoleParams,
  body: Type.Object(
    {
      content: Type.String({ maxLength: 1_000_000, description: 'The text of `compose.yaml`.' }),
      files: Type.Optional(
        Type.Record(Type.String({ maxLength: 500 }), Type.String({ maxLength: 1_000_000 }), {
          description: 'Texts of other files that it names, by path beside it.',
          maxProperties: 50,
        }),
      ),
      user: Type.Optional(UserName),
    },
    { additionalProperties: false },
  ),
  headers: ['Accept'],
  problems: ['COMPOSE_INVALID'],
  reply: PolicyVerdict,
})

export const PolicyException = Type.Object({
  id: Type.String(),
  rule: PolicyRuleName,
  project: Type.Optional(ProjectName),
  user: Type.Optional(UserName),
  reason: Type.String(),
  state: Type.Enum(['active', 'expired', 'revoked']),
  createdAt: Type.String({ format: 'date-time' }),
  createdBy: UserName,
  expiresAt: Type.String({ format: 'date-time' }),
  revokedAt: Type.Optional(Type.String({ format: 'date-time' })),
  revokedBy: Type.Optional(UserName),
})
export type PolicyException = Static<typeof PolicyException>

export const PolicyExceptionInput = Type.Object(
  {
    rule: PolicyRuleName,
    project: Type.Optional(ProjectName),
    user: Type.Optional(UserName),
    reason: Type.String({ minLength: 1, maxLength: 500 }),
    until: Type.String({ format: 'date-time', description: 'Within 90 days.' }),
  },
  { additionalProperties: false },
)
export type PolicyExceptionInput = Static<typeof PolicyExceptionInput>

export const listPolicyExceptions = defineRoute({
  method: 'GET',
  path: '/api/v1/policies/exceptions',
  operationId: 'listPolicyExceptions',
  summary: 'Exceptions from policies, newest first; those that ended too.',
  tag: 'Policies',
  permission: 'project:read',
  query: Type.Object({
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 200, default: 50 })),
    cursor: Type.Optional(Type.String({ maxLength: 64, description: '`nextCursor` of the page before.' })),
  }),
  headers: ['Accept'],
  reply: Type.Object({
    exceptions: Type.Array(PolicyException),
    nextCursor: Type.Optional(Type.String({ description: 'Absent on the last page.' })),
  }),
})

export const grantPolicyException = defineRoute({
  method: 'POST',
  path: '/api/v1/policies/exceptions',
  operationId: 'grantPolicyException',
  summary:
    'For a while, what a rule refuses is only warned of: in one project, to one user, or to one user in one project.',
  tag: 'Policies',
  permission: 'policy:write',
  body: PolicyExceptionInput,
  headers: ['Idempotency-Key'],
  problems: ['POLICY_EXCEPTION_INVALID', 'PROJECT_NOT_FOUND', 'USER_NOT_FOUND'],
  reply: PolicyException,
  status: 201,
})

export const revokePolicyException = defineRoute({
  method: 'DELETE',
  path: '/api/v1/policies/exceptions/:exception',
  operationId: 'revokePolicyException',
  summary: 'Ends an exception at once. Does nothing to one that has ended.',
  tag: 'Policies',
  permission: 'policy:write',
  params: Type.Object({ exception: Type.String({ minLength: 1, maxLength: 64 }) }),
  reply: Type.Null(),
  status: 204,
  problems: ['POLICY_EXCEPTION_NOT_FOUND'],
})
