import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { testEngineHost } from '@berth/testkit/engine'

/** The command as it is installed. */
export const launcher = fileURLToPath(new URL('../../bin/berth', import.meta.url))

/** What one run of the command came to. */
export interface Ran {
  readonly code: number | null
  readonly out: string
  readonly err: string
}

/** A `berth` that is running. */
export interface RunningBerth {
  readonly ended: Promise<Ran>
  /** Resolves when it has printed this to either stream, rejects when it ends without. */
  readonly printed: (text: string) => Promise<void>
  /** Writes to its standard input and ends that. */
  readonly type: (text: string) => void
  /** Presses Ctrl-C. */
  readonly interrupt: () => void
}

/** This process's own environment, with the Engine of the tests. */
export function testEnvironment(): NodeJS.ProcessEnv {
  const host = testEngineHost()
  return { ...process.env, ...(host !== undefined && { DOCKER_HOST: host }) }
}

/** Starts the real launcher against the Engine of the tests. */
export function startBerth(
  cwd: string,
  args: readonly string[],
  env: Record<string, string> = {},
): RunningBerth {
  const child = spawn(launcher, args, {
    cwd,
    env: { ...testEnvironment(), ...env },
    stdio: ['pipe', 'pipe', 'pipe'],
  })
  const written = { out: '', err: '' }
  const listeners = new Set<() => void>()
  const keep = (name: 'out' | 'err') => (chunk: string) => {
    written[name] += chunk
    for (const listener of listeners) listener()
  }
  child.stdout.setEncoding('utf8').on('data', keep('out'))
  child.stderr.setEncoding('utf8').on('data', keep('err'))
  const ended = new Promise<Ran>((resolve, reject) => {
    child.on('error', reject)
    child.on('close', (code) => resolve({ code, ...written }))
  })
  const printed = (text: string) =>
    new Promise<void>((resolve, reject) => {
      const look = () => {
        if (`${written.out}${written.err}`.includes(text)) resolve()
      }
      listeners.add(look)
      ended.then(() => {
        look()
        reject(new Error(`berth ended without printing '${text}':\n${written.out}${written.err}`))
      }, reject)
      look()
    })
  return { ended, printed, type: (text) => child.stdin.end(text), interrupt: () => child.kill('SIGINT') }
}

/** Runs the real launcher to its end, with nothing on its standard input. */
export function berth(cwd: string, args: readonly string[], env?: Record<string, string>): Promise<Ran> {
  const running = startBerth(cwd, args, env)
  running.type('')
  return running.ended
}
