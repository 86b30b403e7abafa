import {
  type DesiredState,
  type HostReader,
  observe,
  observeTarget,
  type Plan,
  planDown,
  planUp,
  toDesiredState,
} from '@berth/convergence'
import type { EngineReader } from '@berth/docker-engine'
import { ProblemError } from '../http/problem.ts'
import type { LoadedProject } from '../projects/loader.ts'
import { maskPlan } from '../secrets/mask-plan.ts'
import type { Masks } from '../secrets/masks.ts'
import type { OperationRequest } from './operation.ts'

/** Plans operations: the same project, world and request give the same plan, and so the same digest. No secret is told. */
export interface Planner {
  /** @throws a problem when the compose files have errors, or an EngineError. */
  plan(project: string, request: OperationRequest, signal: AbortSignal): Promise<Plan>
}

export interface PlannerDependencies {
  readonly load: (project: string) => Promise<LoadedProject>
  readonly engine: EngineReader
  readonly masks: Masks
  /** The machine that the Engine runs on, where that is this one. */
  readonly host?: HostReader | undefined
}

export function createPlanner({ load, engine, masks, host }: PlannerDependencies): Planner {
  const plan: Planner['plan'] = async (project, request, signal) => {
    const loaded = await load(project)
    if (request.kind === 'deploy') {
      const desired = requireDesired(project, loaded)
      const target = observeTarget(desired, request.options)
      return planUp(desired, await observe(engine, target, { signal, host }), request.options)
    }
    // What runs can be taken down without files that load: its labels say enough.
    const desired = desiredOf(loaded)
    const target = desired === undefined ? { project } : observeTarget(desired, { startsNothing: true })
    const observed = await observe(engine, target, { signal })
    return planDown(observed, { ...request.options, ...(desired && { desired }) })
  }
  return { plan: async (project, ...rest) => maskPlan(await plan(project, ...rest), masks.of(project)) }
}

const desiredOf = ({ project }: LoadedProject): DesiredState | undefined =>
  project === undefined ? undefined : toDesiredState(project)

function requireDesired(name: string, loaded: LoadedProject): DesiredState {
  const desired = desiredOf(loaded)
  if (desired !== undefined) return desired
  const errors = loaded.diagnostics.flatMap(({ severity, code, message, fix, range }, index) =>
    severity !== 'error'
      ? []
      : [
          {
            code,
            message,
            ...(fix !== undefined && { fix }),
            ...(range && { file: range.file, line: range.line, column: range.column }),
            frame: loaded.frames[index] ?? message,
          },
        ],
  )
  const count = errors.length === 1 ? 'an error' : `${errors.length} errors`
  throw new ProblemError(
    'COMPOSE_INVALID',
    `The compose files of ${name} have ${count}: ${errors[0]?.message}`,
    {
      errors,
    },
  )
}

/** @throws a problem when `wanted` is given and is not the plan's. */
export function requireDigest(plan: Plan, wanted: string | undefined): void {
  if (wanted === undefined || wanted === plan.digest) return
  throw new ProblemError(
    'PLAN_STALE',
    `The plan for ${plan.project} is no longer the one that was agreed to: the files or the host have changed.`,
  )
}

/** @throws a problem when something has to be done before the plan can be applied. */
export function requireApplicable({ project, problems }: Plan): void {
  const [first] = problems
  if (first === undefined) return
  throw new ProblemError('PLAN_BLOCKED', `${project} cannot be brought there: ${first.message}`, {
    fix: first.fix,
    errors: problems.map(({ code, message, fix }) => ({ code, message, fix })),
  })
}
