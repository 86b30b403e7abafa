import { existsSync } from 'node:fs'
import path from 'node:path'
import { run } from './child.mjs'
import { SetupError } from './failure.mjs'

const CARRIED = path.resolve('node_modules/.bin/node')

/** npm and this file run on whatever Node is there; the product runs on the one that is carried. */
export function requireLauncher() {
  if (isAtLeast(18, 0)) return
  throw new SetupError(`Node ${process.versions.node} is too old to set up.`, 'Install Node 20 or newer.')
}

/** The Node of the lockfile; on platforms it has none for, a Node of the machine that is new enough. */
export async function chooseNode() {
  if (existsSync(CARRIED)) {
    const { code } = await run(CARRIED, ['--version'], '.', 'ignore')
    // It does not run on musl.
    if (code === 0) return CARRIED
  }
  if (isAtLeast(24, 11)) return process.execPath
  throw new SetupError(
    `No Node is carried for ${process.platform}-${process.arch}, and Node ${process.versions.node} is too old.`,
    'Install Node 24.11 or newer and run this again.',
  )
}

function isAtLeast(/** @type {number} */ wantedMajor, /** @type {number} */ wantedMinor) {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)
  return major > wantedMajor || (major === wantedMajor && minor >= wantedMinor)
}
