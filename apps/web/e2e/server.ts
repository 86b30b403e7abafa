import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { createInterface } from 'node:readline'
import { testEngineHost } from '@berth/testkit/engine'
import { startLocalGitApp } from '../../server/src/testing/local-git-app.ts'

/** A Berth of its own: own port, own data, nobody set up. */
export interface TestServer {
  /** `http://127.0.0.1:PORT` */
  readonly url: string
  /** The one-time link for the first admin. */
  readonly setUpLink: string
  /** Stops it and deletes its data. */
  stop(): Promise<void>
}

/** The same in this process, for repositories that this machine serves without a certificate, or another clock. */
export async function startGitTestServer(
  overrides: Parameters<typeof startLocalGitApp>[1] = {},
): Promise<TestServer> {
  const dataDir = await mkdtemp(path.join(tmpdir(), 'berth-e2e-'))
  const environment = {
    DOCKER_HOST: testEngineHost(),
    BERTH_PORT: '0',
    BERTH_DATA_DIR: dataDir,
    BERTH_LOG_LEVEL: 'warn',
  }
  const { url, issueSetupToken, stop } = await startLocalGitApp(environment, overrides)
  return {
    url,
    setUpLink: `${url}/setup#token=${await issueSetupToken()}`,
    async stop() {
      await stop()
      await rm(dataDir, { recursive: true, force: true })
    },
  }
}

const repository = path.resolve(import.meta.dirname, '../../..')
const main = path.join(repository, 'apps/server/src/main.ts')
const startLimitMs = 60_000

/**
 * Starts the real server on a free port, and resolves when it has printed its set-up link.
 *
 * @param environment Settings besides those that make it a server of its own.
 */
export async function startServer(environment: NodeJS.ProcessEnv = {}): Promise<TestServer> {
  const dataDir = await mkdtemp(path.join(tmpdir(), 'berth-e2e-'))
  const dockerHost = testEngineHost()
  const child = spawn(process.execPath, [main], {
    env: {
      ...process.env,
      BERTH_PORT: '0',
      BERTH_DATA_DIR: dataDir,
      BERTH_LOG_LEVEL: 'warn',
      // What did not change since the last start is not compiled again.
      NODE_COMPILE_CACHE: path.join(repository, 'node_modules/.berth/compiled'),
      ...(dockerHost !== undefined && { DOCKER_HOST: dockerHost }),
      ...environment,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const printed: string[] = []
  child.stderr.on('data', (chunk: Buffer) => printed.push(String(chunk)))

  const stop = async () => {
    if (child.exitCode === null && child.signalCode === null) {
      const ended = once(child, 'exit')
      child.kill('SIGTERM')
      await ended
    }
    await rm(dataDir, { recursive: true, force: true })
  }

  const limit = setTimeout(() => child.kill('SIGKILL'), startLimitMs)
  try {
    for await (const line of createInterface({ input: child.stdout })) {
      printed.push(line)
      const link = /https?:\/\/\S+\/setup#token=\S+/.exec(line)?.[0]
      if (link === undefined) continue
      // Whatever it prints later must not fill the pipe.
      child.stdout.resume()
      return { url: new URL(link).origin, setUpLink: link, stop }
    }
  } finally {
    clearTimeout(limit)
  }
  await stop()
  throw new Error(`The server ended before it was ready:\n${printed.join('\n')}`)
}
