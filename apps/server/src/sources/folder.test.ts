import { mkdir, mkdtemp, readdir, readFile, realpath, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { loadProjectFromDisk } from '@berth/compose/node'
import { apply, observe, observeTarget, planUp, toDesiredState } from '@berth/convergence'
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest'
import { startServer, type TestServer } from '../testing/start-server.ts'

const compose = (tag = '1') => `services:\n  web: {image: "busybox:${tag}"}\n  db: {image: "busybox:1"}\n`
const images = ['1', '2'].map((tag) => ({ reference: `busybox:${tag}` }))
let root: string
let folder: string

beforeEach(async () => {
  root = await realpath(await mkdtemp(path.join(tmpdir(), 'berth-roots-')))
  folder = path.join(root, 'blog')
  await mkdir(path.join(folder, 'data'), { recursive: true })
  await writeFile(path.join(folder, 'compose.yaml'), compose())
  await writeFile(path.join(folder, 'data/base'), 'precious')
  onTestFinished(() => rm(root, { recursive: true, force: true }))
})

const start = (roots = [root]) => startServer({ images, config: { projectRoots: roots } })
const call = (server: TestServer, method: 'GET' | 'PUT' | 'POST' | 'DELETE', at: string, payload?: object) =>
  server.call({ method, url: `/api/v1${at}`, headers: { prefer: 'wait=20' }, ...(payload && { payload }) })
const create = (server: TestServer, at = folder) =>
  call(server, 'POST', '/projects', { name: 'blog', folder: at })

/** As docker compose would: nothing of it is the server's. */
async function composeUp(server: TestServer) {
  const { project } = loadProjectFromDisk({ cwd: folder, projectName: 'blog', environment: {} })
  if (project === undefined) throw new Error('The project does not load')
  const desired = toDesiredState(project)
  await apply(planUp(desired, await observe(server.engine, observeTarget(desired))), server.engine, {
    settleMs: 1,
  })
  await expect.poll(async () => (await call(server, 'GET', '/discovery')).json().projects).toHaveLength(1)
}
const ids = async (server: TestServer) => (await server.engine.listContainers({})).map(({ id }) => id).sort()

describe('a project in a folder of the host', () => {
  it('is used where it is: edited in place, deployed, and left there when it is forgotten', async () => {
    const server = await start()
    const reply = await create(server)
    expect(reply.statusCode).toBe(201)
    expect(reply.json()).toMatchObject({
      files: ['compose.yaml'],
      composeFile: 'compose.yaml',
      source: { kind: 'folder', path: folder, composeFiles: [] },
    })
    await call(server, 'PUT', '/projects/blog/files/compose.yaml', { content: compose('2') })
    expect(await readFile(path.join(folder, 'compose.yaml'), 'utf8')).toBe(compose('2'))
    expect((await call(server, 'POST', '/projects/blog/deployments')).json()).toMatchObject({
      state: 'succeeded',
    })
    await call(server, 'POST', '/projects/blog/down', {})
    expect((await call(server, 'DELETE', '/projects/blog')).statusCode).toBe(204)
    expect((await readdir(folder)).sort()).toEqual(['compose.yaml', 'data'])
  })

  it('is still there after a restart', async () => {
    const server = await start()
    await create(server)
    await server.http.close()
    const next = await startServer({ images, dataDir: server.dataDir, config: { projectRoots: [root] } })
    expect((await call(next, 'GET', '/projects/blog')).json()).toMatchObject({
      totalServices: 2,
      diagnostics: [],
    })
  })

  it('has to be in a folder that is allowed, and not in ours', async () => {
    const server = await start()
    await symlink(server.dataDir, path.join(root, 'link'))
    for (const at of [
      '/etc',
      path.join(root, '..'),
      path.join(root, 'nope'),
      path.join(root, 'link'),
      'blog',
    ]) {
      expect((await create(server, at)).json()).toMatchObject({ status: 422, code: 'FOLDER_NOT_ALLOWED' })
    }
    expect((await create(await start([]))).json()).toMatchObject({ code: 'FOLDER_NOT_ALLOWED' })
  })
})

describe('what runs already', () => {
  it('is found with its folder, and adopted without a change', async () => {
    const server = await start()
    await composeUp(server)
    expect((await call(server, 'GET', '/discovery')).json().projects).toEqual([
      {
        name: 'blog',
        folder,
        composeFiles: [path.join(folder, 'compose.yaml')],
        services: ['db', 'web'],
        containers: 2,
        reach: 'adoptable',
      },
    ])
    const before = await ids(server)
    const reply = await call(server, 'POST', '/discovery/blog/adopt')
    expect(reply.statusCode).toBe(201)
    expect(reply.json()).toMatchObject({
      source: { kind: 'folder', composeFiles: ['compose.yaml'] },
      drift: { revision: null, files: [], engine: [] },
    })
    const plan = await call(server, 'POST', '/projects/blog/plans', { kind: 'up' })
    expect(plan.json()).toMatchObject({ isEmpty: true, problems: [] })
    expect((await call(server, 'POST', '/projects/blog/deployments')).json()).toMatchObject({ revision: 1 })
    expect(await ids(server)).toEqual(before)
    expect((await call(server, 'GET', '/discovery')).json().projects).toEqual([])
  })

  it('is not adopted from where Berth may not look, or sees nothing', async () => {
    const server = await start([path.join(root, 'elsewhere')])
    await composeUp(server)
    expect((await call(server, 'GET', '/discovery')).json().projects).toMatchObject([
      { reach: 'outside-roots' },
    ])
    expect((await call(server, 'POST', '/discovery/blog/adopt')).json()).toMatchObject({
      code: 'FOLDER_NOT_ALLOWED',
    })
    expect((await call(server, 'POST', '/discovery/nope/adopt')).json()).toMatchObject({
      code: 'PROJECT_NOT_FOUND',
    })
  })

  it('is adopted with a reconstructed file where its own is gone, and nothing is made anew', async () => {
    const server = await start()
    await composeUp(server)
    const before = await ids(server)
    await rm(folder, { recursive: true })
    const reply = await server.call({
      method: 'GET',
      url: '/api/v1/discovery',
      headers: { accept: 'text/plain' },
    })
    expect(reply.body).toBe(`blog gone 2 ${folder}\n`)
    expect((await call(server, 'POST', '/discovery/blog/adopt')).json()).toMatchObject({
      source: { kind: 'files', reconstructed: true },
      composeFile: 'compose.yaml',
      diagnostics: [],
      totalServices: 2,
      runningServices: 2,
    })
    expect(await ids(server)).toEqual(before)
    const file = (await call(server, 'GET', '/projects/blog/files/compose.yaml')).json().content
    expect(file).toContain('# Reconstructed by Berth')
    expect(file).toContain('  web:\n    image: busybox:1\n')

    // They are still another folder's. So little is said of them that the file comes out the same: none is made anew.
    const plan = await call(server, 'POST', '/projects/blog/plans', { kind: 'up' })
    expect(plan.json().problems).toMatchObject([{ code: 'PLAN_OTHER_FOLDER' }])
    const deployed = await call(server, 'POST', '/projects/blog/deployments', { adopt: true })
    expect(deployed.json()).toMatchObject({ state: 'succeeded' })
    expect(await ids(server)).toEqual(before)

    const files = [{ path: 'compose.yaml', content: compose() }]
    const replaced = await call(server, 'PUT', '/projects/blog', { files })
    expect(replaced.json().source).toEqual({ kind: 'files' })
  })

  it('tells when its files were edited by hand, and when its containers were changed', async () => {
    const server = await start()
    await create(server)
    await call(server, 'POST', '/projects/blog/deployments')
    const drift = async () => (await call(server, 'GET', '/projects')).json().projects[0].drift
    await expect.poll(drift).toEqual({ revision: 1, files: [], engine: [] })
    await writeFile(path.join(folder, 'compose.yaml'), compose('2'))
    // Looked for every four seconds, without anybody asking.
    await expect.poll(drift, { timeout: 20_000 }).toEqual({ revision: 1, files: ['web'], engine: [] })
    await server.engine.removeContainer('blog-db-1', { force: true })
    await expect.poll(drift, { timeout: 20_000 }).toEqual({ revision: 1, files: ['web'], engine: ['db'] })
  })
})
