import {
  describePlan,
  hostOf,
  observe,
  observeTarget,
  type Plan,
  planDown,
  planUp,
  toDesiredState,
} from '@berth/convergence'
import type { ConnectedEngine } from '@berth/docker-engine/dockerode'
import type { CommandInput } from '../args/command.ts'
import type { planFlags } from '../args/up-flags.ts'
import { withEngine } from '../engine.ts'
import { paintPlan } from '../print/paint-plan.ts'
import { styleFor } from '../print/style.ts'
import { isNameGiven, planUpOptions } from '../project/plan-options.ts'
import { type WantedProject, wantedProject } from '../project/wanted-project.ts'

type PlanInput = CommandInput<typeof planFlags>

/** `berth plan`: what `up` (or `down`) would do. Changes nothing; 1 when it could not be done. */
export async function plan(input: PlanInput): Promise<number> {
  const { flags, globals, world } = input
  const wanted = wantedProject({ ...input, remarks: true })
  if (wanted === undefined) return 1
  return withEngine(input, async (engine) => {
    const made = await makePlan(engine, wanted, input)
    const style = styleFor(world.out, world, globals.ansi)
    world.out.write(
      flags.format === 'json' ? `${JSON.stringify(describePlan(made), null, 2)}\n` : paintPlan(made, style),
    )
    return made.problems.length > 0 ? 1 : 0
  })
}

async function makePlan(
  engine: ConnectedEngine,
  { project, judge }: WantedProject,
  input: PlanInput,
): Promise<Plan> {
  const desired = toDesiredState(project)
  const { flags, services, globals, world } = input
  const adopt = isNameGiven(globals, world.env)
  const options = planUpOptions(flags, { services, wait: true, adopt, env: world.env })
  const intent = flags.down ? { startsNothing: true, removeImages: flags.rmi } : options
  const observed = await observe(engine, observeTarget(desired, intent), { host: hostOf(engine.endpoint) })
  const judging = { observed, endpoint: engine.endpoint }
  if (!flags.down) return judge(planUp(desired, observed, options), judging)
  const down = planDown(observed, {
    desired,
    adopt,
    services,
    volumes: flags.volumes,
    removeImages: flags.rmi,
    removeOrphans: flags['remove-orphans'],
    ...(flags.timeout !== undefined && { timeoutSeconds: flags.timeout }),
  })
  return judge(down, judging)
}
