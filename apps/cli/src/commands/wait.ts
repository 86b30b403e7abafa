import { observe, observeTarget, planDown, toDesiredState } from '@berth/convergence'
import type { ConnectedEngine } from '@berth/docker-engine/dockerode'
import type { CommandInput } from '../args/command.ts'
import type { waitFlags } from '../args/reading-flags.ts'
import { withEngine } from '../engine.ts'
import { printProblem } from '../print/print-problem.ts'
import type { Problem } from '../problem.ts'
import { carryOut } from '../project/carry-out.ts'
import { listContainers } from '../project/containers.ts'
import { isNameGiven } from '../project/plan-options.ts'
import { findTarget, type Target } from '../project/target.ts'

type WaitInput = CommandInput<typeof waitFlags>

/** `berth wait`: waits until containers have ended. Resolves with the exit code of the last. */
export async function wait(input: WaitInput): Promise<number> {
  const { flags, globals, world, services } = input
  const refuse = (problem: Problem) => {
    printProblem(problem, world, globals.ansi)
    return 1
  }
  if (services.length === 0) return refuse(noService)
  const target = findTarget(input)
  if (target === undefined) return 1
  return withEngine(input, async (engine) => {
    const containers = await listContainers(engine, { project: target.name, services })
    if (containers.length === 0) return refuse(nothingRuns(target.name, services))
    const over = new AbortController()
    const stopListening = world.onInterrupt(() => world.exit(130))
    let last = 0
    const ends = containers.map(async ({ id }) => {
      const { exitCode } = await engine.waitForExit(id, { signal: over.signal })
      world.out.write(`container "${id}" exited with status code ${exitCode}\n`)
      last = exitCode
    })
    try {
      if (!flags['down-project']) await Promise.all(ends)
      else await Promise.race(ends)
    } finally {
      stopListening()
      over.abort()
      await Promise.allSettled(ends)
    }
    if (!flags['down-project']) return last
    const code = await takeDown(engine, target, input)
    return code === 0 ? last : code
  })
}

async function takeDown(
  engine: ConnectedEngine,
  { name, project }: Target,
  input: WaitInput,
): Promise<number> {
  const { globals, world } = input
  const desired = project && toDesiredState(project)
  const observed = await observe(engine, desired ? observeTarget(desired) : { project: name })
  const plan = planDown(observed, { adopt: isNameGiven(globals, world.env), ...(desired && { desired }) })
  return carryOut(plan, { globals, world, engine, observed, verb: ['Removing', 'Removed'] })
}

const noService: Problem = {
  code: 'CLI_BAD_VALUE',
  message: '`berth wait` needs at least one service',
  fix: 'Write for example `berth wait migrate`.',
}

const nothingRuns = (project: string, services: readonly string[]): Problem => ({
  code: 'CLI_NOT_RUNNING',
  message: `no containers for project "${project}": nothing runs of ${services.join(', ')}`,
  fix: 'See `berth ps -a` for what has ended already.',
})
