import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { signingSecret, slackCommand } from '../../server/src/testing/play-slack.ts'
import { allLooks, inspect } from './browser.ts'
import { beginJourney, type Journey } from './journey.ts'

let journey: Journey

beforeAll(async () => {
  journey = await beginJourney()
})

afterAll(async () => {
  await journey?.end()
})

/** Gives a command as Slack sends it; the answer. */
async function give(typed: string): Promise<string> {
  const { headers, payload, method, url } = slackCommand(typed)
  const { host: _host, ...sent } = headers
  const reply = await fetch(journey.server.url + url, { method, headers: sent, body: payload })
  const { text } = (await reply.json()) as { text: string }
  return text
}

describe('Slack', () => {
  it('is set up by what is entered here and there', async () => {
    const { page, button, link, visit, server } = journey
    await visit('/settings/tokens')
    await link('Slack').click()
    await page.getByText('No linked accounts yet').waitFor()
    await inspect(page, 'slack-unset', allLooks)
    const address = await page.getByRole('region', { name: 'Request URL' }).textContent()
    expect(address?.trim()).toBe(`${server.url}/integrations/slack/command`)
    await page.getByLabel('Signing secret').fill(signingSecret)
    await button('Save the secret').click()
    await page.getByText('The signing secret is set').waitFor()
    expect(await give('help')).toContain('/stack status PROJECT')
  })

  it('takes commands of who has linked an account', async () => {
    const { page, button, visit } = journey
    await visit('/settings/account')
    await page.getByText('You have linked no account yet.').waitFor()
    await button('Make a link code').click()
    const command = (await page.getByLabel('Link command', { exact: true }).textContent())?.trim() ?? ''
    await inspect(page, 'slack-code', allLooks)
    expect(await give('list')).toMatch(/^link your account/)
    expect(await give(command.replace('/stack ', ''))).toMatch(/^linked to \w+ of Berth$/)
    expect(await give('list')).toBe('There are no projects.')
    await button('I have given it').click()
    await button('Unlink u1…').waitFor()
    await inspect(page, 'slack-own', allLooks)
  })

  it('shows admins who is linked, and unlinks', async () => {
    const { page, button, visit } = journey
    await visit('/settings/slack')
    await page.getByRole('list', { name: 'Linked accounts' }).getByText('acts as').waitFor()
    await button('Replace…').click()
    await inspect(page, 'slack-set', allLooks)
    await button('Unlink u1…').click()
    await button('Unlink u1').click()
    await page.getByText('No linked accounts yet').waitFor()
    expect(await give('list')).toMatch(/^link your account/)
  })
})

it('meets nothing on its way that a page must not do', () => {
  expect(journey.watched.faults).toEqual([])
})
