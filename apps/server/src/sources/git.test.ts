import { randomBytes } from 'node:crypto'
import { readdir, readFile, stat } from 'node:fs/promises'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { startGitServer } from '../testing/git-server.ts'
import { startSshServer } from '../testing/ssh-server.ts'
import { startServer, type TestServer } from '../testing/start-server.ts'

const compose = (tag = '1') => `services: {web: {image: "busybox:${tag}"}}\n`
const images = ['1', '2'].map((tag) => ({ reference: `busybox:${tag}` }))

const create = (server: TestServer, git: object) =>
  server.call({ method: 'POST', url: '/api/v1/projects', payload: { name: 'shop', git } })
const call = (server: TestServer, method: 'GET' | 'PUT' | 'POST' | 'DELETE', at: string, payload?: object) =>
  server.call({
    method,
    url: `/api/v1/projects/shop${at}`,
    headers: { prefer: 'wait=20' },
    ...(payload && { payload }),
  })
const onDisk = (server: TestServer, file: string) => path.join(server.dataDir, 'projects/shop', file)

describe('a project from a repository', () => {
  it('has the files of its branch, and is deployed like any other', async () => {
    const git = await startGitServer()
    const commit = await git.commit(
      'shop',
      { 'compose.yaml': compose(), 'bin/run.sh': '#!/bin/sh\n', 'app/main.c': 'int main;' },
      { executable: ['bin/run.sh'] },
    )
    const server = await startServer({ images })
    const reply = await create(server, { url: `${git.url}/shop.git` })
    expect(reply.statusCode).toBe(201)
    expect(reply.json()).toMatchObject({
      files: ['app/main.c', 'bin/run.sh', 'compose.yaml'],
      source: { kind: 'git', commit, subfolder: '', hasCredentials: false },
      diagnostics: [],
    })
    expect((await stat(onDisk(server, 'bin/run.sh'))).mode & 0o111).toBe(0o111)
    expect((await stat(onDisk(server, 'app/main.c'))).mode & 0o111).toBe(0)
    // Nothing of git is where containers can write.
    expect(await readdir(onDisk(server, ''))).toEqual(['app', 'bin', 'compose.yaml'])
    expect((await call(server, 'POST', '/deployments')).json()).toMatchObject({
      state: 'succeeded',
      revision: 1,
    })
  })

  it('follows it when it is told to, and keeps what was written beside it', async () => {
    const git = await startGitServer()
    await git.commit('shop', { 'compose.yaml': compose(), 'old.txt': 'x' })
    const server = await startServer({ images })
    await create(server, { url: `${git.url}/shop.git`, ref: 'main' })
    await call(server, 'PUT', '/env', { text: 'TAG=mine\n' })
    await git.git('shop', 'rm', '--quiet', 'old.txt')
    const commit = await git.commit('shop', { 'compose.yaml': compose('2') })
    const reply = await call(server, 'POST', '/sync')
    expect(reply.json()).toMatchObject({ files: ['.env', 'compose.yaml'], source: { commit, ref: 'main' } })
    expect(await readFile(onDisk(server, 'compose.yaml'), 'utf8')).toBe(compose('2'))

    await git.commit('shop', { '.env': 'TAG=theirs\n' })
    expect((await call(server, 'POST', '/sync')).json()).toMatchObject({
      status: 409,
      code: 'SOURCE_CONFLICT',
    })
    expect(await readFile(onDisk(server, '.env'), 'utf8')).toBe('TAG=mine\n')
  })

  it('may be of a tag, a commit or another branch', async () => {
    const git = await startGitServer()
    const first = await git.commit('shop', { 'compose.yaml': compose('1') })
    await git.git('shop', 'tag', '--annotate', '--message=one', 'v1')
    const second = await git.commit('shop', { 'compose.yaml': compose('2') })
    const server = await startServer({ images })
    expect((await create(server, { url: `${git.url}/shop.git`, ref: 'v1' })).json().source.commit).toBe(first)
    expect((await call(server, 'POST', '/sync', { ref: second })).json().source).toMatchObject({
      commit: second,
      ref: second,
    })
    expect((await call(server, 'POST', '/sync', { ref: 'nope' })).json()).toMatchObject({
      status: 422,
      code: 'GIT_REF_NOT_FOUND',
    })
  })

  it('works in its subfolder, and may reach into the rest of the repository', async () => {
    const git = await startGitServer()
    await git.commit('shop', {
      'deploy/compose.yaml': 'include: [../base.yaml]\nservices: {web: {image: "busybox:${TAG}"}}\n',
      'deploy/.env': 'TAG=1\n',
      'base.yaml': 'services: {db: {image: busybox}}\n',
    })
    const server = await startServer({ images })
    const reply = await create(server, { url: `${git.url}/shop.git`, subfolder: '/deploy/' })
    expect(reply.json()).toMatchObject({
      composeFile: 'deploy/compose.yaml',
      diagnostics: [],
      services: [
        { name: 'db', image: 'busybox' },
        { name: 'web', image: 'busybox:1' },
      ],
    })
    // The repository's .env is not written: what is set here is kept beside it, and wins.
    expect((await call(server, 'PUT', '/variables/TAG', { value: '2' })).json().variables).toMatchObject([
      { name: 'TAG', value: '2', source: 'project', overrides: ['env-file'] },
    ])
    expect((await call(server, 'GET', '')).json().services[1].image).toBe('busybox:2')
  })

  it('is fetched below its subfolder only where the rest is too much', async () => {
    const git = await startGitServer()
    const rest = Array.from({ length: 2_001 }, (_, index) => [
      `rest/${index}`,
      randomBytes(512).toString('hex'),
    ])
    await git.commit('shop', { 'deploy/compose.yaml': compose(), ...Object.fromEntries(rest) })
    await git.git('shop', 'config', 'uploadpack.allowFilter', 'true')
    const server = await startServer({ images })
    const reply = await create(server, { url: `${git.url}/shop.git`, subfolder: 'deploy' })
    expect(reply.json()).toMatchObject({ files: ['deploy/compose.yaml'], totalServices: 1 })
    const repositories = path.join(server.dataDir, 'repositories')
    const names = await readdir(repositories, { recursive: true })
    const sizes = await Promise.all(
      names.map(async (name) => (await stat(path.join(repositories, name))).size),
    )
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThan(512 * 1024)

    await git.commit('shop', { 'deploy/compose.yaml': compose('2') })
    await call(server, 'POST', '/sync')
    expect(await readFile(onDisk(server, 'deploy/compose.yaml'), 'utf8')).toBe(compose('2'))
  })

  it('takes the files of submodules when it is asked to', async () => {
    const git = await startGitServer()
    await git.commit('lib', { 'lib.txt': 'from the library' })
    await git.commit('shop', { 'compose.yaml': compose() })
    await git.git('shop', 'submodule', '--quiet', 'add', '../lib', 'vendor/lib')
    await git.git('shop', 'config', '--file=.gitmodules', 'submodule.vendor/lib.url', '../lib.git')
    await git.commit('shop', {})
    const server = await startServer({ images })
    const reply = await create(server, { url: `${git.url}/shop.git`, submodules: true })
    expect(reply.json().files).toEqual(['.gitmodules', 'compose.yaml', 'vendor/lib/lib.txt'])
  })

  it('has files that only the repository changes', async () => {
    const git = await startGitServer()
    await git.commit('shop', { 'compose.yaml': compose() })
    const server = await startServer({ images })
    await create(server, { url: `${git.url}/shop.git` })
    for (const reply of [
      await call(server, 'PUT', '/files/compose.yaml', { content: compose('2') }),
      await call(server, 'DELETE', '/files/compose.yaml'),
      await call(server, 'PUT', '', { files: [{ path: 'compose.yaml', content: compose('2') }] }),
    ]) {
      expect(reply.json()).toMatchObject({ status: 409, code: 'SOURCE_FILE_READ_ONLY' })
    }
  })

  it('leaves links out, and says which', async () => {
    const git = await startGitServer()
    await git.commit(
      'shop',
      { 'compose.yaml': compose() },
      { links: { 'docker-compose.yml': '/etc/shadow' } },
    )
    const server = await startServer({ images })
    expect((await create(server, { url: `${git.url}/shop.git` })).json()).toMatchObject({
      files: ['compose.yaml'],
      source: { skipped: ['docker-compose.yml'] },
    })
  })

  it('is forgotten with what was fetched of it', async () => {
    const git = await startGitServer()
    await git.commit('shop', { 'compose.yaml': compose() })
    const server = await startServer({ images })
    await create(server, { url: `${git.url}/shop.git` })
    await call(server, 'DELETE', '')
    expect(await readdir(path.join(server.dataDir, 'repositories'))).toEqual([])
  })
})

