import { mkdir, mkdtemp, readdir, readFile, realpath, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { CopyMade } from '@berth/contract'
import { describe, expect, it, onTestFinished } from 'vitest'
import { absent } from '../projects/file-path.ts'
import { startGitServer } from '../testing/git-server.ts'
import { startServer, type TestServer } from '../testing/start-server.ts'

const compose = (ports = '8080:80') => `services: {web: {image: busybox, ports: ["${ports}"]}}\n`

const post = (server: TestServer, at: string, payload: object = {}) =>
  server.call({ method: 'POST', url: `/api/v1${at}`, headers: { prefer: 'wait=20' }, payload })
const copyOf = (server: TestServer, payload: object) => post(server, '/projects/shop/copies', payload)
const read = async (server: TestServer, at: string) =>
  (await server.call({ method: 'GET', url: `/api/v1/projects${at}` })).json()

describe('a copy of a repository’s project', () => {
  const startShop = async (files: Record<string, string> = { 'compose.yaml': compose() }) => {
    const git = await startGitServer()
    await git.commit('shop', files)
    const server = await startServer()
    await post(server, '/projects', { name: 'shop', git: { url: `${git.url}/shop.git`, ref: 'main' } })
    return { git, server }
  }
  const repositories = async ({ dataDir }: TestServer) =>
    (await readdir(path.join(dataDir, 'repositories')).catch(absent)) ?? []

  it('has the files of the branch that is named, and is named after it', async () => {
    const { git, server } = await startShop()
    await git.git('shop', 'checkout', '--quiet', '-b', 'feat/X-1')
    await git.commit('shop', { 'compose.yaml': compose('8081:80') })
    const made = (await copyOf(server, { ref: 'feat/X-1' })).json<CopyMade>()
    expect(made).toMatchObject({ name: 'shop-feat-x-1', parent: 'shop' })
    expect(made.notes).toContain('web 8081 → 20000')
    expect(await read(server, '/shop-feat-x-1')).toMatchObject({
      source: { kind: 'git', ref: 'feat/X-1' },
      files: ['.env', 'compose.copy.yaml', 'compose.yaml'],
    })
  })

  it('follows its branch, and stays a copy', async () => {
    const { git, server } = await startShop()
    await copyOf(server, { name: 'shop-x' })
    await git.commit('shop', {
      'compose.yaml': 'services: {web: {image: busybox, ports: ["8080:80", "9090:90"]}}',
    })
    await post(server, '/projects/shop-x/sync')
    await post(server, '/projects/shop-x/deployments')
    expect(await read(server, '/shop-x/endpoints')).toEqual([
      { service: 'web', target: 80, protocol: 'tcp', published: 20_000 },
      { service: 'web', target: 90, protocol: 'tcp', published: 20_001 },
    ])
  })

  it('follows it also when the repository has a .env', async () => {
    const { git, server } = await startShop({ 'compose.yaml': compose('${PORT}:80'), '.env': 'PORT=8080\n' })
    await copyOf(server, { name: 'shop-x' })
    await git.commit('shop', { '.env': 'PORT=9090\n' })
    expect((await post(server, '/projects/shop-x/sync')).statusCode).toBe(200)
    await post(server, '/projects/shop-x/deployments')
    const [endpoint] = await read(server, '/shop-x/endpoints')
    expect(endpoint).toMatchObject({ target: 80, published: 20_000 })
    expect(await readFile(path.join(server.dataDir, 'projects/shop-x/.env'), 'utf8')).toContain('PORT=9090\n')
  })

  it('leaves nothing of what was fetched for one that is not made', async () => {
    const { git, server } = await startShop()
    await copyOf(server, { name: 'shop-x', preview: true })
    await git.git('shop', 'checkout', '--quiet', '-b', 'host')
    await git.commit('shop', { 'compose.yaml': 'services: {web: {image: busybox, network_mode: host}}' })
    expect((await copyOf(server, { ref: 'host' })).json()).toMatchObject({ code: 'COPY_NOT_ISOLATED' })
    expect(await repositories(server)).toEqual(['shop'])
    await copyOf(server, { name: 'shop-x' })
    expect(await repositories(server)).toEqual(['shop', 'shop-x'])
  })
})

describe('a copy of a project in a folder of the host', () => {
  const startShop = async (text: string) => {
    const root = await realpath(await mkdtemp(path.join(tmpdir(), 'berth-copied-')))
    onTestFinished(() => rm(root, { recursive: true, force: true }))
    const folder = path.join(root, 'shop')
    await mkdir(folder)
    await writeFile(path.join(folder, 'stack.yaml'), text)
    const server = await startServer({ config: { projectRoots: [root] } })
    const labels = {
      'com.docker.compose.project': 'shop',
      'com.docker.compose.service': 'web',
      'com.docker.compose.project.working_dir': folder,
      'com.docker.compose.project.config_files': path.join(folder, 'stack.yaml'),
    }
    await server.engine.createContainer({
      name: 'shop-web-1',
      body: { Image: 'busybox', HostConfig: {}, Labels: labels },
    })
    expect((await post(server, '/discovery/shop/adopt')).statusCode).toBe(201)
    return server
  }

  it('merges the files that the project does, whatever their names', async () => {
    const server = await startShop(compose())
    expect((await copyOf(server, { name: 'shop-x' })).json()).toMatchObject({ notes: ['web 8080 → 20000'] })
    expect(await read(server, '/shop-x')).toMatchObject({
      source: { kind: 'files' },
      files: ['.env', 'compose.copy.yaml', 'stack.yaml'],
      services: [{ name: 'web' }],
    })
    expect((await post(server, '/projects/shop-x/deployments')).json()).toMatchObject({ state: 'succeeded' })
  })

  it('is refused where it would miss what else is in the folder, which is named', async () => {
    const server = await startShop('services: {web: {build: ./app, volumes: ["./data:/data"]}}')
    expect((await copyOf(server, { name: 'shop-x' })).json()).toMatchObject({
      status: 422,
      code: 'COPY_OF_FOLDER',
      detail: 'The copy would not find what is only in the folder: web builds app, web mounts data.',
    })
  })
})
