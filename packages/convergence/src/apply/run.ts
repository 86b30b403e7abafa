import type { Engine } from '@berth/docker-engine'
import type { Action, ContainerRef } from '../plan/action.ts'
import type { Plan, PlanProblem } from '../plan/plan.ts'
import type { BeforeStart, ExecuteContext } from './actions/execute-context.ts'
import { execute } from './actions/index.ts'
import type { Clock } from './clock.ts'
import type { ContainerEvents } from './container-events.ts'
import type { ActionFailure, ActionOutcome, ApplyEvent, ApplyResult } from './events.ts'
import { toFailure } from './failure.ts'
import { fetchedImage } from './fetched-image.ts'

/** What happened so far while a plan is applied. */
export interface Run {
  readonly outcomes: Map<string, ActionOutcome>
  /** Actions that were begun, however they ended. */
  readonly begun: ReadonlySet<string>
  /** Action to the id of what it made. */
  readonly produced: ReadonlyMap<string, string>
  /** Of images that it brought, by id: what registries have them as. */
  readonly repoDigests: ReadonlyMap<string, readonly string[]>
  /** Of what was needed first, then of what was optional. */
  readonly failures: () => ApplyResult['failures']
  readonly mayBegin: () => boolean
  readonly hasFailed: () => boolean
  /** What is neither the Engine's fault nor a container's. */
  readonly bug: () => unknown
  readonly refuse: (problems: readonly PlanProblem[]) => void
  readonly runAction: (action: Action) => Promise<ActionOutcome>
  readonly runRollback: (action: Action) => Promise<ActionOutcome>
  readonly reportCancelled: (action: Action) => void
  readonly onEvent: (event: ApplyEvent) => void
}

interface RunContext {
  readonly engine: Engine
  readonly signal: AbortSignal
  readonly onEvent: (event: ApplyEvent) => void
  readonly clock: Clock
  readonly events: ContainerEvents
  readonly settleMs: number
  readonly waitTimeoutMs?: number
  readonly beforeStart?: BeforeStart
}

/** What is known while a plan is applied. */
interface Progress {
  readonly plan: Plan
  readonly context: RunContext
  readonly outcomes: Map<string, ActionOutcome>
  /** Action to the id of what it made. */
  readonly produced: Map<string, string>
  readonly repoDigests: Map<string, readonly string[]>
  readonly begun: Set<string>
  /** Containers that actions of the plan remove. */
  readonly removed: ReadonlySet<string>
  readonly failures: ApplyResult['failures'][number][]
  /** Failures of optional actions: they are told, and are the cause of nothing. */
  readonly tolerated: ApplyResult['failures'][number][]
  /** Aborted by the first failure that stops the rest. */
  readonly stopping: AbortController
  bug: unknown
}

/** The state of applying one plan. */
export function createRun(plan: Plan, context: RunContext): Run {
  const progress: Progress = {
    plan,
    context,
    outcomes: new Map(),
    produced: new Map(),
    repoDigests: new Map(),
    begun: new Set(),
    removed: new Set(plan.actions.flatMap(removedBy)),
    failures: [],
    tolerated: [],
    stopping: new AbortController(),
    bug: undefined,
  }
  const { outcomes, begun, produced, repoDigests, failures, tolerated, stopping } = progress
  const guarded = new Set(plan.rollbacks.map(({ until }) => until))
  return {
    outcomes,
    begun,
    produced,
    repoDigests,
    failures: () => [...failures, ...tolerated],
    onEvent: context.onEvent,
    mayBegin: () => !context.signal.aborted && !stopping.signal.aborted,
    hasFailed: () => stopping.signal.aborted,
    bug: () => progress.bug,
    refuse: (problems) => {
      for (const problem of problems) failures.push({ ...problem, action: 'plan' })
      if (problems.length > 0) stopping.abort()
    },
    runAction: async (action) => {
      if (isUnneeded(action, progress)) return report(progress, action, 'skipped')
      // A wait that decides about a replacement is finished after a failure elsewhere; others are given up.
      const isGuarded = guarded.has(action.id)
      return perform(
        progress,
        action,
        isGuarded ? context.signal : AbortSignal.any([context.signal, stopping.signal]),
      )
    },
    runRollback: async (action) => {
      const isMade = !('container' in action) || isKnown(action.container, progress.produced)
      const outcome = isMade
        ? await perform(progress, action, new AbortController().signal)
        : report(progress, action, 'skipped')
      outcomes.set(action.id, outcome)
      return outcome
    },
    reportCancelled: (action) => report(progress, action, 'cancelled'),
  }
}

const removedBy = (action: Action): string[] =>
  action.kind === 'remove-container' && 'id' in action.container ? [action.container.id] : []

async function perform(progress: Progress, action: Action, signal: AbortSignal): Promise<ActionOutcome> {
  const { begun, produced, repoDigests, context } = progress
  begun.add(action.id)
  context.onEvent({ kind: 'action-started', action: action.id, at: context.clock.now() })
  try {
    const effect = await execute(action, executeContext(progress, action, signal))
    if (effect.produced !== undefined) produced.set(action.id, effect.produced)
    if (effect.produced && effect.repoDigests) repoDigests.set(effect.produced, effect.repoDigests)
    return report(progress, action, effect.outcome)
  } catch (error) {
    if (signal.aborted && error === signal.reason) return report(progress, action, 'cancelled')
    return fail(progress, action, error)
  }
}

function executeContext(progress: Progress, { id }: Action, signal: AbortSignal): ExecuteContext {
  const { plan, produced, context } = progress
  return {
    ...context,
    signal,
    containerId: (container) => containerId(container, produced),
    isRemovedLater: (container) => progress.removed.has(container),
    imageId: (reference) => fetchedImage(reference, plan, produced),
    onProgress: (told) => context.onEvent({ kind: 'action-progress', action: id, ...told }),
    onStep: (step) => context.onEvent({ kind: 'action-step', action: id, at: context.clock.now(), step }),
    onOutput: (text) => context.onEvent({ kind: 'action-output', action: id, text }),
  }
}

function fail(progress: Progress, action: Action, thrown: unknown): ActionOutcome {
  const failure = toFailure(action, thrown)
  if (failure === undefined) progress.bug ??= thrown
  else progress[action.isOptional ? 'tolerated' : 'failures'].push({ ...failure, action: action.id })
  if (!action.isOptional || failure === undefined) progress.stopping.abort()
  return report(progress, action, 'failed', failure)
}

function report(
  { context }: Progress,
  { id: action }: Action,
  outcome: ActionOutcome,
  failure?: ActionFailure,
): ActionOutcome {
  const at = context.clock.now()
  context.onEvent({ kind: 'action-ended', action, at, outcome, ...(failure && { failure }) })
  return outcome
}

/** Its condition does not hold: the image that was pulled or built is the one in use. */
function isUnneeded(
  { onlyIfImageChanged: condition, onlyIfFailed }: Action,
  { produced, outcomes }: Progress,
): boolean {
  if (onlyIfFailed !== undefined && outcomes.get(onlyIfFailed) !== 'failed') return true
  // A pull that failed, and may, has brought nothing else.
  return condition !== undefined && (produced.get(condition.ref) ?? condition.from) === condition.from
}

const isKnown = (container: ContainerRef, produced: ReadonlyMap<string, string>) =>
  'id' in container || produced.has(container.ref)

function containerId(container: ContainerRef, produced: ReadonlyMap<string, string>): string {
  if ('id' in container) return container.id
  const id = produced.get(container.ref) ?? container.otherwise
  if (id === undefined) throw new Error(`The plan refers to ${container.ref}, which has made nothing`)
  return id
}
