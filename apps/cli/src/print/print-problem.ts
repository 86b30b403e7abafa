import type { World } from '../world.ts'
import { styleFor } from './style.ts'

/** What is told about anything that went wrong: what, and what to do about it where we know. */
export interface Complaint {
  /** As listed in docs/errors.md. */
  readonly code?: string
  readonly message: string
  readonly fix?: string | undefined
}

/** Prints an error and its fix to standard error. */
export function printProblem({ code, message, fix }: Complaint, world: World, ansi?: string): void {
  const style = styleFor(world.err, world, ansi)
  const lines = [
    `${style('red', style('bold', heading('error', code)))} ${message}`,
    ...(fix === undefined ? [] : [`  ${style('cyan', 'fix:')} ${fix}`]),
  ]
  world.err.write(`${lines.join('\n')}\n`)
}

/** In the form of the loader's diagnostics: `error CLI_UNKNOWN_FLAG:`. */
export const heading = (word: string, code: string | undefined): string =>
  code === undefined ? `${word}:` : `${word} ${code}:`

/** Prints what a user should know and nobody has to act on. */
export function printWarning({ message, fix }: Complaint, world: World, ansi?: string): void {
  const style = styleFor(world.err, world, ansi)
  const advice = fix === undefined ? '' : `\n  ${style('cyan', 'fix:')} ${fix}`
  world.err.write(`${style('yellow', 'warning:')} ${message}${advice}\n`)
}
