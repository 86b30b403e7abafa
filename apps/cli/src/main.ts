import { printProblem } from './print/print-problem.ts'
import { processWorld } from './process-world.ts'
import { run } from './run.ts'

async function main(): Promise<void> {
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

void main()
