import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import {
  connectTestEngine,
  ensureBusybox,
  removeProject,
  testEngineHost,
  uniqueProject,
} from '@berth/testkit/engine'
import { expect, it, onTestFinished } from 'vitest'
import { type LocalGitApp, startLocalGitApp } from '../testing/local-git-app.ts'
import { playSlack, signingSecret, slackCommand } from '../testing/play-slack.ts'

const compose = (word: string) => `services:
  web:
    image: busybox
    stop_signal: SIGKILL
    command: ["sh", "-c", "echo ready for ${word}; sleep 3600"]
    healthcheck: { test: ["CMD", "true"], interval: 1s }
`

/** Sets it up as a person does; asks as that person from then on. */
async function signUp({ url, issueSetupToken }: LocalGitApp) {
  const headers: Record<string, string> = { origin: url, 'if-match': '*' }
  const ask = async (method: string, at: string, body?: object) => {
    const reply = await fetch(`${url}/api/v1${at}`, {
      method,
      headers: { ...headers, ...(body && { 'content-type': 'application/json' }) },
      ...(body && { body: JSON.stringify(body) }),
    })
    expect(reply.ok).toBe(true)
    headers.cookie ??= reply.headers.getSetCookie()[0]?.split(';')[0] ?? ''
    return reply
  }
  await ask('POST', '/setup', {
    token: await issueSetupToken(),
    name: 'ada',
    password: 'correct horse battery',
  })
  return ask
}

it('a project is deployed, looked at and deployed again by commands of Slack, over a restart of the server', async () => {
  const shop = uniqueProject('slack')
  const engine = await connectTestEngine()
  await ensureBusybox(engine)
  const dataDir = await mkdtemp(path.join(tmpdir(), 'berth-slack-'))
  onTestFinished(async () => {
    await removeProject(engine, shop)
    engine.close()
    await rm(dataDir, { recursive: true, force: true })
  })
  const dockerHost = testEngineHost()
  const environment = {
    ...(dockerHost !== undefined && { DOCKER_HOST: dockerHost }),
    BERTH_PORT: '0',
    BERTH_DATA_DIR: dataDir,
    BERTH_LOG_LEVEL: 'warn',
  }
  const slack = await playSlack()
  const say = async ({ url }: LocalGitApp, typed: string): Promise<string> => {
    const command = slackCommand(typed, { responseUrl: slack.responseUrl })
    const { host: _host, ...headers } = command.headers
    const reply = await fetch(url + command.url, { method: 'POST', headers, body: command.payload })
    return ((await reply.json()) as { text: string }).text
  }
  const put = { files: [{ path: 'compose.yaml', content: compose('customers') }] }

  const first = await startLocalGitApp(environment)
  let stopFirst: Promise<void> | undefined
  onTestFinished(() => stopFirst ?? first.stop())
  const ask = await signUp(first)
  await ask('PUT', `/projects/${shop}`, put)
  await ask('PUT', '/integrations/slack', { signingSecret })
  const { code } = (await (await ask('POST', '/session/slack/codes')).json()) as { code: string }
  expect(await say(first, `link ${code}`)).toBe('linked to ada of Berth')

  expect(await say(first, `deploy ${shop}`)).toMatch(/^queued op_/)
  expect((await slack.message(0)).text).toMatch(
    new RegExp(`^${shop} deploy SUCCEEDED in \\d+s \\(op_\\w+, revision 1\\)\nweb created healthy$`),
  )
  expect(await say(first, `status ${shop}`)).toMatch(
    new RegExp(`^${shop} healthy, 1 service, revision 1 by ada \\d+s ago$`),
  )
  expect(await say(first, `logs ${shop} web 5`)).toBe('web-1  | ready for customers')

  const changed = { files: [{ path: 'compose.yaml', content: compose('everybody') }] }
  await ask('PUT', `/projects/${shop}`, changed)
  expect(await say(first, `deploy ${shop}`)).toMatch(/^queued op_/)
  stopFirst = first.stop()
  await stopFirst
  const second = await startLocalGitApp(environment)
  onTestFinished(() => second.stop())
  expect((await slack.message(1)).text).toMatch(new RegExp(`^${shop} deploy SUCCEEDED .*\nweb \\w+ healthy$`))
  expect(await say(second, `logs ${shop} web 1`)).toBe('web-1  | ready for everybody')
})
