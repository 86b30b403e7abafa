import { connectTestEngine, ensureBusybox, removeProject, uniqueProject } from '@berth/testkit/engine'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { beginJourney, follow, type Journey } from './journey.ts'

const project = uniqueProject('ops')
const compose = (command: string) =>
  `services:\n  web:\n    image: busybox\n    init: true\n    command: ["sh", "-c", ${JSON.stringify(command)}]\n`

/** Its second service waits for the first one to become healthy, which it never does. */
const waiting = `${compose('sleep 3600')}  gate:
    image: busybox
    init: true
    command: ["sleep", "3600"]
    healthcheck: {test: ["CMD", "false"], interval: 60s, start_period: 1h}
  last:
    image: busybox
    command: ["true"]
    depends_on:
      gate: {condition: service_healthy}
`

let engine: Awaited<ReturnType<typeof connectTestEngine>>
let journey: Journey

beforeAll(async () => {
  engine = await connectTestEngine()
  await ensureBusybox(engine)
  journey = await beginJourney()
  await journey.api('POST', '/projects', {
    name: project,
    files: [{ path: 'compose.yaml', content: compose('sleep 3600') }],
  })
})

afterAll(async () => {
  await journey?.end()
  await removeProject(engine, project)
  engine.close()
})

const write = (content: string) => journey.api('PUT', `/projects/${project}/files/compose.yaml`, { content })
const operationState = () => journey.page.getByRole('status', { name: 'Operation state' })
const open = async (operation: unknown) =>
  journey.visit(`/projects/${project}/operations/${(operation as { id: string }).id}`)

describe('an operation', () => {
  it('shows who began it, its steps, its result and its plan', async () => {
    const { page, api, inspect } = journey
    await open(await api('POST', `/projects/${project}/deployments`, {}))
    await operationState().getByText('Succeeded').waitFor()
    await page.getByText('by admin').waitFor()
    await page.getByRole('list', { name: 'Timeline' }).getByText('web').first().waitFor()
    await page.getByRole('list', { name: 'Services afterwards' }).getByText('1 of 1 running').waitFor()
    await page.getByText('Plan', { exact: true }).click()
    await page.getByRole('list', { name: 'Changed services' }).getByText('Create').waitFor()
    await inspect('operation-result')
  })

  it('that fails shows the last lines of the container, and what was brought back', async () => {
    const { page, api, button, inspect } = journey
    await write(compose('echo FATAL: no DB_URL; exit 1'))
    // A failed deployment answers 424, which the journey's own client throws.
    await api('POST', `/projects/${project}/deployments`, {}).catch((error: Error) =>
      expect(error.message).toContain('424'),
    )
    const { operations } = (await api('GET', `/operations?project=${project}&state=failed`)) as {
      operations: unknown[]
    }
    await open(operations[0])
    await operationState().getByText('Failed').waitFor()
    await page
      .getByRole('region', { name: 'Last lines of the container' })
      .getByText('FATAL: no DB_URL')
      .first()
      .waitFor()
    await page.getByText('Brought back', { exact: true }).waitFor()
    await inspect('operation-failed')
    const again = page.getByRole('link', { name: 'Plan again' })
    await follow(again, page.getByRole('dialog', { name: `Deploy ${project}` }))
    await page.goBack()

    await write(compose('sleep 3600'))
    const failed = page.url()
    await button('Run again').click()
    await page.waitForURL((url) => url.href !== failed)
    await operationState().getByText('Succeeded').waitFor()
  })

  it('that runs is cancelled, and begins nothing more', async () => {
    const { page, button, visit } = journey
    await write(waiting)
    await visit(`/projects/${project}?plan=up`)
    await page.getByRole('dialog').getByLabel('Message').fill('Waits for ever')
    await page.getByRole('dialog').getByRole('button', { name: 'Deploy', exact: true }).click()
    await page.waitForURL(/\/operations\//)
    await operationState().getByText('Running').waitFor()
    await page.getByRole('list', { name: 'Timeline' }).getByText('Waiting…').first().waitFor()
    await button('Cancel').click()
    await operationState().getByText('Cancelled').waitFor()
    await page.getByRole('list', { name: 'Timeline' }).getByText('Not begun').first().waitFor()
    await visit(`/projects/${project}/revisions`)
    await page.getByRole('list', { name: 'Revisions' }).getByText('Waits for ever').waitFor()
  })

  it('is in the list of all, which shows one state or any', async () => {
    const { page, visit, link, button, inspect } = journey
    await visit(`/projects/${project}`)
    await link('Operations').click()
    const list = page.getByRole('list', { name: 'Operations', exact: true })
    await list.getByText('Cancelled', { exact: true }).waitFor()
    await list.getByText(`${project}: Deploy`).first().waitFor()
    await inspect('operations')
    await page.getByRole('combobox', { name: 'State' }).click()
    await page.getByRole('option', { name: 'Interrupted' }).click()
    await page.getByText('No operation is interrupted').waitFor()
    await inspect('operations-empty')
    await button('Show all').click()
    await visit('/operations?state=cancelled')
    await link(`${project}: Deploy`).first().click()
    await operationState().getByText('Cancelled').waitFor()
  })

  it('that tears down can remove images too', async () => {
    const { page, visit, inspect } = journey
    await visit(`/projects/${project}?plan=down`)
    const sheet = page.getByRole('dialog', { name: `Tear down ${project}` })
    await sheet.getByRole('combobox', { name: 'Images' }).click()
    await page.getByRole('option', { name: 'Remove all images that it names' }).click()
    await page.waitForURL(/images=all/)
    await sheet
      .getByText(/busybox/)
      .first()
      .waitFor()
    await inspect('tear-down-images')
  })

  it('restarts one service, which shows what it uses', async () => {
    const { page, button, visit, inspect } = journey
    await write(compose('sleep 3600'))
    await visit(`/projects/${project}`)
    const row = page
      .getByRole('list', { name: 'Services', exact: true })
      .getByRole('listitem')
      .filter({ hasText: 'web' })
    await row.getByText(/\d [kM]B/).waitFor()
    await inspect('project-usage')
    const { State: before } = await engine.inspectContainer(`${project}-web-1`)
    await button('More actions for web').click()
    await page.getByRole('menuitem', { name: 'Restart' }).click()
    await page.getByRole('heading', { name: `Restart ${project} web` }).waitFor()
    await operationState().getByText('Succeeded').waitFor()
    const { State: after } = await engine.inspectContainer(`${project}-web-1`)
    expect(after.StartedAt).not.toBe(before.StartedAt)
  })

  it('never asked another host, never broke the CSP and never failed', () => {
    expect(journey.watched.faults).toEqual([])
  })
})
