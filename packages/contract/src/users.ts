import { type Static, Type } from 'typebox'
import { Password, UserName } from './auth.ts'
import { roles } from './permissions.ts'
import { defineRoute } from './route.ts'

/** Somebody who can sign in. */
export const User = Type.Object({
  id: Type.String({ description: 'Not given twice, and stays.' }),
  name: UserName,
  role: Type.Optional(Type.Enum([...roles], { description: 'Told to those who hold `user:write`.' })),
  createdAt: Type.Optional(Type.String({ format: 'date-time', description: 'Told as the role is.' })),
  lastSeenAt: Type.Optional(
    Type.String({
      format: 'date-time',
      description: 'When a session that goes on was last used, about; told as the role is.',
    }),
  ),
})
export type User = Static<typeof User>

const UserParams = Type.Object({ user: Type.String({ minLength: 1, maxLength: 64 }) })

/** The only reply that tells the password. */
const WithPassword = Type.Object({ user: User, password: Type.String() })

export const listUsers = defineRoute({
  method: 'GET',
  path: '/api/v1/users',
  operationId: 'listUsers',
  summary: 'Who can sign in, by name; only names to those who do not manage users.',
  tag: 'Users',
  permission: 'signed-in',
  query: Type.Object({
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 200, default: 50 })),
    cursor: Type.Optional(Type.String({ maxLength: 64, description: '`nextCursor` of the page before.' })),
  }),
  reply: Type.Object({
    users: Type.Array(User),
    nextCursor: Type.Optional(Type.String({ description: 'Absent on the last page.' })),
  }),
})

export const createUser = defineRoute({
  method: 'POST',
  path: '/api/v1/users',
  operationId: 'createUser',
  summary: 'Makes a user with a password that is shown this one time.',
  tag: 'Users',
  permission: 'user:write',
  body: Type.Object({ name: UserName, role: Type.Enum([...roles]) }, { additionalProperties: false }),
  headers: ['Idempotency-Key'],
  reply: WithPassword,
  status: 201,
  problems: ['USER_EXISTS'],
})

export const updateUser = defineRoute({
  method: 'PATCH',
  path: '/api/v1/users/:user',
  operationId: 'updateUser',
  summary: 'Gives a user another role. The name stays: the history knows the user by it.',
  tag: 'Users',
  permission: 'user:write',
  params: UserParams,
  body: Type.Object({ role: Type.Enum([...roles]) }, { additionalProperties: false }),
  reply: User,
  problems: ['USER_NOT_FOUND', 'USER_LAST_ADMIN'],
})

export const resetPassword = defineRoute({
  method: 'POST',
  path: '/api/v1/users/:user/password',
  operationId: 'resetPassword',
  summary: 'Gives a user a new password, shown this one time, and ends all sessions of the user.',
  tag: 'Users',
  permission: 'user:write',
  params: UserParams,
  headers: ['Idempotency-Key'],
  reply: WithPassword,
  problems: ['USER_NOT_FOUND'],
})

export const deleteUser = defineRoute({
  method: 'DELETE',
  path: '/api/v1/users/:user',
  operationId: 'deleteUser',
  summary: 'Deletes a user, and at once all sessions, API tokens and webhooks of the user.',
  tag: 'Users',
  permission: 'user:write',
  params: UserParams,
  reply: Type.Null(),
  status: 204,
  problems: ['USER_NOT_FOUND', 'USER_LAST_ADMIN'],
})

export const changePassword = defineRoute({
  method: 'PUT',
  path: '/api/v1/session/password',
  operationId: 'changePassword',
  summary: 'Changes your own password, and ends all your other sessions. Not for API tokens.',
  tag: 'Session',
  permission: 'signed-in',
  body: Type.Object({ old: Type.String({ maxLength: 256 }), new: Password }, { additionalProperties: false }),
  reply: Type.Null(),
  status: 204,
  problems: ['PASSWORD_WRONG', 'SESSION_REQUIRED'],
})

export const endOtherSessions = defineRoute({
  method: 'DELETE',
  path: '/api/v1/session/others',
  operationId: 'endOtherSessions',
  summary: 'Ends all your sessions but the one that asks. Not for API tokens.',
  tag: 'Session',
  permission: 'signed-in',
  reply: Type.Null(),
  status: 204,
  problems: ['SESSION_REQUIRED'],
})
