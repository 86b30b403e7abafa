import { readFile } from 'node:fs/promises'
import path from 'node:path'
import {
  connectTestEngine,
  ensureBusybox,
  ensureRedis,
  projectRemains,
  removeProject,
  waitFor,
} from '@berth/testkit/engine'
import type { Browser, Locator } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { goTo, inspect, launchBrowser, openPage, type WatchedPage } from './browser.ts'
import { startServer, type TestServer } from './server.ts'

const project = 'voting'
const example = path.resolve(import.meta.dirname, '../../../docs/examples/voting/docker-compose.yaml')
const votePage = 'http://127.0.0.1:8080'

type TestEngine = Awaited<ReturnType<typeof connectTestEngine>>
let engine: TestEngine
let server: TestServer
let browser: Browser
let watched: WatchedPage

/** The state of a service's row, as a person reads it. */
const serviceRow = (name: string): Locator =>
  watched.page
    .getByRole('list', { name: 'Services', exact: true })
    .getByRole('listitem')
    .filter({ hasText: name })
const button = (name: string): Locator => watched.page.getByRole('button', { name, exact: true })
const link = (name: string): Locator => watched.page.getByRole('link', { name, exact: true })
const operationState = (): Locator => watched.page.getByRole('status', { name: 'Operation state' })

const containerIds = async () => {
  const containers = await engine.listContainers({ labels: [`com.docker.compose.project=${project}`] })
  return new Map(containers.map(({ id, name }) => [name, id]))
}

async function typeInto(editor: Locator, text: string): Promise<void> {
  await editor.click()
  await watched.page.keyboard.press('ControlOrMeta+a')
  await watched.page.keyboard.insertText(text)
}

