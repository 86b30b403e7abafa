import { execFile } from 'node:child_process'
import { mkdir, mkdtemp, realpath, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'
import { connectTestEngine, ensureBusybox, removeProject, uniqueProject } from '@berth/testkit/engine'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startGitServer } from '../../server/src/testing/git-server.ts'
import { beginJourney, type Journey } from './journey.ts'
import { startGitTestServer, startServer } from './server.ts'

const compose = 'services:\n  web:\n    image: busybox\n    command: ["sleep", "infinity"]\n'
const blog = uniqueProject('blog')
const lost = uniqueProject('lost')
const strange = uniqueProject('strange')

let engine: Awaited<ReturnType<typeof connectTestEngine>>
let root: string
let journey: Journey

/** What `docker compose up` leaves on the Engine, as far as it can be told from outside. */
async function runByHand(project: string, folder: string): Promise<string> {
  const labels = {
    'com.docker.compose.project': project,
    'com.docker.compose.project.working_dir': folder,
    'com.docker.compose.project.config_files': path.join(folder, 'compose.yaml'),
    'com.docker.compose.service': 'web',
    'com.docker.compose.container-number': '1',
    'com.docker.compose.oneoff': 'False',
    'com.docker.compose.config-hash': 'by-hand',
  }
  const body = { Image: 'busybox', Cmd: ['sleep', 'infinity'], Labels: labels, HostConfig: {} }
  const { id } = await engine.createContainer({ name: `${project}-web-1`, body })
  await engine.startContainer(id)
  return id
}

beforeAll(async () => {
  engine = await connectTestEngine()
  await ensureBusybox(engine)
  root = await realpath(await mkdtemp(path.join(tmpdir(), 'berth-roots-')))
  await mkdir(path.join(root, 'srv', blog), { recursive: true })
  await mkdir(path.join(root, 'other', strange), { recursive: true })
  await writeFile(path.join(root, 'srv', blog, 'compose.yaml'), compose)
  await writeFile(path.join(root, 'other', strange, 'compose.yaml'), compose)
  await runByHand(blog, path.join(root, 'srv', blog))
  await runByHand(strange, path.join(root, 'other', strange))
  await runByHand(lost, path.join(root, 'srv', lost))
  journey = await beginJourney(startServer({ BERTH_PROJECT_ROOTS: path.join(root, 'srv') }))
})

afterAll(async () => {
  await journey?.end()
  for (const project of [blog, lost, strange]) await removeProject(engine, project)
  engine.close()
  await rm(root, { recursive: true, force: true })
})

