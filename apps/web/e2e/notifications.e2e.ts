import { connectTestEngine, ensureBusybox, removeProject, uniqueProject } from '@berth/testkit/engine'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { allLooks, deskLooks, inspect } from './browser.ts'
import { beginJourney, type Journey } from './journey.ts'
import { startGitTestServer } from './server.ts'

const shop = uniqueProject('shop')
const copy = `${shop}-x`
const minute = 60_000

let engine: Awaited<ReturnType<typeof connectTestEngine>>
let journey: Journey
let passed = 0

beforeAll(async () => {
  engine = await connectTestEngine()
  await ensureBusybox(engine)
  const starting = startGitTestServer({ now: () => Date.now() + passed, idleLookMs: 100, endLookMs: 100 })
  journey = await beginJourney(starting)
  const content =
    'services: {web: {image: busybox, init: true, command: [sleep, "3600"], volumes: [data:/data]}}\nvolumes: {data: {}}'
  await journey.api('POST', '/projects', { name: shop, files: [{ path: 'compose.yaml', content }] })
  await journey.api('POST', `/projects/${shop}/copies`, { name: copy, idleHours: 1 })
  await journey.api('POST', `/projects/${copy}/deployments`)
})

afterAll(async () => {
  await journey?.end()
  for (const project of [shop, copy]) await removeProject(engine, project)
  engine.close()
})

const bell = (name: string) => journey.page.getByRole('button', { name, exact: true })

describe('the bell', () => {
  it('has nothing to tell at first', async () => {
    const { page, visit } = journey
    await visit('/projects')
    await bell('Notifications').click()
    await page.getByText('Nothing to tell').waitFor()
    await page.keyboard.press('Escape')
  })

  it('tells the owner of a copy at once that it was stopped, and offers to resume and to keep it', async () => {
    const { page } = journey
    const rung = bell('Notifications, 1 unread').waitFor()
    const passing = setInterval(() => {
      passed += 10 * minute
    }, 500)
    await rung.finally(() => clearInterval(passing))
    await bell('Notifications, 1 unread').click()
    await page.getByText(`${copy} was stopped: nobody used it for an hour.`).waitFor()
    await page.getByRole('button', { name: `Resume ${copy}` }).waitFor()
    await inspect(page, 'notifications', deskLooks)
  })

  it('resumes the copy', async () => {
    const { page, button } = journey
    await button(`Resume ${copy}`).click()
    // Behind the panel, where nobody is told of it.
    await page.locator('button[aria-label="Notifications"]').waitFor()
    await expect
      .poll(
        async () =>
          (await engine.listContainers({ labels: [`com.docker.compose.project=${copy}`] }))[0]?.state,
      )
      .toBe('running')
    await page.getByRole('button', { name: `Resume ${copy}` }).waitFor({ state: 'detached' })
  })

  it('keeps it: then it is neither stopped nor deleted', async () => {
    const { page, button, api, visit } = journey
    const keptUntil = new Date(Date.now() + passed + 120 * minute).toISOString()
    await api('PATCH', `/projects/${copy}`, { keptUntil })
    await page.getByText(`${copy} is deleted with its volumes on`).waitFor()
    await button(`Keep ${copy}`).first().click()
    await page
      .getByRole('button', { name: `Keep ${copy}` })
      .first()
      .waitFor({ state: 'detached' })
    await inspect(page, 'notifications-kept', allLooks)
    await page.keyboard.press('Escape')
    await visit(`/projects/${copy}`)
    await page.getByText('made by admin').waitFor()
    expect(await page.getByRole('button', { name: 'Keep it' }).count()).toBe(0)
  })

  it('meets nothing on its way that a page must not do', () => {
    expect(journey.watched.faults).toEqual([])
  })
})
