import {
  type DesiredState,
  isEmptyPlan,
  type ObserveTarget,
  observe,
  observeTarget,
  type Plan,
  planDown,
  toDesiredState,
} from '@berth/convergence'
import type { CommandInput } from '../args/command.ts'
import type { downFlags } from '../args/command-flags.ts'
import { withEngine } from '../engine.ts'
import { printProblem, printWarning } from '../print/print-problem.ts'
import { carryOut } from '../project/carry-out.ts'
import { loadProjectOrName } from '../project/load-project.ts'
import { noSuchService } from '../project/no-such-service.ts'
import { isNameGiven, isTrue } from '../project/plan-options.ts'
import { unknownServices } from '../project/select-services.ts'

type DownInput = CommandInput<typeof downFlags>

/** `berth down`: removes what the Engine holds of the project; from its labels where there is no file. */
export async function down(input: DownInput): Promise<number> {
  const { services, globals, world } = input
  const found = loadProjectOrName(input)
  if (found === undefined) return 1
  const [unknown] = found.project === undefined ? [] : unknownServices(found.project, services)
  if (unknown !== undefined && found.project !== undefined) {
    printProblem(noSuchService(unknown, found.project), world, globals.ansi)
    return 1
  }
  return withEngine(input, async (engine) => {
    const desired = found.project && toDesiredState(found.project)
    const observed = await observe(engine, targetOf(found.name, desired, input))
    const plan = planDown(observed, { ...optionsOf(input), ...(desired && { desired }) })
    if (isEmptyPlan(plan) && plan.problems.length === 0) {
      printWarning(
        { message: `No resource found to remove for project "${found.name}".` },
        world,
        globals.ansi,
      )
      return 0
    }
    if (!globals['dry-run']) announceLoss(plan, input)
    return carryOut(plan, { globals, world, engine, observed, verb: ['Removing', 'Removed'] })
  })
}

function targetOf(name: string, desired: DesiredState | undefined, { flags }: DownInput): ObserveTarget {
  return desired === undefined
    ? { project: name, removesImages: flags.rmi !== undefined }
    : observeTarget(desired, { startsNothing: true, removeImages: flags.rmi })
}

const optionsOf = ({ flags, services, globals, world }: DownInput) => ({
  adopt: isNameGiven(globals, world.env),
  services,
  volumes: flags.volumes,
  removeImages: flags.rmi,
  removeOrphans: flags['remove-orphans'] || isTrue(world.env.COMPOSE_REMOVE_ORPHANS),
  ...(flags.timeout !== undefined && { timeoutSeconds: flags.timeout }),
})

/** Says what is lost for good before it is: nobody is asked, as with Docker Compose. */
function announceLoss({ actions }: Plan, { world, globals }: DownInput): void {
  const lost = [...new Set(actions.flatMap(({ destroys }) => destroys ?? []))]
  if (lost.length > 0) printWarning({ message: `deleting for good: ${lost.join(', ')}` }, world, globals.ansi)
}
