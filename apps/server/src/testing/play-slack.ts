import { createHmac } from 'node:crypto'
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import type { InjectOptions } from 'fastify'
import { onTestFinished } from 'vitest'

export interface SlackMessage {
  readonly response_type: string
  readonly text: string
  readonly thread_ts?: string
}

/** What takes the answers that Slack is owed. */
export interface PlayedSlack {
  readonly responseUrl: string
  /** Statuses of the next answers, before it takes them with 200 again. */
  readonly refusals: number[]
  /** What was taken, oldest first. */
  readonly taken: readonly SlackMessage[]
  /** Resolves with the nth message, counted from 0. */
  message(index: number): Promise<SlackMessage>
}

/** A Slack on this machine; it ends with the test. */
export async function playSlack(): Promise<PlayedSlack> {
  const taken: SlackMessage[] = []
  const refusals: number[] = []
  const waiting = new Map<number, (message: SlackMessage) => void>()
  const server = createServer(async (request, reply) => {
    const body = await text(request)
    const refusal = refusals.shift()
    reply.statusCode = refusal ?? 200
    reply.end('ok')
    if (refusal !== undefined) return
    // Safe: a test that is sent something else fails by it.
    const message = JSON.parse(body) as SlackMessage
    waiting.get(taken.push(message) - 1)?.(message)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  // Safe: it listens on TCP.
  const { port } = server.address() as AddressInfo
  return {
    responseUrl: `http://127.0.0.1:${port}/commands/T1/1/x`,
    refusals,
    taken,
    message: async (index) => taken[index] ?? new Promise((resolve) => void waiting.set(index, resolve)),
  }
}

export const signingSecret = '8f742231b10e8888abcd99yyyzzz85a5'

export interface CommandOptions {
  readonly responseUrl?: string
  readonly secret?: string
  /** Epoch milliseconds. */
  readonly at?: number
  readonly user?: string
  readonly form?: Readonly<Record<string, string>>
}

let count = 0

/** A command as Slack sends it; each is another. */
export function slackCommand(typed: string, options: CommandOptions = {}) {
  const { secret = signingSecret, at = Date.now(), user = 'U1', form } = options
  count += 1
  const payload = new URLSearchParams({
    team_id: 'T1',
    team_domain: 'acme',
    user_id: user,
    user_name: user.toLowerCase(),
    command: '/stack',
    text: typed,
    response_url: options.responseUrl ?? 'https://hooks.slack.com/commands/T1/1/x',
    trigger_id: String(count),
    ...form,
  }).toString()
  const timestamp = String(Math.floor(at / 1000))
  const signature = createHmac('sha256', secret).update(`v0:${timestamp}:${payload}`).digest('hex')
  return {
    method: 'POST',
    url: '/integrations/slack/command',
    headers: {
      host: 'box:8080',
      'content-type': 'application/x-www-form-urlencoded',
      'x-slack-request-timestamp': timestamp,
      'x-slack-signature': `v0=${signature}`,
    },
    payload,
  } as const satisfies InjectOptions
}
