import type { Browser, Locator } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { deskLooks, goTo, inspect, launchBrowser, openPage, type WatchedPage } from './browser.ts'
import { startServer, type TestServer } from './server.ts'

let server: TestServer
let browser: Browser
let watched: WatchedPage
let editor: Locator

async function typeInto(text: string): Promise<void> {
  await editor.click()
  await watched.page.keyboard.press('ControlOrMeta+a')
  await watched.page.keyboard.insertText(text)
}

const lines = async () => (await editor.locator('.cm-line').allInnerTexts()).join('\n')

beforeAll(async () => {
  server = await startServer()
  browser = await launchBrowser()
  watched = await openPage(browser, server.url)
  const { page } = watched
  await goTo(page, server.setUpLink)
  await page.getByLabel('Password', { exact: true }).fill('correct horse battery')
  await page.getByRole('button', { name: 'Create account', exact: true }).click()
  await page.getByRole('link', { name: 'Paste a Compose file', exact: true }).click()
  editor = page.getByRole('textbox', { name: 'Compose file' })
})

afterAll(async () => {
  await browser?.close()
  await server?.stop()
})

describe('the editor of compose files', () => {
  it('offers attributes while one is typed, and writes the one that is chosen', async () => {
    const { page } = watched
    await typeInto('services:\n  db:\n    image: redis:8\n  web:\n    image: busybox\n    ')
    await page.keyboard.type('po')
    const list = page.getByRole('listbox')
    const ports = list.getByRole('option', { name: 'ports' })
    await ports.waitFor()
    await inspect(page, 'editor-completion', deskLooks)
    await ports.click()
    await expect.poll(lines).toContain('    ports:\n      - ')
  })

  it('offers the services that can be depended on with Ctrl-Space', async () => {
    const { page } = watched
    await typeInto(
      'services:\n  db:\n    image: redis:8\n  web:\n    image: busybox\n    depends_on:\n      - ',
    )
    await page.keyboard.press('Control+Space')
    await page.getByRole('listbox').getByRole('option', { name: 'db' }).click()
    await expect.poll(lines).toContain('      - db')
  })

  it('explains the attribute under the pointer', async () => {
    const { page } = watched
    await typeInto('services:\n  web:\n    image: busybox\n    stop_grace_period: 5s\n')
    await page.getByText('stop_grace_period', { exact: true }).hover()
    await page.getByText('How long a container may take to stop').waitFor()
    await inspect(page, 'editor-hover', deskLooks)
  })

  it('goes to the definition with F12', async () => {
    const { page } = watched
    await typeInto('services:\n  db:\n    image: redis:8\n  web:\n    image: busybox\n    depends_on: [db]')
    await page.keyboard.press('ArrowLeft')
    await page.keyboard.press('F12')
    await page.keyboard.type('cache')
    await expect.poll(lines).toContain('services:\n  cache:\n')
  })

  it('mends a fault from its tooltip and from the list of problems', async () => {
    const { page } = watched
    const faulty =
      'services:\n  web:\n    image: busybox\n    prots:\n      - "8080:80"\n    networks: [front]\n'
    await typeInto(faulty)
    await page.getByRole('button', { name: 'compose.yaml:4:5', exact: true }).waitFor()
    await page.mouse.move(0, 0)
    await page.getByText('prots', { exact: true }).first().hover()
    const tooltip = page.locator('.cm-tooltip-lint')
    await tooltip.getByRole('button', { name: 'Change to ports' }).waitFor()
    await inspect(page, 'editor-fix', deskLooks)
    await tooltip.getByRole('button', { name: 'Change to ports' }).click()
    await expect.poll(lines).toContain('    ports:\n')

    const problems = page.getByRole('list', { name: 'Problems' })
    await problems.getByRole('button', { name: 'Declare the network front' }).click()
    await page.getByText('No problems').waitFor()
    expect(await lines()).toContain('networks:\n  front:')
  })

  it('never asked another host, never broke the CSP and never failed', () => {
    expect(watched.faults).toEqual([])
  })
})
