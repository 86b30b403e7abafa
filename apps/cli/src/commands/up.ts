import { observe, observeTarget, planUp, toDesiredState } from '@berth/convergence'
import type { CommandInput } from '../args/command.ts'
import type { upFlags } from '../args/command-flags.ts'
import { withEngine } from '../engine.ts'
import { carryOut } from '../project/carry-out.ts'
import { isNameGiven, planUpOptions } from '../project/plan-options.ts'
import { wantedProject } from '../project/wanted-project.ts'

/** `berth up`: makes the Engine run what the files ask for. */
export async function up(input: CommandInput<typeof upFlags>): Promise<number> {
  const { flags, services, globals, world } = input
  const project = wantedProject(input)
  if (project === undefined) return 1
  const isAttached = !flags.detach && !flags.wait
  return withEngine(input, async (engine) => {
    const desired = toDesiredState(project)
    const observed = await observe(engine, observeTarget(desired))
    const plan = planUp(
      desired,
      observed,
      planUpOptions(flags, {
        services,
        wait: !isAttached,
        adopt: isNameGiven(globals, world.env),
        env: world.env,
      }),
    )
    const since = world.now()
    const onFailure = flags['on-failure']
    const code = await carryOut(plan, {
      globals,
      world,
      engine,
      observed,
      verb: ['Deploying', 'Deployed'],
      ...(onFailure && { onFailure }),
    })
    if (code !== 0 || !isAttached) return code
    const { followProject } = await import('../logs/follow-project.ts')
    return followProject({
      ...input,
      engine,
      project: project.name,
      timeoutSeconds: flags.timeout,
      before: observed,
      since,
    })
  })
}
