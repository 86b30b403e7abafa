import type { Browser, Locator, Page } from 'playwright-core'
import { goTo, inspect, launchBrowser, openPage, type WatchedPage } from './browser.ts'
import { startServer, type TestServer } from './server.ts'

/** A person at a browser, with a Berth of their own. */
export interface Journey {
  readonly server: TestServer
  readonly browser: Browser
  readonly watched: WatchedPage
  readonly page: Page
  button(name: string): Locator
  link(name: string): Locator
  /** Goes to a path of the page. */
  visit(path: string): Promise<void>
  /** Pictures in both themes and both layouts, and on each what nobody may find. */
  inspect(name: string): Promise<void>
  /** Asks the API as the person who is signed in; answers with the JSON, and throws what was refused. */
  api(method: string, path: string, body?: unknown): Promise<unknown>
  end(): Promise<void>
}

/** Starts a server and a browser, and makes the first account. */
export async function beginJourney(starting: Promise<TestServer> = startServer()): Promise<Journey> {
  const server = await starting
  const browser = await launchBrowser()
  const watched = await openPage(browser, server.url)
  const { page } = watched
  await goTo(page, server.setUpLink)
  await page.getByLabel('Password', { exact: true }).fill('correct horse battery')
  await page.getByRole('button', { name: 'Create account', exact: true }).click()
  await page.getByRole('heading', { name: 'Your first project' }).waitFor()

  return {
    server,
    browser,
    watched,
    page,
    button: (name) => page.getByRole('button', { name, exact: true }),
    link: (name) => page.getByRole('link', { name, exact: true }),
    visit: (path) => goTo(page, server.url + path),
    inspect: (name) => inspect(page, name),
    async api(method, path, body) {
      const reply = await page.request.fetch(`${server.url}/api/v1${path}`, {
        method,
        headers: {
          origin: server.url,
          prefer: 'wait=120',
          // Whatever is there: nobody else changes the projects of a journey.
          ...(['PUT', 'DELETE'].includes(method) && { 'if-match': '*' }),
        },
        ...(body !== undefined && { data: body }),
      })
      if (!reply.ok()) throw new Error(`${method} ${path} answered ${reply.status()}: ${await reply.text()}`)
      return reply.status() === 204 ? undefined : reply.json()
    },
    async end() {
      await browser.close()
      await server.stop()
    },
  }
}

/**
 * Follows a link until what it leads to is there. A container that starts or stops changes the host's network, for
 * which Chromium drops the parts of a page that it is loading: a person would click again too.
 */
export async function follow(link: Locator, shown: Locator): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    await link.click()
    try {
      return await shown.waitFor({ timeout: 15_000 })
    } catch (error) {
      if (attempt === 3 || !(await link.isVisible())) throw error
    }
  }
}

/** Replaces the whole text of a code editor. */
export async function typeInto(page: Page, editor: Locator, text: string): Promise<void> {
  await editor.click()
  await page.keyboard.press('ControlOrMeta+a')
  await page.keyboard.insertText(text)
}
