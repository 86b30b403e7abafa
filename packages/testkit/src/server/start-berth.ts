import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import path from 'node:path'
import { createInterface } from 'node:readline'
import { testEngineHost } from '../engine/connect.ts'

const entry = path.join(import.meta.dirname, '../../../../apps/server/src/main.ts')
/** Ends a start that has failed already; it decides nothing. */
const startLimitMs = 90_000

/** The real server as a process of its own, on a port that the system chose. */
export interface BerthProcess {
  /** `http://127.0.0.1:PORT`. */
  readonly url: string
  readonly pid: number
  /** The one-time link for the first admin; undefined when there is one already. */
  readonly setUpLink: string | undefined
  /** Ends it as a power cut would. */
  kill(): Promise<void>
  /** Asks it to end, and waits. Does nothing when it has ended. */
  stop(): Promise<void>
}

/**
 * Starts the server on a data folder, and resolves when it listens. Without `dockerHost` it uses the
 * Engine for tests. Rejects with what it printed when it ends before that.
 */
export async function startBerth(options: {
  readonly dataDir: string
  readonly dockerHost?: string
  /** Settings beside those that every test needs, for example `BERTH_PROJECT_ROOTS`. */
  readonly env?: Readonly<Record<string, string>>
}): Promise<BerthProcess> {
  const dockerHost = options.dockerHost ?? testEngineHost()
  const child = spawn(process.execPath, ['--max-semi-space-size=4', '--optimize-for-size', entry], {
    env: {
      ...process.env,
      MALLOC_ARENA_MAX: '2',
      MALLOC_MMAP_THRESHOLD_: '32768',
      BERTH_HOST: '127.0.0.1',
      BERTH_PORT: '0',
      BERTH_DATA_DIR: options.dataDir,
      BERTH_LOG_LEVEL: 'warn',
      ...(dockerHost !== undefined && { DOCKER_HOST: dockerHost }),
      ...options.env,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const printed: string[] = []
  child.stderr.on('data', (chunk: Buffer) => printed.push(String(chunk)))
  const limit = setTimeout(() => child.kill('SIGKILL'), startLimitMs)
  try {
    const links = await readLinks(child.stdout, printed)
    if (links !== undefined) return { ...links, pid: child.pid ?? 0, ...endings(child) }
  } finally {
    clearTimeout(limit)
  }
  throw new Error(`The server ended before it was ready:\n${printed.join('\n')}`)
}

async function readLinks(stdout: NodeJS.ReadableStream, printed: string[]) {
  const lines = createInterface({ input: stdout })
  let url: string | undefined
  for await (const line of lines) {
    printed.push(line)
    url ??= /is ready on (http:\S+)/.exec(line)?.[1]
    if (url === undefined) continue
    const reply = await fetch(`${url}/api/v1/session`)
    const { isSetUp } = (await reply.json()) as { isSetUp: boolean }
    const setUpLink = /https?:\S+\/setup#token=\S+/.exec(line)?.[0]
    if (!isSetUp && setUpLink === undefined) continue
    // Whatever it prints later must not fill the pipe.
    stdout.resume()
    return { url, setUpLink }
  }
  return undefined
}

function endings(child: ChildProcess): Pick<BerthProcess, 'kill' | 'stop'> {
  const end = async (signal: NodeJS.Signals) => {
    if (child.exitCode !== null || child.signalCode !== null) return
    const ended = once(child, 'exit')
    child.kill(signal)
    await ended
  }
  return { kill: () => end('SIGKILL'), stop: () => end('SIGTERM') }
}
