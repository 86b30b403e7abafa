import { processWorld } from './process-world.ts'
import { run } from './run.ts'

export { run } from './run.ts'

/**
 * Runs the command line of this process and sets its exit code. Where all is written the process ends at once: taking
 * the heap down in order takes Node longer than printing a project.
 */
export async function runProcess(): Promise<void> {
  const world = processWorld()
  try {
    process.exitCode = await run(process.argv.slice(2), world)
    if (world.out.isWritten && world.err.isWritten) process.exit()
  } catch (error) {
    const { printFault } = await import('./print/print-fault.ts')
    printFault(error, world)
    process.exitCode = 1
  }
}
