import { readFile } from 'node:fs/promises'
import { connectTestEngine, ensureBusybox, removeProject, uniqueProject } from '@berth/testkit/engine'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { beginJourney, type Journey } from './journey.ts'

const project = uniqueProject('logs')
const print = 'n=0; while true; do n=$$((n+1)); echo "good $$n"; echo "bad $$n" >&2; sleep 1; done'
const flood = 'seq 1 30000 | sed "s/^/line /"; sleep 3600'
const compose = [
  'services:',
  '  web:',
  '    image: busybox',
  '    init: true',
  `    command: ["sh", "-c", ${JSON.stringify(print)}]`,
  '  mass:',
  '    image: busybox',
  '    init: true',
  `    command: ["sh", "-c", ${JSON.stringify(flood)}]`,
  '',
].join('\n')

let engine: Awaited<ReturnType<typeof connectTestEngine>>
let journey: Journey

beforeAll(async () => {
  engine = await connectTestEngine()
  await ensureBusybox(engine)
  journey = await beginJourney()
  await journey.api('POST', '/projects', {
    name: project,
    files: [{ path: 'compose.yaml', content: compose }],
  })
  await journey.api('POST', `/projects/${project}/deployments`, {})
})

afterAll(async () => {
  await journey?.end()
  await removeProject(engine, project)
  engine.close()
})

const log = () => journey.page.getByRole('log')
const choose = async (field: string, option: string) => {
  await journey.page.getByRole('combobox', { name: field }).click()
  await journey.page.getByRole('option', { name: option }).click()
}

describe('the logs of a project', () => {
  it('are followed, of one service where that is asked for', async () => {
    const { page, link, visit, inspect } = journey
    await visit(`/projects/${project}`)
    await link('Logs of web').click()
    await log()
      .getByText(/^good \d+$/)
      .first()
      .waitFor()
    await log()
      .getByText(/^bad \d+$/)
      .first()
      .waitFor()
    expect(await log().getByText(/^line/).count()).toBe(0)
    await page.getByText(/Following/).waitFor()
    await inspect('logs-filters')
  })

  it('are narrowed to one output, and to a text', async () => {
    const { page } = journey
    await choose('Output', 'Only stderr')
    await log()
      .getByText(/^bad \d+$/)
      .first()
      .waitFor()
    expect(await log().getByText(/^good/).count()).toBe(0)
    await page.getByRole('searchbox', { name: 'Filter log lines' }).fill('no such thing')
    await page.getByText('No line matches').waitFor()
    await page.getByRole('searchbox', { name: 'Filter log lines' }).fill('')
    await choose('Output', 'Both outputs')
    await log()
      .getByText(/^good \d+$/)
      .first()
      .waitFor()
  })

  it('stand still while they are paused, and lose nothing', async () => {
    const { page, button } = journey
    await button('Pause').click()
    await page.getByText(/Paused, \d+ more/).waitFor()
    await button('Go on').click()
    await page.getByText(/Following/).waitFor()
  })

  it('are there though two parts of the page did not arrive at first', async () => {
    const page = await journey.page.context().newPage()
    const uncaught: Error[] = []
    page.on('pageerror', (error) => uncaught.push(error))
    const asked: string[] = []
    await page.route(/\/assets\/(TabLinks|LogsTab)-[^/]*\.js$/, (route, request) => {
      asked.push(request.url())
      return asked.indexOf(request.url()) === asked.length - 1 ? route.abort() : route.continue()
    })
    await page.goto(`${journey.server.url}/projects/${project}/logs`)
    await page.getByRole('log').waitFor()
    expect(asked).toHaveLength(4)
    expect(uncaught).toEqual([])
    await page.close()
  })

  it('stay usable with tens of thousands of lines, and are saved as shown', async () => {
    const { page, button, visit } = journey
    await visit(`/projects/${project}/logs?service=mass`)
    await choose('Lines of each container', '10,000 lines')
    await log().getByText('line 30000', { exact: true }).waitFor()
    await page.getByText(/10\d{3} lines|of 10\d{3} lines/).waitFor()
    expect(await log().locator('[data-index]').count()).toBeLessThan(200)
    const saving = page.waitForEvent('download')
    await button('Download').click()
    const saved = await saving
    expect(saved.suggestedFilename()).toBe(`${project}.log`)
    const lines = (await readFile(await saved.path(), 'utf8')).trimEnd().split('\n')
    expect(lines).toHaveLength(10_000)
    expect(lines.at(-1)).toMatch(/mass-1 \| line 30000$/)
  })

  it('never asked another host, never broke the CSP and never failed', () => {
    expect(journey.watched.faults).toEqual([])
  })
})