describe('credentials of a repository', () => {
  it('are sent to it, kept sealed, and told to nobody', async () => {
    const token = 'glpat-very-secret'
    const git = await startGitServer(token)
    await git.commit('shop', { 'compose.yaml': compose() })
    const server = await startServer({ images })
    const url = `${git.url}/shop.git`
    const refused = await create(server, { url, token: 'another-token' })
    expect(refused.json()).toMatchObject({ status: 502, code: 'GIT_FAILED' })
    expect(refused.body).not.toContain('another-token')
    const reply = await create(server, { url, token })
    expect(reply.json().source).toMatchObject({ hasCredentials: true })
    expect((await call(server, 'POST', '/sync')).statusCode).toBe(200)
    const basic = Buffer.from(`git:${token}`).toString('base64')
    for (const text of await everythingTold(server, [reply.body, ...git.seen])) {
      expect(text).not.toContain(token)
      expect(text).not.toContain(basic)
    }
    expect(git.seen.some((line) => line.includes(' fetch '))).toBe(true)
  })

  it('can be replaced when they have expired', async () => {
    const git = await startGitServer('new-token')
    await git.commit('shop', { 'compose.yaml': compose() })
    const server = await startServer({ images })
    await create(server, { url: `${git.url}/shop.git`, token: 'new-token' })
    const refused = await call(server, 'POST', '/sync', { token: 'old-token' })
    expect(refused.json()).toMatchObject({ code: 'GIT_FAILED', fix: expect.stringContaining('`token`') })
    expect((await call(server, 'POST', '/sync')).statusCode).toBe(200)
    expect((await call(server, 'POST', '/sync', { token: 'new-token' })).statusCode).toBe(200)
  })
})

