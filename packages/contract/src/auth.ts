import { type Static, Type } from 'typebox'
import { permissions, roles } from './permissions.ts'
import { defineRoute } from './route.ts'

export const UserName = Type.String({ pattern: '^[a-z0-9][a-z0-9._-]*$', maxLength: 40 })
export const Password = Type.String({ minLength: 10, maxLength: 256 })

export const Session = Type.Object({
  isSetUp: Type.Boolean({ description: 'False until the first admin exists.' }),
  user: Type.Union([
    Type.Object({
      name: UserName,
      role: Type.Enum([...roles]),
      permissions: Type.Array(Type.Enum([...permissions]), {
        description: 'What the role allows, and the token.',
      }),
    }),
    Type.Null(),
  ]),
  isTransportSafe: Type.Boolean({ description: 'False over plain http from another machine.' }),
})
export type Session = Static<typeof Session>

export const readSession = defineRoute({
  method: 'GET',
  path: '/api/v1/session',
  operationId: 'readSession',
  summary: 'Who is signed in, and whether the first admin exists.',
  tag: 'Session',
  permission: 'public',
  reply: Session,
})

export const setUp = defineRoute({
  method: 'POST',
  path: '/api/v1/setup',
  operationId: 'setUp',
  summary: 'Makes the first admin with the one-time token from the start of the server, and signs in.',
  tag: 'Session',
  permission: 'public',
  body: Type.Object(
    { token: Type.String({ minLength: 1, maxLength: 256 }), name: UserName, password: Password },
    { additionalProperties: false },
  ),
  reply: Session,
  status: 201,
  problems: ['SETUP_DONE', 'SETUP_TOKEN_WRONG'],
})

export const signIn = defineRoute({
  method: 'POST',
  path: '/api/v1/session',
  operationId: 'signIn',
  summary: 'Signs in with name and password; sets the session cookie.',
  tag: 'Session',
  permission: 'public',
  body: Type.Object(
    { name: Type.String({ maxLength: 40 }), password: Type.String({ maxLength: 256 }) },
    { additionalProperties: false },
  ),
  reply: Session,
  problems: ['AUTH_WRONG_PASSWORD'],
})

export const signOut = defineRoute({
  method: 'DELETE',
  path: '/api/v1/session',
  operationId: 'signOut',
  summary: 'Ends this session.',
  tag: 'Session',
  permission: 'signed-in',
  reply: Type.Null(),
  status: 204,
})

const TokenPermissions = Type.Array(Type.Enum([...permissions]), {
  minItems: 1,
  description: 'Those of the role that it has; all of them when this is absent.',
})
const TokenProjects = Type.Array(Type.String({ pattern: '^[a-z0-9*][a-z0-9*_-]*$', maxLength: 63 }), {
  minItems: 1,
  maxItems: 50,
  description: 'Names of the projects that it is for, `*` standing for any letters; all when this is absent.',
})

export const ApiToken = Type.Object({
  id: Type.String(),
  name: Type.String(),
  role: Type.Enum([...roles]),
  permissions: Type.Optional(TokenPermissions),
  projects: Type.Optional(TokenProjects),
  prefix: Type.String({ description: 'The first characters, to recognise it by.' }),
  createdAt: Type.String({ format: 'date-time' }),
  expiresAt: Type.String({ format: 'date-time' }),
  lastUsedAt: Type.Union([Type.String({ format: 'date-time' }), Type.Null()]),
})
export type ApiToken = Static<typeof ApiToken>

export const listTokens = defineRoute({
  method: 'GET',
  path: '/api/v1/tokens',
  operationId: 'listTokens',
  summary: 'Your API tokens, without their secrets, newest first.',
  tag: 'Tokens',
  permission: 'token:write',
  query: Type.Object({
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 200, default: 50 })),
    cursor: Type.Optional(
      Type.String({
        pattern: '^[0-9]{1,15}_[0-9a-f]{12}$',
        description: '`nextCursor` of the page before.',
      }),
    ),
  }),
  reply: Type.Object({
    tokens: Type.Array(ApiToken),
    nextCursor: Type.Optional(Type.String({ description: 'Absent on the last page.' })),
  }),
})

export const createToken = defineRoute({
  method: 'POST',
  path: '/api/v1/tokens',
  operationId: 'createToken',
  summary: 'Makes an API token; the reply is the only place where its secret is shown.',
  tag: 'Tokens',
  permission: 'token:write',
  body: Type.Object(
    {
      name: Type.String({ minLength: 1, maxLength: 60 }),
      role: Type.Enum([...roles], { description: 'At most your own.' }),
      permissions: Type.Optional(TokenPermissions),
      projects: Type.Optional(TokenProjects),
      expiresInDays: Type.Optional(
        Type.Integer({
          minimum: 1,
          maximum: 365,
          default: 90,
          description: 'A token that makes a token does not make it last longer than itself.',
        }),
      ),
    },
    { additionalProperties: false },
  ),
  headers: ['Idempotency-Key'],
  reply: Type.Object({ token: ApiToken, secret: Type.String() }),
  status: 201,
  problems: ['TOKEN_EXCEEDS_CREATOR'],
})

export const deleteToken = defineRoute({
  method: 'DELETE',
  path: '/api/v1/tokens/:token',
  operationId: 'deleteToken',
  summary: 'Revokes an API token at once.',
  tag: 'Tokens',
  permission: 'token:write',
  params: Type.Object({ token: Type.String({ minLength: 1, maxLength: 64 }) }),
  reply: Type.Null(),
  status: 204,
  problems: ['TOKEN_NOT_FOUND'],
})
