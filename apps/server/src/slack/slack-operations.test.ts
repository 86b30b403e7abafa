import { cp, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { AuditEntry } from '@berth/contract'
import { EngineError } from '@berth/docker-engine'
import { createFakeEngine } from '@berth/testkit'
import Database from 'better-sqlite3'
import { describe, expect, it, onTestFinished } from 'vitest'
import { holdStart } from '../testing/hold-start.ts'
import { playSlack, signingSecret } from '../testing/play-slack.ts'
import { compose, deploy, get, images, link, say, startShop } from '../testing/slack-shop.ts'
import { startServer, type TestServer } from '../testing/start-server.ts'

const operationIn = (answer: string) => /^queued (op_\w+): /.exec(answer)?.[1] ?? 'none'

const plain = async (server: TestServer, operation: string) =>
  (
    await server.call({
      method: 'GET',
      url: `/api/v1/operations/${operation}?wait=30`,
      headers: { accept: 'text/plain', host: 'box:8080' },
    })
  ).body.trimEnd()

describe('a deployment', () => {
  it('is queued for the user, and its end is told to the conversation in the words of the API', async () => {
    const slack = await playSlack()
    const server = await startShop()
    await link(server)
    const form = { thread_ts: '1700000000.000100' }
    const answer = await say(server, 'deploy shop', { responseUrl: slack.responseUrl, form })
    const operation = operationIn(answer)
    expect(answer).toBe(`queued ${operation}: http://box:8080/projects/shop/operations/${operation}`)
    const message = await slack.message(0)
    const text = await plain(server, operation)
    expect(text).toMatch(/^shop deploy SUCCEEDED in \d+s \(op_\w+, revision 1\)\napi created running\n/)
    expect(message).toEqual({ response_type: 'in_channel', text, mrkdwn: false, ...form })
    expect(await get(server, `/operations/${operation}`)).toMatchObject({
      trigger: 'slack',
      actor: { kind: 'user', name: 'ada', user: 'ada' },
    })
  })

  it('that fails is told with its cause', async () => {
    const slack = await playSlack()
    const server = await startShop({
      program: () => ({ prints: [{ stream: 'stdout', text: 'no database' }], exitCode: 1 }),
    })
    await link(server)
    const { responseUrl } = slack
    const operation = operationIn(await say(server, 'deploy shop', { responseUrl }))
    const { text } = await slack.message(0)
    expect(text).toBe(await plain(server, operation))
    expect(text).toMatch(/^shop deploy FAILED in \d+s .*\ncause: \w+ exited 1/)
  })

  it('is told once Slack takes it', async () => {
    const slack = await playSlack()
    slack.refusals.push(503, 429)
    const server = await startShop()
    await link(server)
    await say(server, 'deploy shop', { responseUrl: slack.responseUrl })
    expect((await slack.message(0)).text).toMatch(/^shop deploy SUCCEEDED/)
    expect(slack.refusals).toEqual([])
  })

  it('that a stop of the server cuts short is told by the next server, as it ends there', async () => {
    const slack = await playSlack()
    const server = await startShop()
    await link(server)
    const held = holdStart(server)
    const { responseUrl } = slack
    const operation = operationIn(await say(server, 'deploy shop', { responseUrl }))
    const waiting = operationIn(await say(server, 'restart shop', { responseUrl }))
    await held.began
    const closed = server.http.close()
    held.goOn()
    await closed
    expect(slack.taken).toEqual([])

    await startServer({ dataDir: server.dataDir, images, config: { allowedHosts: ['box'] } })
    const texts = [(await slack.message(0)).text, (await slack.message(1)).text].sort()
    expect(texts[0]).toMatch(new RegExp(`^shop deploy SUCCEEDED .*resumes ${operation}`))
    expect(texts[1]).toMatch(new RegExp(`^shop restart SUCCEEDED .*${waiting}`))
  })

  /** A deployment that has begun, and the data that a server leaves that is killed then. */
  async function killWhileItRuns(now = Date.now) {
    const slack = await playSlack()
    const server = await startShop({ now })
    await link(server, { at: now() })
    const held = holdStart(server)
    onTestFinished(() => held.goOn())
    const { responseUrl } = slack
    const operation = operationIn(await say(server, 'deploy shop', { responseUrl, at: now() }))
    await held.began
    const dataDir = await mkdtemp(path.join(tmpdir(), 'berth-left-'))
    onTestFinished(() => rm(dataDir, { recursive: true, force: true }))
    await cp(server.dataDir, dataDir, { recursive: true })
    const change = (sql: string) => {
      const db = new Database(path.join(dataDir, 'berth.db'))
      expect(db.prepare(sql).run().changes).toBe(1)
      db.close()
    }
    return { slack, operation, dataDir, change }
  }
  const unnoted = 'UPDATE SlackAnswer SET operation = NULL'

  it('that the death of the server cuts short is told by the next server', async () => {
    const { slack, operation, dataDir } = await killWhileItRuns()
    await startServer({ dataDir, images })
    expect((await slack.message(0)).text).toMatch(new RegExp(`^shop deploy SUCCEEDED .*resumes ${operation}`))
  })

  it('is told too when the server dies right after it was queued', async () => {
    const { slack, operation, dataDir, change } = await killWhileItRuns()
    change(unnoted)
    await startServer({ dataDir, images })
    expect((await slack.message(0)).text).toMatch(new RegExp(`^shop deploy SUCCEEDED .*resumes ${operation}`))
  })

  it('of which nobody knows whether it was queued is not passed over', async () => {
    const { slack, dataDir, change } = await killWhileItRuns()
    change(unnoted)
    change(`DELETE FROM IdempotencyKey WHERE key LIKE 'slack %'`)
    await startServer({ dataDir, images })
    expect(await slack.message(0)).toMatchObject({
      response_type: 'ephemeral',
      text: 'Berth stopped before it could answer. Look whether it was done, or ask again.',
    })
  })

  it('that has not ended when Slack will soon take no answer is told as it stands', async () => {
    const clock = { now: Date.now() }
    const { slack, dataDir } = await killWhileItRuns(() => clock.now)
    clock.now += 29 * 60_000
    const unreachable = async () => {
      throw new EngineError('ENGINE_UNREACHABLE', 'Nobody answers.')
    }
    const engine = { ...createFakeEngine({ images }), version: unreachable }
    await startServer({ dataDir, engine, now: () => clock.now })
    expect((await slack.message(0)).text).toMatch(/^shop deploy QUEUED for 0s \(op_\w+/)
  })

  it('that Slack could not be told of is told by the next server', async () => {
    const slack = await playSlack()
    slack.refusals.push(...Array.from({ length: 50 }, () => 503))
    const server = await startShop()
    await link(server)
    const { responseUrl } = slack
    const operation = operationIn(await say(server, 'deploy shop', { responseUrl }))
    const text = await plain(server, operation)
    await expect.poll(() => slack.refusals.length).toBeLessThan(50)
    await server.http.close()
    slack.refusals.length = 0
    const next = await startServer({ dataDir: server.dataDir, images, config: { allowedHosts: ['box'] } })
    expect((await slack.message(0)).text).toBe(text)
    await next.http.close()
    await startServer({ dataDir: server.dataDir, images })
    expect(slack.taken).toHaveLength(1)
  })

  it('is refused to who may not deploy, as the role is now', async () => {
    const server = await startShop()
    await link(server)
    await server.colleague('admin')
    await server.setRole('ada', 'viewer')
    expect(await say(server, 'deploy shop')).toMatch(
      /^Your role or token does not allow this\. The role viewer does not hold project:deploy\./,
    )
    expect(await say(server, 'status shop')).toMatch(/^shop /)
    expect((await get(server, '/operations')).operations).toEqual([])
  })

  it('is in the audit with who gave the command, and questions are not', async () => {
    const server = await startShop()
    await say(server, 'deploy shop')
    await link(server)
    await say(server, 'status shop')
    await say(server, 'deploy shop')
    await say(server, 'deploy blog')
    const { entries } = await get(server, '/audit?action=receiveSlackCommand')
    const told = entries.map((entry: AuditEntry) => [
      entry.actor?.user,
      entry.outcome,
      entry.code,
      entry.project,
      entry.after,
    ])
    expect(told).toEqual([
      ['ada', 'failed', 'PROJECT_NOT_FOUND', 'blog', { kind: 'deploy', project: 'blog' }],
      ['ada', 'done', undefined, 'shop', { kind: 'deploy', project: 'shop' }],
      ['ada', 'done', undefined, undefined, { kind: 'link' }],
      [undefined, 'denied', 'AUTH_REQUIRED', 'shop', { kind: 'deploy', project: 'shop' }],
    ])
    const { entries: all } = await get(server, '/audit?limit=100')
    expect(JSON.stringify(all)).not.toContain(signingSecret)
    expect(JSON.stringify(all)).toContain('setSlackSecret')
  })

  it('of what is not there is refused at once', async () => {
    const server = await startShop()
    await link(server)
    expect(await say(server, 'deploy blog')).toBe('No such project. There is no project blog.')
  })
})

describe('other operations', () => {
  it('restarts one service', async () => {
    const slack = await playSlack()
    const server = await startShop()
    await link(server)
    await deploy(server)
    await say(server, 'restart shop api', { responseUrl: slack.responseUrl })
    expect((await slack.message(0)).text).toMatch(/^shop restart api SUCCEEDED .*\napi restarted running$/)
  })

  it('rolls back to what ran before', async () => {
    const slack = await playSlack()
    const server = await startShop()
    await link(server)
    const { responseUrl } = slack
    await deploy(server)
    expect(await say(server, 'rollback shop')).toMatch(/^No such revision\. Nothing of shop ran before/)
    const files = [{ path: 'compose.yaml', content: compose('2') }]
    await server.call({ method: 'PUT', url: '/api/v1/projects/shop', payload: { files } })
    await deploy(server)
    await say(server, 'rollback shop', { responseUrl })
    expect((await slack.message(0)).text).toMatch(/^shop deploy SUCCEEDED .*revision 3\)/)
    const { revisions } = await get(server, '/projects/shop/revisions')
    expect(revisions[0]).toMatchObject({ number: 3, rollbackOf: 1 })
    expect((await get(server, '/projects/shop/files/compose.yaml')).content).toBe(compose('1'))
  })

  it('rolls back to nothing that a policy refuses, and leaves the files', async () => {
    const server = await startShop()
    await link(server)
    const put = async (at: string, payload: object) =>
      expect((await server.call({ method: 'PUT', url: `/api/v1${at}`, payload })).statusCode).toBe(200)
    const content = `services: {web: {image: "busybox:1", privileged: true}}\n`
    await put('/projects/shop', { files: [{ path: 'compose.yaml', content }] })
    await deploy(server)
    await put('/projects/shop', { files: [{ path: 'compose.yaml', content: compose('2') }] })
    await deploy(server)
    await put('/policies/developer', { base: 'open', rules: { privileged: 'refuse' } })
    await server.colleague('admin')
    await server.setRole('ada', 'developer')
    expect(await say(server, 'rollback shop')).toMatch(/A policy refuses what shop would be/)
    expect((await get(server, '/projects/shop/files/compose.yaml')).content).toBe(compose('2'))
    expect((await get(server, '/operations')).operations).toHaveLength(2)
  })
})