/** What a thief could read: every file of the server, what it logged, and what else is given. */
async function everythingTold(server: TestServer, others: readonly string[]): Promise<string[]> {
  await server.http.close()
  const files = await readdir(server.dataDir, { recursive: true, withFileTypes: true })
  const texts = await Promise.all(
    files
      .filter((entry) => entry.isFile())
      .map((entry) => readFile(path.join(entry.parentPath, entry.name), 'latin1')),
  )
  return [...texts, server.logged(), ...others]
}

describe('a repository behind ssh', () => {
  const lineOf = (key: string) => key.split('\n')[1] ?? ''

  it('is read with a key, which is told to nobody', async () => {
    const ssh = await startSshServer()
    const commit = await ssh.commit('shop', { 'compose.yaml': compose() })
    const server = await startServer({ images })
    const input = { url: `${ssh.url}shop.git`, sshKey: ssh.key, knownHosts: ssh.knownHosts }
    const reply = await create(server, input)
    expect(reply.json()).toMatchObject({ files: ['compose.yaml'], source: { commit, hasCredentials: true } })
    const next = await ssh.commit('shop', { 'compose.yaml': compose('2') })
    expect((await call(server, 'POST', '/sync')).json().source.commit).toBe(next)
    for (const text of await everythingTold(server, [reply.body, ...ssh.seen])) {
      expect(text).not.toContain(lineOf(ssh.key))
    }
    expect(ssh.seen.some((line) => line.includes('StrictHostKeyChecking=yes'))).toBe(true)
  })

  it('has submodules beside it', async () => {
    const ssh = await startSshServer()
    await ssh.commit('lib', { 'lib.txt': 'from the library' })
    await ssh.commit('shop', { 'compose.yaml': compose() })
    await ssh.git('shop', 'submodule', '--quiet', 'add', '../lib', 'lib')
    await ssh.git('shop', 'config', '--file=.gitmodules', 'submodule.lib.url', '../lib.git')
    await ssh.commit('shop', {})
    const server = await startServer({ images })
    const reply = await create(server, { url: `${ssh.url}shop.git`, sshKey: ssh.key, submodules: true })
    expect(reply.json().files).toEqual(['.gitmodules', 'compose.yaml', 'lib/lib.txt'])
  })

  it('is refused another key, with what to do', async () => {
    const [ssh, other] = [await startSshServer(), await startSshServer()]
    await ssh.commit('shop', { 'compose.yaml': compose() })
    const server = await startServer({ images })
    const reply = await create(server, { url: `${ssh.url}shop`, sshKey: other.key })
    expect(reply.json()).toMatchObject({
      status: 502,
      code: 'GIT_FAILED',
      detail: expect.stringContaining('Permission denied'),
      fix: expect.stringContaining('deploy key'),
    })
  })

  it('is not believed when it is another host than it was, until it is said', async () => {
    const ssh = await startSshServer()
    await ssh.commit('shop', { 'compose.yaml': compose() })
    const server = await startServer({ images })
    expect((await create(server, { url: `${ssh.url}shop`, sshKey: ssh.key })).statusCode).toBe(201)
    const knownHosts = await ssh.changeKey()
    expect((await call(server, 'POST', '/sync')).json()).toMatchObject({
      status: 502,
      code: 'GIT_FAILED',
      detail: expect.stringContaining('Host key verification failed'),
      fix: expect.stringContaining('`knownHosts`'),
    })
    expect((await call(server, 'POST', '/sync', { knownHosts })).statusCode).toBe(200)
  })
})

