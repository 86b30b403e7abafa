import { existsSync } from 'node:fs'
import path from 'node:path'
import { AxeBuilder } from '@axe-core/playwright'
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core'
import { expect } from 'vitest'

const flags = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-quic',
  '--no-first-run',
]

const screens = path.resolve(import.meta.dirname, '../../../test-results/screens')

/** Debian's Chromium, or the one that `BERTH_CHROMIUM` or `CHROMIUM` names. */
export async function launchBrowser(): Promise<Browser> {
  const executablePath = process.env.BERTH_CHROMIUM ?? process.env.CHROMIUM ?? '/usr/bin/chromium'
  if (!existsSync(executablePath)) {
    throw new Error(
      `There is no Chromium at ${executablePath}. Install Debian's package chromium, or name another in BERTH_CHROMIUM.`,
    )
  }
  return chromium.launch({ executablePath, args: flags })
}

/** A page that remembers what it must never do. */
export interface WatchedPage {
  readonly context: BrowserContext
  readonly page: Page
  /** Requests to other hosts, violations of the CSP and uncaught errors, each as one line. */
  readonly faults: readonly string[]
}

/** Opens a page at 1280 × 800 that watches itself. */
export async function openPage(browser: Browser, origin: string): Promise<WatchedPage> {
  const faults: string[] = []
  const context = await browser.newContext({
    viewport: { width: 1280, height: 800 },
    reducedMotion: 'reduce',
  })
  const page = await context.newPage()
  page.setDefaultTimeout(60_000)
  page.on('request', (request) => {
    const url = new URL(request.url())
    if (url.protocol.startsWith('http') && url.origin !== origin) faults.push(`request to ${request.url()}`)
  })
  page.on('console', (message) => {
    if (message.text().includes('Content Security Policy')) faults.push(`CSP: ${message.text()}`)
  })
  page.on('pageerror', (error) => faults.push(`uncaught: ${error.message}`))
  return { context, page, faults }
}

/**
 * Goes to an address. A container that starts or stops changes the host's network, for which Chromium
 * drops what it is loading: then it loads again.
 */
export async function goTo(page: Page, url: string): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    let isBroken = false
    const onFailure = (request: { failure(): { errorText: string } | null }) => {
      isBroken ||= request.failure()?.errorText === 'net::ERR_NETWORK_CHANGED'
    }
    page.on('requestfailed', onFailure)
    try {
      await page.goto(url)
      if (!isBroken) return
    } catch (error) {
      if (!String(error).includes('ERR_NETWORK_CHANGED')) throw error
    } finally {
      page.off('requestfailed', onFailure)
    }
    if (attempt === 5) throw new Error(`The network changed five times while ${url} was loading`)
  }
}

/** The serious and critical findings of axe on the page as it stands, each as one line. */
async function seriousFindings(page: Page): Promise<string[]> {
  const { violations } = await audit(page)
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, nodes }) =>
      nodes.map(({ target, failureSummary }) => `${id} ${target}: ${failureSummary}`),
    )
}

/**
 * The page is live, and axe stumbles over an element that goes away while it looks: then it looks again.
 * Its usual mode opens another tab to put the results of frames together, which takes longer than looking;
 * the page has no frames.
 */
async function audit(page: Page) {
  for (let attempt = 1; ; attempt++) {
    try {
      return await new AxeBuilder({ page })
        .setLegacyMode(true)
        .options({ resultTypes: ['violations'] })
        .analyze()
    } catch (error) {
      if (attempt === 5) throw error
    }
  }
}

/** How many pixels the page is wider than its window. */
const sidewaysScroll = (page: Page): Promise<number> =>
  page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)

interface Look {
  readonly theme: 'light' | 'dark'
  readonly width: number
  readonly height: number
}

/** Each theme and each layout once: colours do not depend on the layout, nor the layout on colours. */
const looks: readonly Look[] = [
  { theme: 'light', width: 1280, height: 800 },
  { theme: 'dark', width: 390, height: 844 },
]

/** Both themes at the size of a desk, for what closes when the size changes. */
export const deskLooks: readonly Look[] = [
  { theme: 'light', width: 1280, height: 800 },
  { theme: 'dark', width: 1280, height: 800 },
]

/** Both themes in both layouts, for a page that is laid out anew on a phone. */
export const allLooks: readonly Look[] = [
  ...deskLooks,
  { theme: 'light', width: 390, height: 844 },
  { theme: 'dark', width: 390, height: 844 },
]

/** Keeps a picture of each look in test-results/screens, and fails for what nobody may find on it. */
export async function inspect(page: Page, name: string, seen: readonly Look[] = looks): Promise<void> {
  for (const { theme, width, height } of seen) {
    await page.emulateMedia({ colorScheme: theme, reducedMotion: 'reduce' })
    if (page.viewportSize()?.width !== width) await page.setViewportSize({ width, height })
    await page.screenshot({ path: path.join(screens, `${name}-${theme}-${width}.png`) })
    expect(await sidewaysScroll(page), `${name} scrolls sideways at ${width} px`).toBe(0)
    expect(await seriousFindings(page), `${name} in ${theme} at ${width} px`).toEqual([])
  }
  await page.emulateMedia({ colorScheme: 'light' })
  if (page.viewportSize()?.width !== 1280) await page.setViewportSize({ width: 1280, height: 800 })
}
