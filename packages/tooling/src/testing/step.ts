import { spawn } from 'node:child_process'
import path from 'node:path'

/** The top of the repository; every step runs there. */
export const root = path.resolve(import.meta.dirname, '../../../..')

/** How a step went. */
export interface Outcome {
  readonly passed: number
  readonly failed: number
  /** What a person needs to mend a failure; printed only when there is one. */
  readonly output: string
}

/** One part of `npm test`. */
export interface Step {
  readonly name: string
  /** `npm test -- <group>` or `-- <name>` chooses it. */
  readonly group: string
  /** Names of earlier steps without which this one cannot run; they are chosen along with it. */
  readonly needs?: readonly string[]
  readonly run: () => Promise<Outcome>
}

/** A command that is one check: it passes when it exits with 0. */
export function check(command: string, ...args: string[]): () => Promise<Outcome> {
  return async () => {
    const { code, output } = await execute(command, args)
    return code === 0 ? { passed: 1, failed: 0, output } : { passed: 0, failed: 1, output }
  }
}

/** Runs a program in the repository and collects what it prints. Exit code 127 when it cannot be started. */
export function execute(command: string, args: readonly string[]): Promise<{ code: number; output: string }> {
  const child = spawn(command, args, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] })
  let output = ''
  child.stdout.on('data', (chunk) => {
    output += chunk
  })
  child.stderr.on('data', (chunk) => {
    output += chunk
  })
  return new Promise((resolve) => {
    child.on('error', (error) => resolve({ code: 127, output: `${error}` }))
    child.on('close', (code) => resolve({ code: code ?? 1, output }))
  })
}
