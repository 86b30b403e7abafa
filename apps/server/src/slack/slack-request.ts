import { createHash } from 'node:crypto'
import { type Arrived, headerOf } from '../webhooks/delivery.ts'
import { isSigned } from '../webhooks/signature.ts'

/** A slash command, as far as it concerns us. */
export interface SlackCommand {
  /** As it is called in Slack: `/stack`. */
  readonly name: string
  readonly text: string
  readonly team: string
  /** The name of the workspace, or its id. */
  readonly workspace: string
  readonly slackUser: string
  readonly slackName: string
  /** Where answers go for half an hour. */
  readonly responseUrl: string
  /** Of a message in the conversation. */
  readonly thread?: string
}

export type SlackReading =
  /** `hash`: the same when it is sent again. */
  | { readonly kind: 'command'; readonly hash: string; readonly command: SlackCommand }
  /** Slack looks whether the certificate is good. */
  | { readonly kind: 'check' }
  /** Nothing of it is to be believed; `why` without anything of the secret. */
  | { readonly kind: 'refused'; readonly why: string }

export interface ReadingContext {
  readonly secret: string
  /** Epoch milliseconds. */
  readonly now: number
  /** For tests: answers may go to this machine. */
  readonly allowLoopback: boolean
}

/** How old a command may be, and how long one has to be remembered that must not be taken twice. */
export const skewMs = 5 * 60_000

/**
 * Reads a command that Slack signed with its v0 scheme. Pure; compares in constant time.
 *
 * @see https://docs.slack.dev/authentication/verifying-requests-from-slack
 */
export function readSlackCommand(
  arrived: Pick<Arrived, 'headers' | 'body'>,
  context: ReadingContext,
): SlackReading {
  const { secret, now, allowLoopback } = context
  const request = { ...arrived, token: undefined }
  const timestamp = headerOf(request, 'x-slack-request-timestamp')
  const signature = headerOf(request, 'x-slack-signature')
  if (timestamp === undefined || signature === undefined) {
    return refused('X-Slack-Request-Timestamp or X-Slack-Signature is missing.')
  }
  const signed = ['v0:', timestamp, ':', arrived.body]
  if (!signature.startsWith('v0=') || !isSigned(signed, secret, signature.slice(3))) {
    return refused('X-Slack-Signature does not match.')
  }
  if (!/^\d{1,12}$/.test(timestamp) || Math.abs(Number(timestamp) * 1000 - now) > skewMs) {
    return refused('X-Slack-Request-Timestamp is more than five minutes off.')
  }
  const form = new URLSearchParams(arrived.body.toString('utf8'))
  if (form.get('ssl_check') === '1') return { kind: 'check' }
  const command = commandOf(form)
  if (command === undefined) return refused('It has no team_id, user_id or response_url.')
  if (!isAnswerable(command.responseUrl, allowLoopback)) {
    return refused('Its response_url is not at https://hooks.slack.com/.')
  }
  const hash = createHash('sha256')
  for (const part of signed) hash.update(part)
  return { kind: 'command', hash: hash.digest('hex'), command }
}

const refused = (why: string): SlackReading => ({ kind: 'refused', why })

function commandOf(form: URLSearchParams): SlackCommand | undefined {
  const take = (key: string) => form.get(key) ?? ''
  const [team, slackUser, responseUrl] = [take('team_id'), take('user_id'), take('response_url')]
  if (team === '' || slackUser === '' || responseUrl === '') return undefined
  const thread = take('thread_ts')
  return {
    name: /^\/[\w-]{1,32}$/.test(take('command')) ? take('command') : '/stack',
    text: take('text'),
    team: team.slice(0, 64),
    workspace: (take('team_domain') || team).slice(0, 100),
    slackUser: slackUser.slice(0, 64),
    slackName: (take('user_name') || slackUser).slice(0, 100),
    responseUrl,
    ...(/^\d{1,12}\.\d{1,12}$/.test(thread) && { thread }),
  }
}

/** Whether answers may be sent there: the server would else call whatever a form names. Pure. */
export function isAnswerable(address: string, allowLoopback: boolean): boolean {
  if (!URL.canParse(address)) return false
  const { protocol, host, hostname, username, password } = new URL(address)
  if (username !== '' || password !== '') return false
  if (allowLoopback && protocol === 'http:' && hostname === '127.0.0.1') return true
  return protocol === 'https:' && host === 'hooks.slack.com'
}
