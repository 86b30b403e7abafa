import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { onTestFinished } from 'vitest'
import { commandLines } from './command-lines.ts'
import { makeRepositories, type Repositories } from './repositories.ts'

/** Repositories that the real git serves over http on this machine. */
export interface GitServer extends Repositories {
  readonly url: string
  /** Of every process of this machine while a request was answered. */
  readonly seen: readonly string[]
}

/** @param token When given, what basic authentication has to bring. */
export async function startGitServer(token?: string): Promise<GitServer> {
  const repositories = await makeRepositories()
  const seen: string[] = []
  const server = createServer(async (request, response) => {
    seen.push(...(await commandLines()))
    const given = Buffer.from(request.headers.authorization?.replace('Basic ', '') ?? '', 'base64')
    if (token !== undefined && !given.toString().endsWith(`:${token}`)) {
      response.writeHead(401, { 'www-authenticate': 'Basic realm="git"' }).end()
    } else serve(repositories.root, request, response)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  return { ...repositories, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, seen }
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