/** Confirms the plan that is shown and waits for the operation's end. */
async function confirmPlan(action: string): Promise<void> {
  await watched.page.getByRole('dialog').getByRole('button', { name: action, exact: true }).click()
  await watched.page.waitForURL(/\/operations\//)
  await operationState().getByText('Succeeded').waitFor({ timeout: 180_000 })
}

/** So that the deployment has something to build. */
const forgetImage = (reference: string) =>
  engine.removeImage(reference, { force: true }).catch((error: unknown) => {
    if (!String(error).includes('No such image')) throw error
  })

beforeAll(async () => {
  engine = await connectTestEngine()
  await ensureBusybox(engine)
  await ensureRedis(engine)
  await removeProject(engine, project)
  await forgetImage('azure-vote-front')
  server = await startServer()
  browser = await launchBrowser()
  watched = await openPage(browser, server.url)
})

afterAll(async () => {
  await browser?.close()
  await server?.stop()
  if (engine !== undefined) {
    await removeProject(engine, project)
    engine.close()
  }
})

describe('the voting project, in a browser', () => {
  it('sends a visitor to set-up, and makes the first account with the printed link', async () => {
    const { page } = watched
    await goTo(page, `${server.url}/projects`)
    await page.getByRole('heading', { name: 'Set up Berth' }).waitFor()

    await goTo(page, server.setUpLink)
    await page.reload()
    await page.getByLabel('Password', { exact: true }).fill('short')
    await button('Create account').click()
    await page.getByText('Use at least 10 characters; 5 more to go.').waitFor()
    await inspect(watched.page, 'set-up')

    await page.getByLabel('Password', { exact: true }).fill('correct horse battery')
    await button('Create account').click()
    await page.getByRole('heading', { name: 'Your first project' }).waitFor()
    await inspect(watched.page, 'projects-empty')
  })

  it('marks a fault at its line while the file is being typed', async () => {
    const { page } = watched
    await link('Paste a Compose file').click()
    const editor = page.getByRole('textbox', { name: 'Compose file' })
    await typeInto(editor, 'services:\n  web:\n    image: busybox\n    prots:\n      - "8080:80"\n')
    await button('compose.yaml:4:5').waitFor()
    await page.getByText('1 error').waitFor()
    await inspect(watched.page, 'new-project-fault')
  })

  it('registers the project from the example with the pasted file', async () => {
    const { page } = watched
    await button('Voting example').click()
    const editor = page.getByRole('textbox', { name: 'Compose file' })
    await typeInto(editor, await readFile(example, 'utf8'))
    expect(await page.getByLabel('Project name').inputValue()).toBe(project)
    await inspect(watched.page, 'new-project')

    await button('Create project').click()
    await page.getByRole('heading', { name: project, level: 1 }).waitFor()
    await serviceRow('azure-vote-front').getByText('Not deployed').waitFor()
    expect(await projectRemains(engine, project)).toEqual([])
  })

  it('shows the plan before anything happens, and then deploys it', async () => {
    const { page } = watched
    await link('Deploy').click()
    const sheet = page.getByRole('dialog', { name: `Deploy ${project}` })
    const changes = sheet.getByRole('list', { name: 'Changed services' })
    await changes.getByText('azure-vote-back', { exact: true }).waitFor()
    await changes.getByText('azure-vote-front', { exact: true }).waitFor()
    await sheet.getByRole('region', { name: 'Images' }).getByText('azure-vote-front').waitFor()
    expect(await projectRemains(engine, project)).toEqual([])
    await inspect(watched.page, 'plan')

    await confirmPlan('Deploy')
    await inspect(watched.page, 'operation')
  })

  it('shows both services running, and answers on the published port', async () => {
    await link('Open project').click()
    await serviceRow('azure-vote-back').getByText('Running').waitFor()
    await serviceRow('azure-vote-front').getByText('Running').waitFor()
    await inspect(watched.page, 'project')

    await waitFor(
      'the vote page answers',
      async () => (await fetch(votePage).catch(() => undefined))?.ok === true,
    )
    const opened = watched.context.waitForEvent('page')
    await serviceRow('azure-vote-front').getByRole('link', { name: 'Open port 8080' }).click()
    const votes = await opened
    expect(new URL(votes.url()).port).toBe('8080')
    await votes.getByRole('button', { name: 'Cats' }).click()
    await votes.getByText('1 vote', { exact: true }).waitFor()
    await votes.close()
  })

  it('restores the operation page after a reload', async () => {
    const { page } = watched
    await page.getByRole('list', { name: 'Recent operations' }).getByRole('link', { name: 'Deploy' }).click()
    await operationState().getByText('Succeeded').waitFor()
    await goTo(page, page.url())
    await operationState().getByText('Succeeded').waitFor()
    await page.getByRole('list', { name: 'Timeline' }).getByText('azure-vote-front').first().waitFor()
    await page.getByRole('list', { name: 'Timeline' }).getByText('Built').first().waitFor()
  })

  it('follows the logs of the project', async () => {
    const { page } = watched
    await goTo(page, `${server.url}/projects/${project}/logs`)
    await page.getByText(/Following/).waitFor()
    await page.getByRole('log').getByText('Ready to accept connections').first().waitFor()
    await inspect(watched.page, 'logs')
  })

  it('plans one service after one environment value was changed, and recreates only that', async () => {
    const { page } = watched
    const before = await containerIds()
    await goTo(page, `${server.url}/projects/${project}/files`)
    const editor = page.getByRole('textbox', { name: 'Editor for docker-compose.yaml' })
    const text = await readFile(example, 'utf8')
    await typeInto(
      editor,
      text.replace('REDIS: azure-vote-back', 'REDIS: azure-vote-back\n      TITLE: Tea or coffee?'),
    )
    await page.getByText('Not saved', { exact: true }).waitFor()
    await inspect(watched.page, 'files')
    await button('Save').click()
    await page.getByText('Not saved', { exact: true }).waitFor({ state: 'detached' })

    await link('Deploy').click()
    const changes = page.getByRole('dialog').getByRole('list', { name: 'Changed services' })
    await changes.getByText('Recreate').waitFor()
    expect(await changes.getByRole('listitem').allInnerTexts()).toHaveLength(1)
    expect(await changes.textContent()).toContain('azure-vote-front')
    expect(await changes.textContent()).toContain('TITLE')
    await confirmPlan('Deploy')

    const after = await containerIds()
    expect(after.get('azure-vote-back')).toBe(before.get('azure-vote-back'))
    expect(after.get('azure-vote-front')).not.toBe(before.get('azure-vote-front'))
    await waitFor('the new front counts the old vote', async () => {
      const reply = await fetch(votePage).catch(() => undefined)
      const text = (await reply?.text()) ?? ''
      return text.includes('Tea or coffee?') && text.includes('<span>1 vote</span>')
    })
  })

  it('has nothing to do when it is planned again', async () => {
    const { page } = watched
    await goTo(page, `${server.url}/projects/${project}?plan=up`)
    await page.getByRole('dialog').getByText('No changes').waitFor()
    await page.keyboard.press('Escape')
    await page.getByRole('dialog').waitFor({ state: 'detached' })
  })

  it('lists the project, finds it in the command menu, and makes a token', async () => {
    const { page } = watched
    await goTo(page, `${server.url}/projects`)
    await page.getByRole('list', { name: 'Projects' }).getByText('2/2').waitFor()
    await inspect(watched.page, 'projects')

    await page.keyboard.press('ControlOrMeta+k')
    await page
      .getByRole('dialog')
      .getByRole('option', { name: `Logs of ${project}` })
      .waitFor()
    await inspect(watched.page, 'commands')
    await page.keyboard.press('Escape')

    await goTo(page, `${server.url}/settings/tokens`)
    await button('New token').click()
    await page.getByLabel('Token name').fill('ci')
    await page.getByRole('checkbox', { name: 'Only some of what its role may' }).click()
    await button('Create token').click()
    await page.getByText('Choose what the token may do.').waitFor()
    await page.getByRole('checkbox', { name: 'Deploy, stop and start' }).click()
    await inspect(watched.page, 'new-token')
    await button('Create token').click()
    await page.getByText('it is not shown again').waitFor()
    await page.getByRole('list', { name: 'API tokens' }).getByText('only project:deploy').waitFor()
    await inspect(watched.page, 'tokens')
    await goTo(page, `${server.url}/settings/about`)
    await page.getByText('Docker Engine').waitFor()
    await inspect(watched.page, 'about')
    await goTo(page, `${server.url}/nowhere`)
    await page.getByText('There is no page here').waitFor()
    await inspect(watched.page, 'not-found')
  })

  it('tears the project down, and leaves nothing of it on the Engine', async () => {
    const { page } = watched
    await goTo(page, `${server.url}/projects/${project}`)
    await button('More actions').click()
    await page.getByRole('menuitem', { name: 'Tear down' }).click()
    const sheet = page.getByRole('dialog', { name: `Tear down ${project}` })
    await sheet.getByText('azure-vote-front', { exact: true }).first().waitFor()
    await inspect(watched.page, 'tear-down')
    await confirmPlan('Tear down')
    expect(await projectRemains(engine, project)).toEqual([])
  })

  it('signs out and in again', async () => {
    const { page } = watched
    await goTo(page, `${server.url}/projects`)
    await page
      .getByRole('button', { name: /Account menu/ })
      .first()
      .click()
    await page.getByRole('menuitem', { name: 'Sign out' }).click()
    await page.getByRole('heading', { name: 'Sign in to Berth' }).waitFor()
    await inspect(watched.page, 'sign-in')
    await page.getByLabel('Name').fill('admin')
    await page.getByLabel('Password', { exact: true }).fill('wrong password')
    await button('Sign in').click()
    await page.getByRole('alert').waitFor()
    await page.getByLabel('Password', { exact: true }).fill('correct horse battery')
    await button('Sign in').click()
    await page.getByRole('heading', { name: 'Projects' }).waitFor()
  })

  it('never asked another host, never broke the CSP and never failed', () => {
    expect(watched.faults).toEqual([])
  })
})
