import { EngineError } from '@berth/docker-engine'
import type { Problem } from '../problem.ts'
import type { World } from '../world.ts'
import { printProblem } from './print-problem.ts'
import { sourceStack } from './source-stack.ts'

/** Prints what a command threw: an error of the Engine, or a fault of our own with the places it came through. */
export function printFault(error: unknown, world: World): void {
  printProblem(error instanceof EngineError ? error : faultOf(error), world)
}

function faultOf(error: unknown): Problem {
  const stack = error instanceof Error ? (error.stack ?? error.message) : String(error)
  return {
    code: 'CLI_FAULT',
    message: `berth itself failed: ${sourceStack(stack)}`,
    fix: 'This is a fault of Berth: please report it, with these lines.',
  }
}
