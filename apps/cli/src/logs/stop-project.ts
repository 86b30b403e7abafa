import { apply, observe, planStop } from '@berth/convergence'
import type { Engine } from '@berth/docker-engine'
import type { FlagValues } from '../args/flag.ts'
import type { GlobalFlags } from '../args/global-flags.ts'
import { printFailures } from '../print/print-failure.ts'
import { startProgress } from '../progress/progress.ts'
import type { World } from '../world.ts'

export interface StopInput {
  readonly engine: Engine
  readonly globals: FlagValues<GlobalFlags>
  readonly world: World
  readonly project: string
  readonly services: readonly string[]
  readonly timeoutSeconds: number | undefined
}

/** Stops what runs, dependents first, and removes nothing. Resolves with the exit code. */
export async function stopProject(input: StopInput): Promise<number> {
  const { engine, globals, world, project, services, timeoutSeconds } = input
  const observed = await observe(engine, { project })
  const plan = planStop(observed, { services, ...(timeoutSeconds !== undefined && { timeoutSeconds }) })
  // Lines, not a table: logs are printed at the same time.
  const lines = {
    ...globals,
    progress: globals.progress === 'tty' ? ('plain' as const) : (globals.progress ?? 'plain'),
  }
  const progress = startProgress({
    plan,
    unchanged: [],
    globals: lines,
    world,
    verb: ['Stopping', 'Stopped'],
  })
  const result = await apply(plan, engine, { onEvent: progress.onEvent })
  progress.end(result.outcome)
  printFailures(result, world, { ansi: globals.ansi })
  return result.outcome === 'succeeded' ? 0 : 1
}
