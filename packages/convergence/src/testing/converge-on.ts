import { setImmediate } from 'node:timers/promises'
import type { Engine, EngineReader } from '@berth/docker-engine'
import { type ApplyOptions, apply } from '../apply/apply.ts'
import type { ApplyEvent, ApplyResult } from '../apply/events.ts'
import { toDesiredState } from '../desired/to-desired-state.ts'
import { observe, observeTarget } from '../observed/observe.ts'
import { type PlanDownOptions, planDown } from '../plan/down.ts'
import type { PlanUpOptions } from '../plan/options.ts'
import type { Plan } from '../plan/plan.ts'
import { planUp } from '../plan/up.ts'
import { projectFrom } from './states.ts'

/** A clock on which time passes only by sleeping, and sleeping lets everything else happen first. */
export function instantClock() {
  let now = 1_700_000_000_000
  return {
    now: () => now,
    sleep: async (milliseconds: number, signal: AbortSignal) => {
      for (let turn = 0; turn < 5; turn++) await setImmediate()
      signal.throwIfAborted()
      now += milliseconds
    },
  }
}

/** What a run did, for tests. */
export interface Converged {
  readonly plan: Plan
  readonly result: ApplyResult
  readonly events: readonly ApplyEvent[]
}

/** The plan of `up` for a compose file and what that Engine holds. */
export async function planUpOn(
  engine: EngineReader,
  file: string,
  options: PlanUpOptions = {},
): Promise<Plan> {
  const desired = toDesiredState(projectFrom(file))
  return planUp(desired, await observe(engine, observeTarget(desired)), options)
}

/** Plans `up` and applies it on a fake Engine. */
export async function up(
  engine: Engine,
  file: string,
  options: { readonly plan?: PlanUpOptions; readonly apply?: ApplyOptions } = {},
): Promise<Converged> {
  return applyTo(engine, await planUpOn(engine, file, options.plan), options.apply)
}

/** Plans `down` and applies it on a fake Engine. */
export async function down(
  engine: Engine,
  file: string,
  options: Omit<PlanDownOptions, 'desired'> = {},
): Promise<Converged> {
  const desired = toDesiredState(projectFrom(file))
  const observed = await observe(engine, observeTarget(desired))
  return applyTo(engine, planDown(observed, { ...options, desired }))
}

/** Applies a plan with an instant clock and keeps what it told. */
export async function applyTo(engine: Engine, plan: Plan, options: ApplyOptions = {}): Promise<Converged> {
  const events: ApplyEvent[] = []
  const result = await apply(plan, engine, {
    clock: instantClock(),
    ...options,
    onEvent: (event) => {
      events.push(event)
      options.onEvent?.(event)
    },
  })
  return { plan, result, events }
}

/** Name, state and image of every container of the project, sorted: what a person would see. */
export async function containersOf(engine: EngineReader, project = 'shop'): Promise<string[]> {
  const all = await engine.listContainers({ labels: [`com.docker.compose.project=${project}`] })
  return all.map(({ name, state }) => `${name} ${state}`).sort()
}

/** The id of a container by name. */
export async function idOf(engine: EngineReader, name: string): Promise<string> {
  return (await engine.inspectContainer(name)).Id
}
