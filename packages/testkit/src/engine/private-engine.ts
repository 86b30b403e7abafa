import { execFile } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'

const run = promisify(execFile)
const script = path.join(import.meta.dirname, '../../../tooling/ensure-engine.sh')

/** A Docker Engine of a test's own, which it may stop and start again. */
export interface PrivateEngine {
  /** For `DOCKER_HOST`. */
  readonly host: string
  /** Ends the daemon; containers and images stay on disk, running containers stop. */
  stop(): Promise<void>
  start(): Promise<void>
  /** Stops it and deletes everything it had. */
  dispose(): Promise<void>
}

/**
 * Starts a second dockerd in a network namespace of its own, so that it shares neither bridge nor
 * published ports with the first. Its published ports are not reachable from the test. Needs root.
 *
 * @param settings What daemon.json says.
 */
export async function startPrivateEngine(settings?: object): Promise<PrivateEngine> {
  const folder = await mkdtemp(path.join(tmpdir(), 'berth-engine-'))
  if (settings !== undefined) await writeFile(path.join(folder, 'daemon.json'), JSON.stringify(settings))
  const env = {
    ...process.env,
    BERTH_ENGINE_DIR: folder,
    BERTH_ENGINE_NETNS: `berth-${randomBytes(4).toString('hex')}`,
  }
  const call = (command: string) => run('bash', [script, command], { env })
  const stop = async () => {
    await call('stop')
  }
  const start = async () => {
    await call('start')
  }
  const dispose = async () => {
    await stop()
    await rm(folder, { recursive: true, force: true })
  }
  await start().catch(async (error) => {
    await dispose()
    throw error
  })
  return { host: `unix://${folder}/docker.sock`, stop, start, dispose }
}
