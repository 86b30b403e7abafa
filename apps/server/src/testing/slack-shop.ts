import { expect } from 'vitest'
import { type CommandOptions, signingSecret, slackCommand } from './play-slack.ts'
import { origin, startServer, type TestServer, type TestServerOptions } from './start-server.ts'

export const compose = (tag = '1') => `services:
  api: {image: "busybox:${tag}"}
  web: {image: "busybox:${tag}", ports: ["8080:80"]}
`
export const images = ['1', '2'].map((tag) => ({ reference: `busybox:${tag}` }))
export const settings = '/api/v1/integrations/slack'
export const own = '/api/v1/session/slack'

/** With a project, and with Slack as it is after its set-up. */
export async function startShop(options: TestServerOptions = {}): Promise<TestServer> {
  const server = await startServer({ images, config: { allowedHosts: ['box'] }, ...options })
  const payload = { name: 'shop', files: [{ path: 'compose.yaml', content: compose() }] }
  expect((await server.call({ method: 'POST', url: '/api/v1/projects', payload })).statusCode).toBe(201)
  expect((await setSecret(server)).statusCode).toBe(200)
  return server
}

export const setSecret = (server: TestServer, secret = signingSecret) =>
  server.call({ method: 'PUT', url: settings, payload: { signingSecret: secret } })

export const give = ({ http }: TestServer, text: string, options: CommandOptions = {}) =>
  http.inject(slackCommand(text, options))

/** What is answered at once. */
export async function say(server: TestServer, text: string, options: CommandOptions = {}): Promise<string> {
  const reply = await give(server, text, options)
  expect(reply.statusCode).toBe(200)
  const { response_type, text: answer } = reply.json()
  expect(response_type).toBe('ephemeral')
  return answer
}

export async function codeOf({ http, setUp }: TestServer): Promise<string> {
  const headers = { cookie: await setUp(), origin }
  const reply = await http.inject({ method: 'POST', url: `${own}/codes`, headers })
  expect(reply.statusCode).toBe(201)
  return reply.json().code
}

/** Links an account of Slack to the admin. */
export async function link(server: TestServer, options: CommandOptions = {}) {
  expect(await say(server, `link ${await codeOf(server)}`, options)).toBe('linked to ada of Berth')
}

export const get = async (server: TestServer, at: string) =>
  (await server.call({ method: 'GET', url: `/api/v1${at}` })).json()

/** Deploys it, not from Slack. */
export async function deploy(server: TestServer) {
  const headers = { prefer: 'wait=30' }
  const url = '/api/v1/projects/shop/deployments'
  expect((await server.call({ method: 'POST', url, headers })).statusCode).toBe(200)
}