describe('an address', () => {
  it.each([
    ['file:///etc', 'neither an https nor an ssh'],
    ['ext::sh -c id', 'neither an https nor an ssh'],
    ['--upload-pack=id', 'neither an https nor an ssh'],
    ['git@-oProxyCommand=id:x', 'neither an https nor an ssh'],
    ['ssh://-oProxyCommand=id/x', 'is no host'],
    ['http://example.org/x.git', 'Plain http'],
    ['https://ada:secret@example.org/x.git', 'has credentials in it'],
    ['https://127.0.0.1/x.git', 'no git server'],
    ['https://169.254.169.254/latest', 'no git server'],
    ['https://[::1]/x.git', 'no git server'],
  ])('is refused: %s', async (url, why) => {
    const reply = await create(await startServer(), { url })
    expect(reply.json()).toMatchObject({ status: 422, code: 'GIT_URL_INVALID' })
    expect(reply.json().detail).toContain(why)
    expect(reply.body).not.toContain('secret')
  })

  it.each(['--upload-pack=id', 'a..b', 'main; id', 'refs/heads/x.lock', '-x'])(
    'is refused with the ref %s',
    async (ref) => {
      const git = await startGitServer()
      await git.commit('shop', { 'compose.yaml': compose() })
      const reply = await create(await startServer(), { url: `${git.url}/shop.git`, ref })
      expect(reply.json()).toMatchObject({ code: 'GIT_URL_INVALID' })
    },
  )

  it.each(['..', 'a/../../b', 'a//b'])('is refused with the subfolder %s', async (subfolder) => {
    const reply = await create(await startServer(), { url: 'https://example.org/x.git', subfolder })
    expect(reply.json()).toMatchObject({ code: 'GIT_URL_INVALID' })
  })

  it('or files are wanted, not both', async () => {
    const server = await startServer()
    const payload = {
      name: 'shop',
      git: { url: 'https://example.org/x' },
      files: [{ path: 'a', content: '' }],
    }
    const reply = await server.call({ method: 'POST', url: '/api/v1/projects', payload })
    expect(reply.json()).toMatchObject({ status: 400, code: 'REQUEST_INVALID' })
  })
})