describe('where the files of a project come from', () => {
  it('is chosen on the first page, which counts what could be adopted', async () => {
    const { page, link, inspect } = journey
    await page.getByRole('link', { name: /^Adopt \d+ projects found here$/ }).waitFor()
    await inspect('first-project')
    await link('Fetch a git repository').click()
    await page.getByLabel('Repository').waitFor()
    expect(new URL(page.url()).search).toBe('?from=git')
  })

  it('adopts what runs with its files, and leaves its container alone', async () => {
    const { page, link, button, inspect } = journey
    const before = await engine.inspectContainer(`${blog}-web-1`)
    await link('Adopt what runs').click()
    const list = page.getByRole('list', { name: 'Projects to adopt' })
    const row = (name: string) => list.getByRole('listitem').filter({ hasText: `${name} ` })
    await row(blog).getByText('Files found').waitFor()
    await row(strange).getByText('Files out of reach').waitFor()
    await row(strange).getByText('BERTH_PROJECT_ROOTS').waitFor()
    expect(await button(`Adopt ${strange}`).count()).toBe(0)
    await inspect('adopt')

    await button(`Adopt ${blog}`).click()
    await page.getByRole('heading', { name: blog, level: 1 }).waitFor()
    await page.getByText(path.join(root, 'srv', blog), { exact: true }).waitFor()
    const after = await engine.inspectContainer(`${blog}-web-1`)
    expect([after.Id, after.State.StartedAt]).toEqual([before.Id, before.State.StartedAt])
  })

  it('reconstructs a project whose files are gone, and says so on its page', async () => {
    const { page, button, visit, inspect } = journey
    await visit('/projects/new?from=adopt')
    await button(`Reconstruct and adopt ${lost}`).click()
    await page.getByRole('heading', { name: lost, level: 1 }).waitFor()
    await page.getByText('Reconstructed', { exact: true }).waitFor()
    await inspect('reconstructed')
    await page.getByRole('link', { name: 'Look through it' }).click()
    await page.getByRole('textbox', { name: 'Editor for compose.yaml' }).getByText('busybox').waitFor()
  })

  it('refuses a folder outside of the allowed ones with what to do, and takes one inside', async () => {
    const { page, button, visit, inspect } = journey
    await visit('/projects/new?from=folder')
    await page.getByLabel('Folder').fill(path.join(root, 'other', strange))
    expect(await page.getByLabel('Project name').inputValue()).toBe(strange)
    await button('Create project').click()
    await page.getByRole('alert').getByText('FOLDER_NOT_ALLOWED').waitFor()
    await inspect('folder-refused')

    await mkdir(path.join(root, 'srv/wiki'))
    await writeFile(path.join(root, 'srv/wiki/compose.yaml'), compose)
    await page.getByLabel('Folder').fill(path.join(root, 'srv/wiki'))
    await button('Create project').click()
    await page.getByRole('heading', { name: 'wiki', level: 1 }).waitFor()
  })

  it('takes an archive as it is, and files that were chosen', async () => {
    const { page, button, visit, inspect } = journey
    await mkdir(path.join(root, 'parcel/etc'), { recursive: true })
    await writeFile(path.join(root, 'parcel/compose.yaml'), compose)
    await writeFile(path.join(root, 'parcel/etc/app.conf'), 'on')
    await promisify(execFile)('tar', ['-czf', path.join(root, 'parcel.tar.gz'), '-C', root, 'parcel'])
    await visit('/projects/new')
    await page.getByLabel('Archive', { exact: true }).setInputFiles(path.join(root, 'parcel.tar.gz'))
    await page.getByText('parcel.tar.gz').waitFor()
    expect(await page.getByLabel('Project name').inputValue()).toBe('parcel')
    await inspect('archive')
    await button('Create project').click()
    await page.getByRole('heading', { name: 'parcel', level: 1 }).waitFor()
    await visit('/projects/parcel/files/etc/app.conf')
    await page.getByRole('textbox', { name: 'Editor for etc/app.conf' }).getByText('on').waitFor()

    await visit('/projects/new?from=files')
    await page.getByLabel('Files', { exact: true }).setInputFiles(path.join(root, 'parcel/compose.yaml'))
    await page.getByRole('textbox', { name: 'Compose file' }).getByText('busybox').waitFor()
    await page.getByLabel('Project name').fill('chosen')
    await button('Create project').click()
    await page.getByRole('heading', { name: 'chosen', level: 1 }).waitFor()
  })

  it('refuses a repository that cannot be trusted, and keeps what was typed', async () => {
    const { page, button, visit, inspect } = journey
    await visit('/projects/new?from=git')
    await button('Create project').click()
    await page.getByText('Give the address of the repository.').waitFor()
    await page.getByLabel('Repository').fill('http://127.0.0.1/acme/shop.git')
    await page.getByLabel('Access token').click()
    await page.getByLabel('Token', { exact: true }).fill('ghp_secret')
    await button('Create project').click()
    await page.getByRole('alert').getByText('GIT_URL_INVALID').waitFor()
    await inspect('git-refused')
    await page.getByRole('link', { name: 'Folder on the host' }).click()
    await page.getByRole('link', { name: 'Git repository' }).click()
    expect(await page.getByLabel('Repository').inputValue()).toBe('http://127.0.0.1/acme/shop.git')
  })

  it('never asked another host, never broke the CSP and never failed', () => {
    expect(journey.watched.faults).toEqual([])
  })
})

describe('a repository', () => {
  it('is fetched with a token, shown with its commit, and followed when that is asked for', async () => {
    const git = await startGitServer('s3cret')
    const first = await git.commit('shop', { 'deploy/compose.yaml': compose, 'README.md': 'shop' })
    const own = await beginJourney(startGitTestServer())
    try {
      const { page, button, visit, inspect } = own
      await visit('/projects/new?from=git')
      await page.getByLabel('Repository').fill(`${git.url}/shop.git`)
      await page.getByLabel('Subfolder').fill('deploy')
      await page.getByLabel('Access token').click()
      await page.getByLabel('Token', { exact: true }).fill('s3cret')
      await page.getByLabel('Project name').fill('shop')
      await button('Create project').click()
      await page.getByRole('heading', { name: 'shop', level: 1 }).waitFor()
      await page.getByText(first.slice(0, 7), { exact: true }).waitFor()
      await inspect('git-project')

      const second = await git.commit('shop', {
        'deploy/compose.yaml': `${compose}  db:\n    image: busybox\n`,
      })
      await button('More actions').click()
      await page.getByRole('menuitem', { name: 'Fetch the newest files' }).click()
      await button('Fetch').click()
      await page.getByText(second.slice(0, 7), { exact: true }).waitFor()
      await page.getByRole('list', { name: 'Services' }).getByText('db', { exact: true }).waitFor()
    } finally {
      await own.end()
    }
  })
})
