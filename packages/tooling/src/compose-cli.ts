import { spawnSync } from 'node:child_process'

/** How the real Docker Compose is called. */
export interface ComposeCli {
  readonly program: string
  /** What stands before a command. */
  readonly args: readonly string[]
  readonly version: string
}

/** The version whose results the loader reproduces. */
export const composeVersion = '2.40.3'

/**
 * Finds the real Docker Compose: the program that `COMPOSE_CLI` names, else `docker-compose` or `docker compose` on
 * the PATH. Undefined when none of them answers.
 */
export function findComposeCli(named: string | undefined): ComposeCli | undefined {
  const candidates: readonly (readonly [program: string, ...args: string[]])[] =
    named === undefined ? [['docker-compose'], ['docker', 'compose']] : [[named]]
  for (const [program, ...args] of candidates) {
    const { status, stdout } = spawnSync(program, [...args, 'version', '--short'], { encoding: 'utf8' })
    if (status === 0) return { program, args, version: stdout.trim() }
  }
  return undefined
}

/** What to do when there is none. */
export const composeCliMissing = `No Docker Compose found: put docker-compose ${composeVersion} on the PATH, or set COMPOSE_CLI to its path.`
