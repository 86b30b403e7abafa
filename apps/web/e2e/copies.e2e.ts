import {
  connectTestEngine,
  ensureBusybox,
  freePort,
  removeProject,
  uniqueProject,
} from '@berth/testkit/engine'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { beginJourney, type Journey } from './journey.ts'

const shop = uniqueProject('shop')
const copy = `${shop}-admin`

let engine: Awaited<ReturnType<typeof connectTestEngine>>
let journey: Journey

beforeAll(async () => {
  engine = await connectTestEngine()
  await ensureBusybox(engine)
  const port = await freePort()
  const content = `services:
  web:
    image: busybox
    init: true
    container_name: ${shop}-web
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
  for (const project of [shop, copy]) await removeProject(engine, project)
  engine.close()
})

const openMenu = async (name: string) => {
  await journey.button('More actions').click()
  await journey.page.getByRole('menuitem', { name }).click()
}

describe('a copy of a project', () => {
  it('is shown before it is made: what differs, and what is shared', async () => {
    const { page, button, visit, inspect } = journey
    await visit(`/projects/${shop}`)
    await openMenu('Make a copy')
    await page.getByRole('dialog').getByLabel('Project name').waitFor()
    expect(await page.getByRole('dialog').getByLabel('Project name').inputValue()).toBe(copy)
    await button('Look what differs').click()
    await page.getByText(`web container_name ${shop}-web dropped`).waitFor()
    await page.getByText(`volume ${copy}_data is new and empty`).waitFor()
    await inspect('copy-preview')
  })

  it('is deployed beside its parent, which lists it', async () => {
    const { page, button, link, visit, inspect } = journey
    const before = await engine.inspectContainer(`${shop}-web`)
    await button('Make the copy').click()
    const plan = page.getByRole('dialog', { name: `Deploy ${copy}` })
    await plan.getByRole('button', { name: 'Deploy', exact: true }).click()
    await page.getByText('Succeeded').first().waitFor()
    await visit(`/projects/${copy}`)
    await page.getByText('made by admin').waitFor()
    await page
      .getByRole('link', { name: /^Open port 2\d{4}$/ })
      .first()
      .waitFor()
    await inspect('copy')
    await link(shop).last().click()
    const list = page.getByRole('list', { name: 'Copies' })
    await list.getByRole('link', { name: copy, exact: true }).waitFor()
    await inspect('copies-of-a-project')
    const after = await engine.inspectContainer(`${shop}-web`)
    expect([after.Id, after.State.StartedAt]).toEqual([before.Id, before.State.StartedAt])
  })

  it('is deleted with all that is its own', async () => {
    const { page, button, visit } = journey
    await visit(`/projects/${copy}`)
    await openMenu('Delete copy')
    await page.getByRole('dialog').getByRole('textbox').fill(copy)
    await button('Delete copy').click()
    await page.getByRole('heading', { name: shop, level: 1 }).waitFor()
    expect(await engine.listVolumes({ labels: [`com.docker.compose.project=${copy}`] })).toEqual([])
    expect((await engine.inspectContainer(`${shop}-web`)).State.Status).toBe('running')
  })

  it('meets nothing on its way that a page must not do', () => {
    expect(journey.watched.faults).toEqual([])
  })
})
