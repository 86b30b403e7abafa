import { statSync } from 'node:fs'
import { isAbsolute, normalize } from 'node:path'
import { standardInput } from './standard-input.ts'
import { type StandardStream, standardStream } from './standard-stream.ts'
import type { World } from './world.ts'

interface ProcessWorld extends World {
  readonly out: StandardStream
  readonly err: StandardStream
}

/** The real process. */
export function processWorld(): ProcessWorld {
  return {
    cwd: shellFolder(process.cwd(), process.env.PWD),
    env: process.env,
    out: standardStream(1),
    err: standardStream(2),
    onInterrupt: (callback) => onSignals(['SIGINT', 'SIGTERM'], callback),
    onSignal: (callback) => onSignals(['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGQUIT'], callback),
    onResize: (callback) => {
      process.stdout.on('resize', callback)
      return () => process.stdout.off('resize', callback)
    },
    input: standardInput,
    readLine: async () => (await import('./read-line.ts')).readLine(),
    exit: (code) => process.exit(code),
    now: () => Date.now(),
  }
}

/**
 * The folder as the shell calls it, where links lead to the one we are in: a project is called what its folder is.
 *
 * @param physical The folder without links.
 * @param shell What the shell says; it may say nothing, or be wrong.
 */
export function shellFolder(physical: string, shell: string | undefined): string {
  if (shell === undefined || !isAbsolute(shell) || normalize(shell) !== shell) return physical
  const [one, other] = [physical, shell].map((folder) => statSync(folder, { throwIfNoEntry: false }))
  return one !== undefined && one.dev === other?.dev && one.ino === other.ino ? shell : physical
}

function onSignals<Name extends NodeJS.Signals>(
  names: readonly Name[],
  callback: (name: Name) => void,
): () => void {
  const listeners = names.map((name) => [name, () => callback(name)] as const)
  for (const [name, listener] of listeners) process.on(name, listener)
  return () => {
    for (const [name, listener] of listeners) process.off(name, listener)
  }
}
