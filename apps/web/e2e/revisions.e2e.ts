import { connectTestEngine, ensureBusybox, removeProject, uniqueProject } from '@berth/testkit/engine'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { beginJourney, type Journey } from './journey.ts'

const compose = (title: string) =>
  `services:\n  web:\n    image: busybox\n    init: true\n    command: ["sleep", "infinity"]\n    environment: {TITLE: "${title}"}\n  db:\n    image: busybox\n    init: true\n    command: ["sleep", "infinity"]\n`
const project = uniqueProject('rev')

let engine: Awaited<ReturnType<typeof connectTestEngine>>
let journey: Journey

beforeAll(async () => {
  engine = await connectTestEngine()
  await ensureBusybox(engine)
  journey = await beginJourney()
  await journey.api('POST', '/projects', {
    name: project,
    files: [{ path: 'compose.yaml', content: compose('one') }],
  })
})

afterAll(async () => {
  await journey?.end()
  await removeProject(engine, project)
  engine.close()
})

const write = (title: string) =>
  journey.api('PUT', `/projects/${project}/files/compose.yaml`, { content: compose(title) })
const row = (number: number) =>
  journey.page
    .getByRole('list', { name: 'Revisions' })
    .getByRole('listitem')
    .filter({ hasText: `#${number}` })
const drift = () => journey.page.getByRole('status', { name: 'Drift' })

describe('the revisions of a project', () => {
  it('are none before the first deployment', async () => {
    const { page, visit, inspect } = journey
    await visit(`/projects/${project}/revisions`)
    await page.getByText('No revisions yet').waitFor()
    await inspect('revisions-empty')
  })

  it('are listed with author, message and which of them runs', async () => {
    const { visit, inspect, api } = journey
    await api('POST', `/projects/${project}/deployments`, { message: 'First light' })
    await write('two')
    await api('POST', `/projects/${project}/deployments`, { message: 'A second title' })
    await visit(`/projects/${project}/revisions`)
    await row(2).getByText('A second title').waitFor()
    await row(2).getByText('Runs now').waitFor()
    await row(1).getByText('admin').waitFor()
    expect(await row(1).getByText('Runs now').count()).toBe(0)
    await inspect('revisions')
  })

  it('are pinned and unpinned', async () => {
    const { button } = journey
    await button('Pin revision 1').click()
    await button('Unpin revision 1').click()
    await button('Pin revision 1').waitFor()
  })

  it('are compared with each other, and with the files', async () => {
    const { page, link, inspect } = journey
    await link('Compare revision 1').click()
    const changes = page.getByRole('region', { name: 'Changes of compose.yaml' })
    await changes.getByText('TITLE: "one"').waitFor()
    await changes.getByText('TITLE: "two"').waitFor()
    await inspect('revision-diff')
    await page.getByRole('combobox', { name: 'To' }).click()
    await page.getByRole('option', { name: 'Revision 1' }).click()
    await page.getByText('No difference').waitFor()
    await link('Close').click()
  })
})

describe('drift', () => {
  it('is shown when the files are others than what was deployed, with the difference', async () => {
    const { page, link, button, inspect, visit } = journey
    await visit(`/projects/${project}`)
    await page.getByRole('heading', { name: project, level: 1 }).waitFor()
    await write('three')
    await drift().getByText('The files differ from revision 2').waitFor()
    await button('Show the three sides').click()
    await drift().getByRole('row', { name: 'web differs as deployed the same' }).waitFor()
    await inspect('drift')
    await link('See the difference').click()
    await page.getByRole('region', { name: 'Changes of compose.yaml' }).getByText('TITLE: "three"').waitFor()
  })

  it('is shown when somebody removed a container by hand', async () => {
    const { visit } = journey
    await engine.removeContainer(`${project}-db-1`, { force: true })
    await visit(`/projects/${project}`)
    await drift().getByText('The files and the containers differ from revision 2').waitFor()
  })
})

describe('a rollback', () => {
  it('shows its plan before anything happens, and then goes back', async () => {
    const { page, button, link, visit, inspect, api } = journey
    await visit(`/projects/${project}/revisions`)
    await link('Roll back to revision 1').click()
    const sheet = page.getByRole('dialog', { name: `Roll ${project} back to revision 1` })
    const changes = sheet.getByRole('list', { name: 'Changed services' })
    await changes.getByText('web', { exact: true }).waitFor()
    await changes.getByText('TITLE').waitFor()
    await inspect('rollback')
    expect(JSON.stringify(await api('GET', `/projects/${project}/files/compose.yaml`))).toContain('three')

    await button('Roll back').click()
    await page.waitForURL(/\/operations\//)
    await page
      .getByRole('status', { name: 'Operation state' })
      .getByText('Succeeded')
      .waitFor({ timeout: 180_000 })
    expect(JSON.stringify(await api('GET', `/projects/${project}/files/compose.yaml`))).toContain('one')
    await visit(`/projects/${project}/revisions`)
    await row(4).getByText('brought #1 back').waitFor()
    await row(3).getByText('What was there before a rollback').waitFor()
    await drift().waitFor({ state: 'detached' })
  })

  it('never asked another host, never broke the CSP and never failed', () => {
    expect(journey.watched.faults).toEqual([])
  })
})
