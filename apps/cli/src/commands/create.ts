import type { CommandInput } from '../args/command.ts'
import type { createFlags } from '../args/up-flags.ts'
import { withEngine } from '../engine.ts'
import { deploy } from '../project/deploy.ts'
import { isNameGiven, planUpOptions } from '../project/plan-options.ts'
import { wantedProject } from '../project/wanted-project.ts'

/** `berth create`: makes the containers that the files ask for, and starts none. */
export async function create(input: CommandInput<typeof createFlags>): Promise<number> {
  const { flags, services, globals, world } = input
  const wanted = wantedProject(input)
  if (wanted === undefined) return 1
  const { project, judge } = wanted
  return withEngine(input, async (engine) => {
    const code = await deploy({
      engine,
      globals,
      world,
      project,
      judge,
      verb: ['Creating', 'Created'],
      quiet: { pulls: flags['quiet-pull'] },
      format: flags.format,
      options: planUpOptions(
        { ...flags, 'no-start': true },
        { services, wait: false, adopt: isNameGiven(globals, world.env), env: world.env },
      ),
    })
    return code
  })
}
