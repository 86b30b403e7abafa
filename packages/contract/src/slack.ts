import { type Static, Type } from 'typebox'
import { UserName } from './auth.ts'
import { defineRoute } from './route.ts'

/** What Slack signs with; told to nobody again. */
const SigningSecret = Type.String({
  pattern: '^[!-~]{16,128}$',
  description: 'From "Basic Information" of the app in Slack. It is sealed, and never told.',
})

const Path = Type.String({ description: 'Of the request URL that Slack is told, after the origin.' })

export const SlackSettings = Type.Object({
  path: Path,
  isSet: Type.Boolean({ description: 'There is a signing secret; without it every command is refused.' }),
  setBy: Type.Optional(UserName),
  setAt: Type.Optional(Type.String({ format: 'date-time' })),
})
export type SlackSettings = Static<typeof SlackSettings>

/** An account of Slack whose commands are those of a user. */
export const SlackLink = Type.Object({
  id: Type.String({ description: '`sl_…`' }),
  user: UserName,
  slackName: Type.String({ description: 'As Slack told it when the account was linked.' }),
  slackUser: Type.String({ description: 'The id of the account in Slack.' }),
  workspace: Type.String({ description: 'The name of the workspace, or its id.' }),
  linkedAt: Type.String({ format: 'date-time' }),
})
export type SlackLink = Static<typeof SlackLink>

const LinkParams = Type.Object({ link: Type.String({ minLength: 1, maxLength: 64 }) })

export const readSlack = defineRoute({
  method: 'GET',
  path: '/api/v1/integrations/slack',
  operationId: 'readSlack',
  summary: 'Whether Slack is set up, and what has to be entered there.',
  tag: 'Slack',
  permission: 'integration:write',
  reply: SlackSettings,
})

export const setSlackSecret = defineRoute({
  method: 'PUT',
  path: '/api/v1/integrations/slack',
  operationId: 'setSlackSecret',
  summary: 'Sets or replaces the signing secret of Slack; what is signed with another is refused at once.',
  tag: 'Slack',
  permission: 'integration:write',
  body: Type.Object({ signingSecret: SigningSecret }, { additionalProperties: false }),
  reply: SlackSettings,
})

export const deleteSlackSecret = defineRoute({
  method: 'DELETE',
  path: '/api/v1/integrations/slack',
  operationId: 'deleteSlackSecret',
  summary: 'Forgets the signing secret: every command is refused. Linked accounts stay.',
  tag: 'Slack',
  permission: 'integration:write',
  reply: Type.Null(),
  status: 204,
})

export const listSlackLinks = defineRoute({
  method: 'GET',
  path: '/api/v1/integrations/slack/links',
  operationId: 'listSlackLinks',
  summary: 'Accounts of Slack that are linked, oldest first.',
  tag: 'Slack',
  permission: 'integration:write',
  query: Type.Object({
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 100, default: 50 })),
    cursor: Type.Optional(Type.String({ maxLength: 64, description: '`nextCursor` of the page before.' })),
  }),
  reply: Type.Object({
    links: Type.Array(SlackLink),
    nextCursor: Type.Optional(Type.String({ description: 'Absent on the last page.' })),
  }),
})

export const deleteSlackLink = defineRoute({
  method: 'DELETE',
  path: '/api/v1/integrations/slack/links/:link',
  operationId: 'deleteSlackLink',
  summary: 'Unlinks an account of Slack: its commands are refused from now on.',
  tag: 'Slack',
  permission: 'integration:write',
  params: LinkParams,
  reply: Type.Null(),
  status: 204,
  problems: ['SLACK_LINK_NOT_FOUND'],
})

export const readOwnSlack = defineRoute({
  method: 'GET',
  path: '/api/v1/session/slack',
  operationId: 'readOwnSlack',
  summary: 'Your own accounts of Slack that are linked.',
  tag: 'Slack',
  permission: 'signed-in',
  reply: Type.Object({
    isSet: Type.Boolean({ description: 'Slack is set up.' }),
    links: Type.Array(SlackLink),
  }),
})

export const SlackLinkCode = Type.Object({
  code: Type.String({ description: 'For `/stack link CODE` in Slack; it works once.' }),
  expiresAt: Type.String({ format: 'date-time' }),
})
export type SlackLinkCode = Static<typeof SlackLinkCode>

export const createSlackLinkCode = defineRoute({
  method: 'POST',
  path: '/api/v1/session/slack/codes',
  operationId: 'createSlackLinkCode',
  summary:
    'Makes a code that links an account of Slack to yours; an earlier one is void. Not for API tokens: what is linked can do all that you can.',
  tag: 'Slack',
  permission: 'signed-in',
  headers: ['Idempotency-Key'],
  reply: SlackLinkCode,
  status: 201,
  problems: ['SESSION_REQUIRED', 'SLACK_NOT_SET'],
})

export const deleteOwnSlackLink = defineRoute({
  method: 'DELETE',
  path: '/api/v1/session/slack/links/:link',
  operationId: 'deleteOwnSlackLink',
  summary: 'Unlinks an account of Slack that is linked to yours.',
  tag: 'Slack',
  permission: 'signed-in',
  params: LinkParams,
  reply: Type.Null(),
  status: 204,
  problems: ['SLACK_LINK_NOT_FOUND'],
})

/** A message, with the keys that Slack gives them. */
export const SlackReply = Type.Object({
  response_type: Type.Enum(['ephemeral', 'in_channel'], {
    description: '`ephemeral`: only who gave the command sees it.',
  }),
  text: Type.String(),
  mrkdwn: Type.Literal(false, { description: 'The text is shown as it is.' }),
})
export type SlackReply = Static<typeof SlackReply>

/**
 * Public: the signature says that it is Slack, and the linked account who it is. What goes wrong with the command
 * itself is told in the reply: Slack shows nothing of an answer that is no 200.
 */
export const receiveSlackCommand = defineRoute({
  method: 'POST',
  path: '/integrations/slack/command',
  operationId: 'receiveSlackCommand',
  summary:
    'Takes a slash command of Slack and answers within three seconds; the end of an operation follows.',
  tag: 'Slack',
  permission: 'public',
  body: Type.Optional(Type.Unknown({ description: 'A form as Slack sends it, signed with its v0 scheme.' })),
  reply: SlackReply,
  problems: ['SLACK_REFUSED'],
})
