import { existsSync } from 'node:fs'
import { get } from 'node:http'
import path from 'node:path'
import { run } from './child.mjs'

const DEFAULT_SOCKET = '/var/run/docker.sock'

/**
 * The address of an Engine to use, or undefined when the server's own default is right or nothing can
 * be done here: the server runs without one too, says what is missing, and recovers when it appears.
 *
 * @returns {Promise<string | undefined>}
 */
export async function findEngine(/** @type {(text: string) => void} */ say) {
  // Somebody chose it; another one would show them other containers than they expect.
  if (process.env.DOCKER_HOST) return undefined
  if (await answers(DEFAULT_SOCKET)) return undefined
  const canInstall = process.getuid?.() === 0 && existsSync('/etc/debian_version')
  if (!canInstall) {
    say(`no Docker Engine answers at ${DEFAULT_SOCKET}; starting without one`)
    return undefined
  }
  const { code, output } = await run(path.resolve('packages/tooling/ensure-engine.sh'), [], '.', 'collect')
  const address = /^unix:\/\/.+$/m.exec(output)?.[0]
  if (code === 0 && address !== undefined) return address
  say('a private Docker Engine could not be started (see above); starting without one')
  return undefined
}

/** @returns {Promise<boolean>} */
function answers(/** @type {string} */ socketPath) {
  return new Promise((resolve) => {
    get({ socketPath, path: '/_ping', timeout: 3000 }, (reply) => {
      reply.resume()
      resolve(reply.statusCode === 200)
    })
      .on('timeout', () => resolve(false))
      .on('error', () => resolve(false))
  })
}
