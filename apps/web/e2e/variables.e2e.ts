import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { beginJourney, type Journey, typeInto } from './journey.ts'

const compose = [
  'services:',
  '  web:',
  '    image: "busybox:$' + '{TAG:-1}"',
  '    environment:',
  '      DB_URL: $' + '{DB_URL:?is needed}',
  '      TITLE: $' + '{TITLE}',
  '',
].join('\n')

let journey: Journey

beforeAll(async () => {
  journey = await beginJourney()
  await journey.api('POST', '/projects', {
    name: 'shop',
    files: [
      { path: 'compose.yaml', content: compose },
      { path: '.env', content: '# ours\nTITLE=Tea\n' },
    ],
  })
})

afterAll(() => journey?.end())

const row = (name: string) =>
  journey.page.getByRole('list', { name: 'Variables' }).getByRole('listitem').filter({ hasText: name })

describe('the variables of a project', () => {
  it('are listed with their source, what uses them, and what is missing', async () => {
    const { page, visit, inspect } = journey
    await visit('/projects/shop/variables')
    await row('DB_URL').getByText('Required, and not set').waitFor()
    await row('TAG').getByText('Default in the files').waitFor()
    await row('TITLE').getByRole('link', { name: '.env:2' }).waitFor()
    await row('TITLE').getByText('Tea', { exact: true }).waitFor()
    await inspect('variables')
    await row('DB_URL').getByRole('link', { name: 'compose.yaml:5' }).click()
    await page.getByRole('textbox', { name: 'Editor for compose.yaml' }).waitFor()
    await page.goBack()
  })

  it('hold a secret that is set and never shown', async () => {
    const { page, button, inspect, api } = journey
    await button('Set DB_URL here').click()
    await page.getByLabel('Value').fill('postgres://u:canary@db/shop')
    await page.getByLabel('Secret').check()
    await inspect('variable-edit')
    await button('Save').click()
    await row('DB_URL').getByText('Secret: set, never shown').waitFor()
    expect(JSON.stringify(await api('GET', '/projects/shop/variables'))).not.toContain('canary')

    await button('Edit DB_URL').click()
    expect(await page.getByLabel('Value').inputValue()).toBe('')
    await page.getByText('A value is set, and is never shown').waitFor()
    await page.getByLabel('Secret').uncheck()
    await button('Save').click()
    await page.getByText('give a value to store it in the open').waitFor()
    await page.keyboard.press('Escape')
  })

  it('say when somebody else was faster, with both values', async () => {
    const { page, button, api, inspect } = journey
    await button('Edit TITLE').click()
    await page.getByLabel('Value').fill('Coffee')
    await api('PUT', '/projects/shop/variables/TITLE', { value: 'Cocoa' })
    await button('Save').click()
    const conflict = page.getByRole('alert')
    await conflict.getByText('Cocoa', { exact: true }).waitFor()
    await conflict.getByText('Coffee', { exact: true }).waitFor()
    await inspect('variable-conflict')
    await button('Save mine over theirs').click()
    await row('TITLE').getByText('Coffee', { exact: true }).waitFor()
  })

  it('can be written as text, which is not left unsaved by mistake', async () => {
    const { page, button, link, inspect } = journey
    await link('Text').click()
    const editor = page.getByRole('textbox', { name: 'Text of the variables' })
    await editor.getByText('# ours').waitFor()
    await typeInto(page, editor, '# ours\nTITLE=Tea\nnonsense line\n')
    await button('Save').click()
    await page.getByRole('alert').getByText('VARIABLES_INVALID').waitFor()
    await inspect('variables-text')
    await typeInto(page, editor, '# ours\nTITLE=Water\n')

    const asked = page.waitForEvent('dialog')
    const going = link('Overview').click()
    const dialog = await asked
    expect(dialog.message()).toContain('Leave without saving .env')
    await dialog.dismiss()
    await going
    await button('Save').click()
    await page.getByText('Not saved', { exact: true }).waitFor({ state: 'detached' })
    await link('Table').click()
    await row('TITLE').getByText('Water', { exact: true }).waitFor()
  })

  it('are deleted after a question', async () => {
    const { button } = journey
    await button('Delete TITLE').click()
    await button('Delete variable').click()
    await row('TITLE').getByText('Not set: the files get an empty text').waitFor()
  })
})

describe('the variables of all projects', () => {
  it('are empty at first, and reach a project that sets none', async () => {
    const { page, button, visit, inspect } = journey
    await visit('/settings/variables')
    await page.getByText('No variables yet').waitFor()
    await inspect('global-variables-empty')
    await button('New variable').first().click()
    await page.getByLabel('Name').fill('TITLE')
    await page.getByLabel('Value').fill('Everywhere')
    await button('Save').click()
    await row('TITLE').getByText('shop', { exact: true }).waitFor()
    await visit('/projects/shop/variables')
    await row('TITLE').getByText('Everywhere', { exact: true }).waitFor()
    await row('TITLE').getByText('All projects', { exact: true }).waitFor()
  })

  it('never asked another host, never broke the CSP and never failed', () => {
    expect(journey.watched.faults).toEqual([])
  })
})
