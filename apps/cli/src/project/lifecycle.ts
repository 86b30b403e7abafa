import {
  isEmptyPlan,
  type LifecycleOptions,
  type ObservedState,
  observe,
  type Plan,
  toDesiredState,
} from '@berth/convergence'
import type { Engine } from '@berth/docker-engine'
import type { FlagValues } from '../args/flag.ts'
import type { GlobalFlags } from '../args/global-flags.ts'
import { withEngine } from '../engine.ts'
import { printProblem } from '../print/print-problem.ts'
import type { World } from '../world.ts'
import { type CarryOutInput, carryOut } from './carry-out.ts'
import { loadProjectOrName } from './load-project.ts'
import { noSuchService } from './no-such-service.ts'
import { isNameGiven } from './plan-options.ts'
import { unknownServices } from './select-services.ts'

interface LifecycleInput {
  readonly globals: FlagValues<GlobalFlags>
  readonly services: readonly string[]
  readonly world: World
}

/** What a command does to containers that exist. */
export interface Lifecycle {
  readonly verb: CarryOutInput['verb']
  readonly plan: (observed: ObservedState, options: LifecycleOptions) => Plan
  /** Called before something is done; `false` ends the command in peace. */
  readonly confirm?: (plan: Plan) => Promise<boolean>
  /** Told on standard error when there is nothing to do. */
  readonly nothing?: string
}

/** The project that a command about existing containers means, and which of its containers. */
export interface LifecycleTarget {
  readonly project: string
  readonly options: LifecycleOptions
}

/**
 * Plans and applies what is to be done to containers that exist: those that the files know, or those that
 * the Engine holds under the given name where there is no file. Resolves with the exit code.
 */
export async function runLifecycle(input: LifecycleInput, ...steps: readonly Lifecycle[]): Promise<number> {
  const target = lifecycleTarget(input)
  if (target === undefined) return 1
  return withEngine(input, async (engine) => {
    const stopped = new Set<string>()
    for (const step of steps) {
      const code = await takeStep(step, { ...input, ...target, engine, stopped })
      if (code !== 0) return code
    }
    return 0
  })
}

/** `undefined` when the files cannot be used or do not have a service, which has been printed. */
function lifecycleTarget(input: LifecycleInput): LifecycleTarget | undefined {
  const { services, globals, world } = input
  const found = loadProjectOrName(input)
  if (found === undefined) return undefined
  const { name, project } = found
  if (project === undefined) return { project: name, options: { services } }
  const [unknown] = unknownServices(project, services)
  if (unknown !== undefined) {
    printProblem(noSuchService(unknown, project), world, globals.ansi)
    return undefined
  }
  const adopt = isNameGiven(globals, world.env)
  return { project: name, options: { services, desired: toDesiredState(project), adopt } }
}

interface Step extends LifecycleInput, LifecycleTarget {
  readonly engine: Engine
  /** Containers that steps before would have stopped, were they not only shown. */
  readonly stopped: Set<string>
}

async function takeStep({ verb, plan: planStep, confirm, nothing }: Lifecycle, input: Step): Promise<number> {
  const { engine, project, options, globals, world } = input
  const observed = asStopped(await observe(engine, { project }), input.stopped)
  const plan = planStep(observed, options)
  if (globals['dry-run']) for (const id of stoppedBy(plan)) input.stopped.add(id)
  const mayBegin = plan.problems.length === 0
  if (mayBegin && nothing !== undefined && isEmptyPlan(plan)) {
    world.err.write(`${nothing}\n`)
    return 0
  }
  const asks = mayBegin && confirm !== undefined && !globals['dry-run']
  if (asks && !(await confirm(plan))) return 0
  return carryOut(plan, { globals, world, engine, observed, verb })
}

const stoppedBy = ({ actions }: Plan): string[] =>
  actions.flatMap((action) =>
    action.kind === 'stop-container' && 'id' in action.container ? [action.container.id] : [],
  )

/** The state with these containers at rest. */
const asStopped = (observed: ObservedState, ids: ReadonlySet<string>): ObservedState => ({
  ...observed,
  containers: observed.containers.map((container) =>
    ids.has(container.id) ? { ...container, state: 'exited' } : container,
  ),
})
