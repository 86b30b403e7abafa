import { describe, expect, it } from 'vitest'
import { type CommandOptions, playSlack, signingSecret, slackCommand } from '../testing/play-slack.ts'
import {
  codeOf,
  deploy,
  get,
  give,
  link,
  own,
  say,
  setSecret,
  settings,
  startShop,
} from '../testing/slack-shop.ts'
import { origin, startServer, type TestServer } from '../testing/start-server.ts'

const operationsOf = async (server: TestServer) => (await get(server, '/operations')).operations

describe('what is not from Slack', () => {
  it.each<[string, CommandOptions]>([
    ['is signed with another secret', { secret: 'another-secret-123' }],
    ['is older than five minutes', { at: Date.now() - 301_000 }],
    ['wants its answer elsewhere', { responseUrl: 'http://169.254.169.254/latest' }],
  ])('is refused, and queues nothing, when it %s', async (_how, options) => {
    const server = await startShop()
    await link(server)
    const reply = await give(server, 'deploy shop', options)
    expect(reply.statusCode).toBe(401)
    expect(reply.json()).toMatchObject({ code: 'SLACK_REFUSED' })
    expect(await operationsOf(server)).toEqual([])
  })

  it('is refused when it came before, by another server too', async () => {
    const server = await startShop()
    await link(server)
    const command = slackCommand('status shop')
    expect((await server.http.inject(command)).statusCode).toBe(200)
    expect((await server.http.inject(command)).json()).toMatchObject({ code: 'SLACK_REFUSED' })
    await server.http.close()
    const next = await startServer({ dataDir: server.dataDir, config: { allowedHosts: ['box'] } })
    expect((await next.http.inject(command)).statusCode).toBe(401)
  })

  it('is refused without a signing secret', async () => {
    const server = await startShop()
    expect((await server.call({ method: 'DELETE', url: settings })).statusCode).toBe(204)
    expect((await give(server, 'help')).statusCode).toBe(401)
    expect(await get(server, '/integrations/slack')).toEqual({
      path: '/integrations/slack/command',
      isSet: false,
    })
  })

  it('may not have its answer sent to this machine, unless a test says so', async () => {
    const server = await startShop({ allowLoopback: false })
    const reply = await give(server, 'help', { responseUrl: 'http://127.0.0.1:1/x' })
    expect(reply.statusCode).toBe(401)
  })
})

describe('the signing secret', () => {
  it('is sealed, told to nobody, and replaced at once', async () => {
    const server = await startShop()
    const told = await get(server, '/integrations/slack')
    expect(told).toMatchObject({ isSet: true, setBy: 'ada', setAt: expect.any(String) })
    expect(JSON.stringify(told)).not.toContain(signingSecret)
    expect(server.logged()).not.toContain(signingSecret)
    await setSecret(server, 'ffffffffffffffffffffffff')
    expect((await give(server, 'help')).statusCode).toBe(401)
    expect((await give(server, 'help', { secret: 'ffffffffffffffffffffffff' })).statusCode).toBe(200)
  })

  it('is set by admins only, and is no short word', async () => {
    const server = await startShop()
    const request = { method: 'PUT', url: settings, payload: { signingSecret } } as const
    expect((await server.call(request, 'developer')).json()).toMatchObject({ code: 'ACCESS_DENIED' })
    expect((await setSecret(server, 'short')).json()).toMatchObject({ code: 'REQUEST_INVALID' })
  })
})

