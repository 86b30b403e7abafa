import {
  type ApplyEvent,
  type ApplyOptions,
  type ApplyResult,
  apply,
  describePlan,
  type ObservedState,
  type Plan,
} from '@berth/convergence'
import type { Engine } from '@berth/docker-engine'
import type { FlagValues } from '../args/flag.ts'
import type { GlobalFlags } from '../args/global-flags.ts'
import { paintPlan } from '../print/paint-plan.ts'
import { printFailures } from '../print/print-failure.ts'
import { printProblem, printWarning } from '../print/print-problem.ts'
import { styleFor } from '../print/style.ts'
import { createOutputTails } from '../progress/output-tails.ts'
import { type ProgressInput, startProgress } from '../progress/progress.ts'
import type { World } from '../world.ts'
import { unchangedContainers } from './unchanged-containers.ts'

export interface CarryOutInput {
  readonly globals: FlagValues<GlobalFlags>
  readonly world: World
  readonly engine: Engine
  readonly observed: ObservedState
  readonly verb: ProgressInput['verb']
  readonly apply?: Pick<ApplyOptions, 'onFailure' | 'waitTimeoutMs' | 'beforeStart'>
  /** Called before anything is done. */
  readonly onBegin?: ((beginning: Beginning) => void) | undefined
  /** Aborting it is like one Ctrl-C. */
  readonly signal?: AbortSignal | undefined
  /** Of what nothing is shown but that it ended. */
  readonly quiet?: { readonly pulls?: boolean; readonly builds?: boolean }
  /** `json`: what became of it is printed to standard output, too. */
  readonly format?: 'text' | 'json' | undefined
  /** A service of whose containers nothing is shown. */
  readonly untold?: string | undefined
  /** Services whose output is printed as it comes. */
  readonly shown?: ReadonlySet<string>
}

/** What is about to be done. */
export interface Beginning {
  readonly plan: Plan
  readonly observed: ObservedState
  /** Where whole lines can be printed while progress is shown, and afterwards. */
  readonly outputs: Pick<World, 'out' | 'err'>
}

/**
 * Applies a plan, shows its progress and tells what failed. Resolves with the exit code.
 *
 * Ctrl-C starts nothing new, waits for what the Engine is doing, brings back what was half replaced, and
 * gives 130. A second Ctrl-C leaves everything as it stands.
 */
export async function carryOut(plan: Plan, input: CarryOutInput): Promise<number> {
  const { globals, world, engine } = input
  if (globals['dry-run']) return showPlan(plan, input)
  for (const message of plan.notices) printWarning({ message }, world, globals.ansi)
  if (plan.problems.length > 0) {
    for (const problem of plan.problems) printProblem(problem, world, globals.ansi)
    return 1
  }
  const abort = new AbortController()
  const signal = input.signal === undefined ? abort.signal : AbortSignal.any([abort.signal, input.signal])
  const progress = startProgress(toldOf(plan, input))
  input.onBegin?.({ plan, observed: input.observed, outputs: progress.outputs })
  const tails = createOutputTails()
  const isHushed = hushed(plan, input.quiet ?? {})
  const onEvent = (event: ApplyEvent) => {
    tails.onEvent(event)
    if (!isHushed(event)) progress.onEvent(event)
  }
  const stopListening = world.onInterrupt(() => {
    if (abort.signal.aborted) world.exit(130)
    progress.interrupt()
    abort.abort()
  })
  try {
    const result = await apply(plan, engine, {
      ...input.apply,
      ...startLimit(globals.parallel, world.env),
      signal,
      onEvent,
    })
    progress.end(result.outcome)
    if (input.format === 'json') printResult(plan, result, world)
    printFailures(result, world, { ansi: globals.ansi, outputOf: tails.of, shown: input.shown })
    return exitCodes[result.outcome]
  } finally {
    progress.end()
    stopListening()
  }
}

/** `--parallel`, else `COMPOSE_PARALLEL_LIMIT`; below one is no limit, which leaves it to what the machine is good for. */
function startLimit(said: number | undefined, env: World['env']): Pick<ApplyOptions, 'concurrency'> {
  const limit = said ?? Number(env.COMPOSE_PARALLEL_LIMIT || 0)
  return limit >= 1 ? { concurrency: Math.floor(limit) } : {}
}

/** What is printed instead of doing it; 1 when it could not be done. */
function showPlan(plan: Plan, { globals, world, format }: CarryOutInput): number {
  const style = styleFor(world.out, world, globals.ansi)
  const text = format === 'json' ? `${JSON.stringify(describePlan(plan), null, 2)}\n` : paintPlan(plan, style)
  world.out.write(text)
  return plan.problems.length > 0 ? 1 : 0
}

/** Without the outcomes of single actions, whose names may change. */
function printResult({ project, services }: Plan, result: ApplyResult, { out }: World): void {
  const { actions: _actions, outcome, ...rest } = result
  out.write(`${JSON.stringify({ project, outcome, services, ...rest }, null, 2)}\n`)
}

const exitCodes = { succeeded: 0, failed: 1, cancelled: 130 } as const

/** Tells which events are not to be shown. */
function hushed({ actions }: Plan, { pulls = false, builds = false }: NonNullable<CarryOutInput['quiet']>) {
  const kinds = [...(pulls ? ['pull-image'] : []), ...(builds ? ['build-image'] : [])]
  const silent = new Set(actions.filter(({ kind }) => kinds.includes(kind)).map(({ id }) => id))
  return (event: ApplyEvent): boolean =>
    (event.kind === 'action-progress' || event.kind === 'action-output') && silent.has(event.action)
}

/** What is to be shown of a plan; nothing at all where nothing would stand below its heading. */
function toldOf(plan: Plan, input: CarryOutInput): ProgressInput {
  const { untold, globals } = input
  const isTold = (service: string | undefined) => untold === undefined || service !== untold
  const isOwn = ({ group, service }: { readonly group: string; readonly service?: string }) =>
    !isTold(service) && group.startsWith('container ')
  const actions = plan.actions.filter((action) => !isOwn(action))
  const rollbacks = plan.rollbacks.filter((rollback) => !isOwn(rollback))
  const unchanged = unchangedContainers(plan, input.observed).filter(({ service }) => isTold(service))
  const isEmpty = untold !== undefined && actions.length + unchanged.length === 0
  return {
    ...input,
    plan: { ...plan, actions, rollbacks },
    unchanged,
    globals: isEmpty ? { ...globals, progress: 'quiet' } : globals,
  }
}
