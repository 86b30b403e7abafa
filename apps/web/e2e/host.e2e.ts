import {
  connectTestEngine,
  ensureBusybox,
  freePort,
  removeProject,
  uniqueProject,
} from '@berth/testkit/engine'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { allLooks, inspect } from './browser.ts'
import { beginJourney, type Journey } from './journey.ts'

const shop = uniqueProject('shop')

let engine: Awaited<ReturnType<typeof connectTestEngine>>
let journey: Journey
let port: number

beforeAll(async () => {
  engine = await connectTestEngine()
  await ensureBusybox(engine)
  port = await freePort()
  const content = `services:
  web:
    image: busybox
    init: true
    command: ["httpd", "-f", "-p", "80"]
    ports: ["127.0.0.1:${port}:80"]
    volumes: ["data:/data"]
volumes:
  data: {}
`
  journey = await beginJourney()
  await journey.api('POST', '/projects', { name: shop, files: [{ path: 'compose.yaml', content }] })
  await journey.api('POST', `/projects/${shop}/deployments`)
})

afterAll(async () => {
  await journey?.end()
  await removeProject(engine, shop)
  engine.close()
})

describe('the page of the host', () => {
  it('says who uses it up, and who holds a port', async () => {
    const { page, link, visit } = journey
    await visit('/projects')
    await link('Host').first().click()
    await page.getByRole('rowheader', { name: 'admin' }).waitFor()
    const row = page.getByRole('row', { name: 'admin' })
    await row.getByRole('link', { name: `Open port ${port}` }).waitFor()
    const ports = page.getByRole('list', { name: 'Ports', exact: true })
    await ports
      .getByRole('listitem')
      .filter({ hasText: `127.0.0.1:${port}/tcp` })
      .filter({ hasText: shop })
      .waitFor()
    await page
      .getByRole('list', { name: 'Disk by project' })
      .getByRole('link', { name: shop, exact: true })
      .waitFor()
    await inspect(page, 'host', allLooks)
  })

  it('sorts owners by what somebody looks for', async () => {
    const { page, button } = journey
    await button('Processor').click()
    await page.waitForURL(/sort=-cpuPercent/)
    await page.locator('th[aria-sort="descending"]', { hasText: 'Processor' }).waitFor()
    await button('Processor').click()
    await page.locator('th[aria-sort="ascending"]', { hasText: 'Processor' }).waitFor()
  })

  it('meets nothing on its way that a page must not do', () => {
    expect(journey.watched.faults).toEqual([])
  })
})
