import { printProblem } from './print/print-problem.ts'
import { processWorld } from './process-world.ts'
import { run } from './run.ts'

export { run } from './run.ts'

/** Runs the command line of this process and sets its exit code. */
export async function runProcess(): Promise<void> {
  const world = processWorld()
  try {
    process.exitCode = await run(process.argv.slice(2), world)
  } catch (error) {
    const { EngineError } = await import('@berth/docker-engine')
    if (!(error instanceof EngineError)) throw error
    printProblem(error, world)
    process.exitCode = 1
  }
}
