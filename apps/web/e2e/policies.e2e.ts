import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { beginJourney, type Journey } from './journey.ts'

let journey: Journey

beforeAll(async () => {
  journey = await beginJourney()
  const files = [{ path: 'compose.yaml', content: 'services: {web: {image: busybox}}\n' }]
  await journey.api('POST', '/projects', { name: 'shop', files })
})

afterAll(() => journey?.end())

describe('the policies', () => {
  it('are written for a role, with a fault named', async () => {
    const { page, button, visit, inspect } = journey
    await visit('/settings/policies')
    await page.getByText('Nobody has written one for this role yet.').waitFor()
    await page.getByText('No exceptions yet').waitFor()
    await inspect('policies-usual')
    await page.getByLabel('Ports of the host', { exact: true }).click()
    await page.getByRole('option', { name: 'Refuse others' }).click()
    const entries = page.getByLabel('Ports of the host: entries')
    await entries.fill('70000')
    await button('Save policy').click()
    await page.getByRole('alert').getByText('POLICY_INVALID').waitFor()
    await entries.fill('20000-29999')
    await button('Save policy').click()
    await page.getByText('Saved by').waitFor()
  })

  it('say of a file whether it may be deployed', async () => {
    const { page, button, inspect } = journey
    await page.getByLabel('compose.yaml').fill('services:\n  web:\n    image: nginx\n    ports: ["80:80"]\n')
    await button('Check').click()
    await page.getByText('It is refused').waitFor()
    await page.getByText('compose.yaml:4:13').waitFor()
    await inspect('policies')
  })

  it('have exceptions, which end when they are revoked', async () => {
    const { page, button, inspect } = journey
    await button('New exception').click()
    await page.getByLabel('Project', { exact: true }).fill('shop')
    await page.getByLabel('Why').fill('A demo on port 80')
    await inspect('policy-exception')
    await button('Grant exception').click()
    await page.getByText('Folders of the host: shop').waitFor()
    await button('Revoke the exception for shop').click()
    await page.getByText('Revoked', { exact: true }).waitFor()
  })
})

describe('the audit', () => {
  it('has all of that, can be narrowed, and tells what was there before', async () => {
    const { page, visit, button, inspect } = journey
    await visit('/settings/audit')
    await page.getByText('and all are as written').waitFor()
    const list = page.getByRole('list', { name: 'Audit' })
    await list.getByText('revokePolicyException').waitFor()
    const row = list.getByRole('listitem').filter({ hasText: 'replacePolicy' }).filter({ hasText: 'Done' })
    await row.getByRole('button').click()
    await row.getByText('"20000-29999"').waitFor()
    await inspect('audit')
    await page.getByLabel('User').fill('nobody')
    await page.keyboard.press('Enter')
    await page.getByText('No entry is like that').waitFor()
    await button('Show all').click()
    await list.getByText('setUp').waitFor()
  })

  it('never asked another host, never broke the CSP and never failed', () => {
    expect(journey.watched.faults).toEqual([])
  })
})
