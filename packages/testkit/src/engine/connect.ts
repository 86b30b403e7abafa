import { existsSync } from 'node:fs'
import { homedir } from 'node:os'
import path from 'node:path'
import { connectEngine } from '@berth/docker-engine/dockerode'

/**
 * Connects to the Engine for tests: `DOCKER_HOST`, else the default socket, else the private Engine of
 * `ensure-engine.sh`. Rejects when none answers: a test that needs an Engine fails without one.
 */
export async function connectTestEngine(): Promise<ReturnType<typeof connectEngine>> {
  const host = testEngineHost()
  const engine = connectEngine(host === undefined ? {} : { host })
  await engine.version()
  return engine
}

/** The `DOCKER_HOST` that {@link connectTestEngine} uses; undefined for the default socket. */
export function testEngineHost(): string | undefined {
  if (process.env.DOCKER_HOST) return process.env.DOCKER_HOST
  if (existsSync('/var/run/docker.sock')) return undefined
  const cache = process.env.XDG_CACHE_HOME ?? path.join(homedir(), '.cache')
  return `unix://${path.join(cache, 'berth-engine', 'docker.sock')}`
}
