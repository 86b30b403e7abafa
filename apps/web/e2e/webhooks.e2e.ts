import { createHmac } from 'node:crypto'
import { connectTestEngine, ensureBusybox, removeProject, uniqueProject } from '@berth/testkit/engine'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startGitServer } from '../../server/src/testing/git-server.ts'
import { beginJourney, type Journey } from './journey.ts'
import { startGitTestServer } from './server.ts'

const shop = uniqueProject('shop')
const compose = (word: string) =>
  `services:\n  web:\n    image: busybox\n    init: true\n    command: ["sleep", "infinity"]\n    environment: {WORD: ${word}}\n`

let engine: Awaited<ReturnType<typeof connectTestEngine>>
let journey: Journey

beforeAll(async () => {
  engine = await connectTestEngine()
  await ensureBusybox(engine)
  journey = await beginJourney(startGitTestServer())
})

afterAll(async () => {
  await journey?.end()
  await removeProject(engine, shop)
  engine.close()
})

describe('a webhook', () => {
  it('is made with what to enter at the sender, and deploys what is pushed', async () => {
    const { page, button, visit, inspect, server, api } = journey
    const git = await startGitServer()
    await git.commit('shop', { 'compose.yaml': compose('one') })
    await api('POST', '/projects', { name: shop, git: { url: `${git.url}/shop.git`, ref: 'main' } })
    await api('POST', `/projects/${shop}/deployments`)
    await visit(`/projects/${shop}/webhooks`)
    await page.getByText('No webhooks yet').waitFor()
    await inspect('webhooks-none')
    await button('New webhook').click()
    await page.getByLabel('Webhook name').fill('main')
    await page.getByLabel('Only when these files are touched').fill('*.yaml')
    await inspect('webhook-new')
    await button('Create webhook').click()
    const address = (await page.getByLabel('Address', { exact: true }).textContent())?.trim() ?? ''
    const secret = (await page.getByLabel('Secret', { exact: true }).textContent())?.trim() ?? ''
    expect(address.startsWith(`${server.url}/hooks/hk_`)).toBe(true)
    await inspect('webhook-made')

    const commit = await git.commit('shop', { 'compose.yaml': compose('two') })
    const push = { ref: 'refs/heads/main', after: commit, commits: [{ modified: ['compose.yaml'] }] }
    const send = (body: string, delivery: string, key = secret) =>
      fetch(`${address}?wait=60`, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          'x-github-event': 'push',
          'x-github-delivery': delivery,
          'x-hub-signature-256': `sha256=${createHmac('sha256', key).update(body).digest('hex')}`,
        },
        body,
      })
    const reply = await send(JSON.stringify(push), 'd-1')
    expect(await reply.json()).toMatchObject({ state: 'succeeded' })
    const { Config } = await engine.inspectContainer(`${shop}-web-1`)
    expect(Config.Env).toContain('WORD=two')
    const dev = await send(JSON.stringify({ ...push, ref: 'refs/heads/dev' }), 'd-2')
    expect(await dev.json()).toEqual({ ignored: 'branch' })
    expect((await send(JSON.stringify(push), 'd-3', 'another')).status).toBe(401)
  })

  it('tells what came, and what became of it', async () => {
    const { page, button, inspect } = journey
    await button('I have it').click()
    await button('Deliveries of main').click()
    const list = page.getByRole('list', { name: 'Deliveries of main' })
    await list.getByText('Refused').waitFor()
    await list.getByText('Ignored').waitFor()
    await list.getByRole('link', { name: 'Operation' }).waitFor()
    await inspect('webhook-deliveries')
  })

  it('is deleted', async () => {
    const { page, button } = journey
    await button('Delete main…').click()
    await button('Delete main').click()
    await page.getByText('No webhooks yet').waitFor()
  })
})

describe('users', () => {
  it('are made with a password that is shown once', async () => {
    const { page, button, visit, inspect } = journey
    await visit('/settings/users')
    await page.getByText('You are alone here').waitFor()
    await button('New user').click()
    await page.getByLabel('User name').fill('grace')
    await button('Create user').click()
    await page.getByLabel('Password', { exact: true }).waitFor()
    await inspect('user-made')
    await button('I have it').click()
    await button('Delete grace…').click()
    await page.getByLabel('Type grace to confirm').fill('grace')
    await inspect('user-delete')
    await button('Delete grace').click()
    await page.getByText('You are alone here').waitFor()
  })

  it('change their own password', async () => {
    const { page, button, visit, inspect } = journey
    await visit('/settings/account')
    await page.getByLabel('Old password').fill('correct horse battery')
    await page.getByLabel('New password').fill('a longer passphrase')
    await inspect('account')
    await button('Change password').click()
    await page.getByText('Your password is changed').waitFor()
  })
})

it('meets nothing on its way that a page must not do', () => {
  expect(journey.watched.faults).toEqual([])
})
