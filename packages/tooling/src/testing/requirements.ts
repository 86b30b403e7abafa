import { spawnSync } from 'node:child_process'
import { type Outcome, root } from './step.ts'

/**
 * Runs a script that prints where a thing is (and installs it where it can), and puts that into the
 * environment of the steps that follow. A machine without it fails here with the script's own words.
 */
export function ensure(script: string, variable: string): () => Promise<Outcome> {
  return async () => {
    const { status, stdout } = spawnSync(script, {
      cwd: root,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    if (status !== 0) return { passed: 0, failed: 1, output: `${script} could not provide it; see above` }
    process.env[variable] = stdout.trim()
    return { passed: 1, failed: 0, output: '' }
  }
}
