import { connectTestEngine, ensureBusybox, removeProject, uniqueProject } from '@berth/testkit/engine'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { beginJourney, type Journey } from './journey.ts'

const project = uniqueProject('runs')
const content = `services:
  web:
    image: busybox
    init: true
    command: ["httpd", "-f", "-p", "80"]
    healthcheck: {test: ["CMD", "true"], interval: 1s}
  tests:
    image: busybox
    profiles: [test]
    depends_on: {web: {condition: service_healthy}}
    command: ["sh", "-c", "echo testing $BUILD_ID; echo '<testsuite/>' > /junit.xml; exit 3"]
`

let engine: Awaited<ReturnType<typeof connectTestEngine>>
let journey: Journey

beforeAll(async () => {
  engine = await connectTestEngine()
  await ensureBusybox(engine)
  journey = await beginJourney()
  await journey.api('POST', '/projects', { name: project, files: [{ path: 'compose.yaml', content }] })
})

afterAll(async () => {
  await journey?.end()
  await removeProject(engine, project)
  engine.close()
})

describe('a run', () => {
  it('is started in a dialogue, followed to its end, and leaves its log and artifacts', async () => {
    const { page, visit, link, button, inspect } = journey
    await visit(`/projects/${project}`)
    await link('Runs').click()
    await page.getByText('No runs yet').waitFor()
    await inspect('runs-empty')
    await button('Start a run').click()
    const dialog = page.getByRole('dialog', { name: `Run a service of ${project}` })
    await dialog.getByLabel('Service').fill('tests')
    await dialog.getByLabel('Build id').fill('4711')
    await dialog.getByLabel('Artifacts').fill('/junit.xml\n/nothing')
    await inspect('runs-start')
    await dialog.getByRole('button', { name: 'Start', exact: true }).click()
    await page.waitForURL(/\/runs\/run_/)
    await page.getByRole('status', { name: 'Run state' }).getByText('Failed').waitFor()
    await page.getByRole('region', { name: 'Lines of the log' }).getByText('testing 4711').waitFor()
    await page.getByText('exit 3').waitFor()
    await page.getByText('Removed, nothing is left').waitFor()
    await page.getByText('There is no /nothing in the container.').waitFor()
    await inspect('run')
    const [download] = await Promise.all([page.waitForEvent('download'), link('junit.xml').click()])
    expect(download.suggestedFilename()).toBe('junit.xml')
    await link(`All runs of ${project}`).click()
    await page.getByRole('list', { name: 'Runs' }).getByText('4711').waitFor()
    await inspect('runs')
  })

  it('never asked another host, never broke the CSP and never failed', () => {
    expect(journey.watched.faults).toEqual([])
  })
})