describe('an account of Slack', () => {
  it('that is not linked is asked to be linked, and begins nothing', async () => {
    const server = await startShop()
    for (const command of ['deploy shop', 'status shop', 'list', 'logs shop']) {
      expect(await say(server, command)).toBe(
        'link your account: make a code at http://box:8080/settings/account, then give /stack link CODE',
      )
    }
    expect(await operationsOf(server)).toEqual([])
  })

  it('is linked by a code that works once, however it is typed', async () => {
    const server = await startShop()
    const code = await codeOf(server)
    expect(await say(server, `link ${code.toLowerCase().replaceAll('-', '')}`)).toBe('linked to ada of Berth')
    expect(await say(server, `link ${code}`, { user: 'U2' })).toMatch(/^The code is not valid/)
    expect((await get(server, '/integrations/slack/links')).links).toMatchObject([
      { user: 'ada', slackName: 'u1', slackUser: 'U1', workspace: 'acme' },
    ])
  })

  it('is not linked by a code that is ten minutes old, or that another replaced', async () => {
    const clock = { now: Date.now() }
    const server = await startShop({ now: () => clock.now })
    const [first, second] = [await codeOf(server), await codeOf(server)]
    expect(await say(server, `link ${first}`)).toMatch(/^The code is not valid/)
    clock.now += 10 * 60_000
    expect(await say(server, `link ${second}`, { at: clock.now })).toMatch(/^The code is not valid/)
  })

  it('is linked by nobody who has a token only, and not before Slack is set up', async () => {
    const server = await startShop()
    const request = { method: 'POST', url: `${own}/codes` } as const
    expect((await server.call(request)).json()).toMatchObject({ code: 'SESSION_REQUIRED' })
    await server.call({ method: 'DELETE', url: settings })
    const headers = { cookie: await server.setUp(), origin }
    expect((await server.http.inject({ ...request, headers })).json()).toMatchObject({
      code: 'SLACK_NOT_SET',
    })
  })

  it('is unlinked by its user and by admins, and by nobody else', async () => {
    const server = await startShop()
    const unlink = async (base: string, id: string, headers = {}) =>
      (await server.call({ method: 'DELETE', url: `${base}/links/${id}`, headers })).statusCode
    await link(server)
    await link(server, { user: 'U2' })
    const [first, second] = (await get(server, '/session/slack')).links
    expect(await unlink(own, first.id, { authorization: await server.colleague('developer') })).toBe(404)
    expect(await unlink(own, first.id)).toBe(204)
    expect(await unlink(settings, second.id)).toBe(204)
    expect(await unlink(settings, second.id)).toBe(404)
    expect(await say(server, 'status shop')).toMatch(/^link your account/)
  })

  it('is listed in pages', async () => {
    const server = await startShop()
    for (const user of ['U1', 'U2', 'U3']) await link(server, { user })
    const first = await get(server, '/integrations/slack/links?limit=2')
    const rest = await get(server, `/integrations/slack/links?limit=2&cursor=${first.nextCursor}`)
    expect([...first.links, ...rest.links].map(({ slackUser }) => slackUser)).toEqual(['U1', 'U2', 'U3'])
    expect(rest.nextCursor).toBeUndefined()
  })
})

describe('a question', () => {
  it('about a project is answered in a line', async () => {
    const server = await startShop()
    await link(server)
    await deploy(server)
    expect(await say(server, 'status shop')).toMatch(
      /^shop running, 2 services, revision 1 by \w+ \d+s ago, http:\/\/box:8080$/,
    )
    expect(await say(server, 'list')).toMatch(/^shop running, 2 services, revision 1 by .*, ports 8080$/)
    expect(await say(server, 'status blog')).toBe('No such project. There is no project blog.')
  })

  it('about logs gets the last lines that were asked for, without secrets', async () => {
    const server = await startShop()
    await link(server)
    const url = '/api/v1/projects/shop/variables/TOKEN'
    await server.call({ method: 'PUT', url, payload: { value: 'hunter2hunter2', isSecret: true } })
    await deploy(server)
    for (let line = 1; line <= 60; line += 1) {
      server.engine.print('shop-api-1', { stream: 'stdout', text: `line ${line} hunter2hunter2 <b>` })
    }
    const lines = (await say(server, 'logs shop api 5000')).split('\n')
    expect(lines).toHaveLength(50)
    expect(lines.at(-1)).toBe('api-1  | line 60 *** &lt;b&gt;')
    expect(await say(server, 'logs shop api 2')).toBe(
      'api-1  | line 59 *** &lt;b&gt;\napi-1  | line 60 *** &lt;b&gt;',
    )
    expect(await say(server, 'logs shop web')).toBe('shop web has printed nothing')
    expect(await say(server, 'logs shop db')).toBe('shop db has no containers')
  })

  it('about long logs gets what Slack shows, and where the rest is', async () => {
    const server = await startShop()
    await link(server)
    await deploy(server)
    for (let line = 1; line <= 50; line += 1) {
      server.engine.print('shop-api-1', { stream: 'stdout', text: `${line} ${'x'.repeat(200)}` })
    }
    const text = await say(server, 'logs shop api 50')
    expect(text.length).toBeLessThanOrEqual(4000)
    expect(text).toMatch(/^… all of it: http:\/\/box:8080\/projects\/shop\/logs\napi-1 {2}\| \d+ x+\n/)
    expect(text).toMatch(/\| 50 x+$/)
  })

  it('that nobody understands is answered with what there is', async () => {
    const server = await startShop()
    expect(await say(server, 'dance <!channel>')).toMatch(
      /^I do not understand “dance &lt;!channel&gt;”\.\n\/stack status PROJECT: /,
    )
    expect(await say(server, 'help', { form: { command: '/berth' } })).toMatch(/^\/berth status PROJECT: /)
  })

  it('that takes longer than Slack waits is answered later', async () => {
    const slack = await playSlack()
    const server = await startShop()
    await link(server)
    const released = Promise.withResolvers<void>()
    const { listContainers } = server.appEngine
    Object.assign(server.appEngine, {
      listContainers: async (...args: Parameters<typeof listContainers>) => {
        await released.promise
        return listContainers(...args)
      },
    })
    const { responseUrl } = slack
    expect(await say(server, 'logs shop', { responseUrl })).toBe(
      'This takes a moment: the answer follows here.',
    )
    released.resolve()
    expect(await slack.message(0)).toMatchObject({
      response_type: 'ephemeral',
      text: 'shop has no containers',
    })
  })
})
