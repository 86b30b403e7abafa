import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'
import { onTestFinished } from 'vitest'

const run = promisify(execFile)

/** Repositories that the real git serves over http on this machine. */
export interface GitServer {
  readonly url: string
  /** The Authorization header of each request. */
  readonly authorizations: readonly (string | undefined)[]
  /** Makes a commit in a repository, which is made when it is new; resolves with its id. */
  commit(
    repository: string,
    files: Readonly<Record<string, string>>,
    options?: CommitOptions,
  ): Promise<string>
  git(repository: string, ...args: string[]): Promise<string>
}

export interface CommitOptions {
  /** By path, what links lead to. */
  readonly links?: Readonly<Record<string, string>>
  readonly executable?: readonly string[]
}

/** @param token When given, what basic authentication has to bring. */
export async function startGitServer(token?: string): Promise<GitServer> {
  const root = await mkdtemp(path.join(tmpdir(), 'berth-git-'))
  const authorizations: (string | undefined)[] = []
  const server = createServer((request, response) => {
    authorizations.push(request.headers.authorization)
    const given = Buffer.from(request.headers.authorization?.replace('Basic ', '') ?? '', 'base64')
    if (token !== undefined && !given.toString().endsWith(`:${token}`)) {
      response.writeHead(401, { 'www-authenticate': 'Basic realm="git"' }).end()
    } else serve(root, request, response)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(async () => {
    server.closeAllConnections()
    server.close()
    await rm(root, { recursive: true })
  })

  const git = async (repository: string, ...args: string[]) => {
    const env = { ...process.env, GIT_CONFIG_GLOBAL: '/dev/null', GIT_CONFIG_NOSYSTEM: '1' }
    const identity = [
      '-c',
      'user.name=ada',
      '-c',
      'user.email=ada@example.org',
      '-c',
      'protocol.file.allow=always',
    ]
    const { stdout } = await run('git', [...identity, ...args], { cwd: path.join(root, repository), env })
    return stdout.trim()
  }
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    authorizations,
    git,
    async commit(repository, files, { links = {}, executable = [] } = {}) {
      const folder = path.join(root, repository)
      await mkdir(folder, { recursive: true })
      await git(repository, 'init', '--quiet', '--initial-branch=main')
      for (const [name, text] of Object.entries(files)) {
        await mkdir(path.dirname(path.join(folder, name)), { recursive: true })
        await writeFile(path.join(folder, name), text, { mode: executable.includes(name) ? 0o755 : 0o644 })
      }
      for (const [name, target] of Object.entries(links)) await symlink(target, path.join(folder, name))
      await git(repository, 'add', '--all')
      await git(repository, 'commit', '--quiet', '--allow-empty', '--message=next')
      return git(repository, 'rev-parse', 'HEAD')
    },
  }
}

/** As CGI wants it: variables in, headers and a body out. */
function serve(root: string, request: IncomingMessage, response: ServerResponse): void {
  const [pathname = '', query = ''] = (request.url ?? '').split('?')
  const child = spawn('git', ['http-backend'], {
    env: {
      PATH: process.env.PATH ?? '',
      GIT_PROJECT_ROOT: root,
      GIT_HTTP_EXPORT_ALL: '1',
      GIT_PROTOCOL: String(request.headers['git-protocol'] ?? ''),
      PATH_INFO: pathname.replace(/\.git(?=\/)/, '/.git'),
      QUERY_STRING: query,
      REQUEST_METHOD: request.method ?? '',
      CONTENT_TYPE: request.headers['content-type'] ?? '',
      HTTP_CONTENT_ENCODING: request.headers['content-encoding'] ?? '',
    },
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  request.pipe(child.stdin)
  const chunks: Buffer[] = []
  child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk))
  child.on('close', () => {
    const output = Buffer.concat(chunks)
    const end = output.indexOf('\r\n\r\n')
    const headers = output
      .subarray(0, end)
      .toString()
      .split('\r\n')
      .map((line) => line.split(': '))
    const status = headers.find(([name]) => name === 'Status')?.[1]
    response.statusCode = Number(status?.slice(0, 3) ?? 200)
    for (const [name = '', value = ''] of headers) if (name !== 'Status') response.setHeader(name, value)
    response.end(output.subarray(end + 4))
  })
}
