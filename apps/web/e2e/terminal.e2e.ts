import { connectTestEngine, ensureBusybox, removeProject, uniqueProject } from '@berth/testkit/engine'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { beginJourney, type Journey } from './journey.ts'

const project = uniqueProject('term')
const compose = 'services:\n  web:\n    image: busybox\n    init: true\n    command: ["sleep", "infinity"]\n'

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
})

afterAll(async () => {
  await journey?.end()
  await removeProject(engine, project)
  engine.close()
})

const state = () => journey.page.getByRole('status', { name: 'Terminal state' })
const screen = () => journey.page.locator('.xterm-rows')
const linesShown = async () => (await screen().locator('> div').allTextContents()).join('\n')
const columnsShown = async () => /^\d+ (\d+)\s*$/m.exec(await linesShown())?.[1]

describe('a terminal in the page', () => {
  it('needs a container that runs', async () => {
    const { page, visit, api } = journey
    await visit(`/projects/${project}/terminal`)
    await page.getByText('Nothing runs').waitFor()
    await api('POST', `/projects/${project}/deployments`, {})
    await journey.button('Open terminal').waitFor()
  })

  it('runs what is typed, and tells the command its size', async () => {
    const { page, button, inspect } = journey
    await button('Open terminal').click()
    await state().getByText('Open', { exact: true }).waitFor()
    await screen().getByText('/ #').first().waitFor()
    await page.keyboard.type('echo $((40+2)); stty size\n')
    await screen().getByText('42', { exact: true }).waitFor()
    await expect.poll(columnsShown).toMatch(/^\d+$/)
    const wide = Number(await columnsShown())
    await inspect('terminal')

    await page.setViewportSize({ width: 900, height: 800 })
    await page.locator('.xterm-helper-textarea').focus()
    await page.keyboard.type('clear; stty size\n')
    await expect.poll(async () => Number(await columnsShown())).toBeLessThan(wide)
    await page.setViewportSize({ width: 1280, height: 800 })
  })

  it('can be left with the keyboard, and says how its command ended', async () => {
    const { page, button } = journey
    await page.locator('.xterm-helper-textarea').focus()
    await page.keyboard.press('Shift+Escape')
    expect(await page.evaluate(() => document.activeElement?.textContent?.trim())).toBe('Close')
    await page.locator('.xterm-helper-textarea').focus()
    await page.keyboard.type('exit 3\n')
    await state().getByText('Ended with exit code 3').waitFor()
    await button('Open again').waitFor()
  })

  it('runs another command of the container, and says when it fails', async () => {
    const { page, button } = journey
    await page.getByRole('combobox', { name: 'Command' }).click()
    await page.getByRole('option', { name: '/bin/bash' }).click()
    await button('Open again').click()
    await state()
      .getByText(/Ended with exit code 12[67]|could not be run/)
      .waitFor()
    await page.getByRole('combobox', { name: 'Command' }).click()
    await page.getByRole('option', { name: 'Another command' }).click()
    await page.getByLabel('Command line').fill('echo hello from $HOSTNAME')
    await button('Open again').click()
    await state().getByText('Ended with exit code 0').waitFor()
    await screen().getByText('hello from').waitFor()
  })

  it('runs as another user, elsewhere, with variables and without a terminal', async () => {
    const { page, button, inspect } = journey
    await button('Options').click()
    await page.getByLabel('User').fill('1234')
    await page.getByLabel('Working directory').fill('/tmp')
    await page.getByLabel('Variables').fill('no value')
    await page.getByText('no value is not NAME=value.').waitFor()
    await page.getByLabel('Variables').fill('GREETING=good morning')
    await page.getByRole('checkbox', { name: 'Terminal' }).click()
    await inspect('terminal-options')
    await page
      .getByLabel('Command line')
      .fill('id -u; pwd; echo $GREETING; read word; test -t 0 || echo got $word')
    await button('Open again').click()
    await screen().getByText('good morning').waitFor()
    await page.locator('.xterm-helper-textarea').focus()
    await page.keyboard.type('tea\n')
    await screen().getByText('got tea').waitFor()
    expect((await linesShown()).trim().split(/\s*\n\s*/)).toEqual(['1234', '/tmp', 'good morning', 'got tea'])
    await state().getByText('Ended with exit code 0').waitFor()
  })

  it('is on record, with who opened it', async () => {
    const record = JSON.stringify(await journey.api('GET', '/exec-sessions'))
    expect(record).toContain(`${project}-web-1`)
    expect(record).not.toContain('40+2')
  })

  it('never asked another host, never broke the CSP and never failed', () => {
    expect(journey.watched.faults).toEqual([])
  })
})
