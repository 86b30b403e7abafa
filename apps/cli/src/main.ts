import { EngineError } from '@berth/docker-engine'
import { printProblem } from './print/print-problem.ts'
import { processWorld } from './process-world.ts'
import { run } from './run.ts'

// A reader that goes away early (`berth config | head -1`) is no failure of ours.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(0)
  throw error
})

const world = processWorld()
try {
  process.exitCode = await run(process.argv.slice(2), world)
} catch (error) {
  if (!(error instanceof EngineError)) throw error
  printProblem(error, world)
  process.exitCode = 1
}
