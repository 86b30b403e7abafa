import type { Engine } from '@berth/docker-engine'
import type { Action, ContainerRef } from '../plan/action.ts'
import type { Plan, PlanProblem } from '../plan/plan.ts'
import type { ExecuteContext } from './actions/execute-context.ts'
import { execute } from './actions/index.ts'
import type { Clock } from './clock.ts'
import type { ContainerEvents } from './container-events.ts'
import type { ActionOutcome, ApplyEvent, ApplyResult } from './events.ts'
import { toFailure } from './failure.ts'

/** What happened so far while a plan is applied. */
export interface Run {
  readonly outcomes: Map<string, ActionOutcome>
  /** Actions that were begun, however they ended. */
  readonly begun: ReadonlySet<string>
  readonly failures: ApplyResult['failures']
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
}

/** The state of applying one plan. */
export function createRun(plan: Plan, context: RunContext): Run {
  const { signal, onEvent, clock } = context
  const outcomes = new Map<string, ActionOutcome>()
  const produced = new Map<string, string>()
  const begun = new Set<string>()
  const failures: ApplyResult['failures'][number][] = []
  const stopping = new AbortController()
  const guarded = new Set(plan.rollbacks.map(({ until }) => until))
  let bug: unknown

  /** A wait that decides about a replacement is finished after a failure elsewhere; others are given up. */
  const signalFor = ({ id }: Action) =>
    guarded.has(id) ? signal : AbortSignal.any([signal, stopping.signal])

  const fail = (action: Action, thrown: unknown): ActionOutcome => {
    const failure = toFailure(action, thrown)
    if (failure === undefined) bug ??= thrown
    else failures.push({ ...failure, action: action.id })
    if (!action.isOptional || failure === undefined) stopping.abort()
    report(action, 'failed', failure)
    return 'failed'
  }
  const report = (action: Action, outcome: ActionOutcome, failure?: ReturnType<typeof toFailure>) => {
    onEvent({
      kind: 'action-ended',
      action: action.id,
      at: clock.now(),
      outcome,
      ...(failure && { failure }),
    })
  }
  const perform = async (action: Action, own: AbortSignal): Promise<ActionOutcome> => {
    begun.add(action.id)
    onEvent({ kind: 'action-started', action: action.id, at: clock.now() })
    try {
      const effect = await execute(action, executeContext(action, own))
      if (effect.produced !== undefined) produced.set(action.id, effect.produced)
      report(action, effect.outcome)
      return effect.outcome
    } catch (error) {
      if (!own.aborted || error !== own.reason) return fail(action, error)
      report(action, 'cancelled')
      return 'cancelled'
    }
  }
  const executeContext = (action: Action, own: AbortSignal): ExecuteContext => ({
    ...context,
    signal: own,
    containerId: (container) => containerId(container, produced),
    imageId: (reference) => imageId(reference, plan, produced),
    onProgress: (progress) => onEvent({ kind: 'action-progress', action: action.id, ...progress }),
    onOutput: (text) => onEvent({ kind: 'action-output', action: action.id, text }),
  })

  return {
    outcomes,
    begun,
    failures,
    onEvent,
    mayBegin: () => !signal.aborted && !stopping.signal.aborted,
    hasFailed: () => stopping.signal.aborted,
    bug: () => bug,
    refuse: (problems) => {
      for (const problem of problems) failures.push({ ...problem, action: 'plan' })
      if (problems.length > 0) stopping.abort()
    },
    runAction: async (action) => {
      if (!isUnneeded(action, produced)) return perform(action, signalFor(action))
      report(action, 'skipped')
      return 'skipped'
    },
    runRollback: async (action) => {
      const isMade = !('container' in action) || isKnown(action.container, produced)
      const outcome = isMade ? await perform(action, new AbortController().signal) : 'skipped'
      if (!isMade) report(action, 'skipped')
      outcomes.set(action.id, outcome)
      return outcome
    },
    reportCancelled: (action) => report(action, 'cancelled'),
  }
}

/** Its condition does not hold: the image that was pulled or built is the one in use. */
function isUnneeded(
  { onlyIfImageChanged: condition }: Action,
  produced: ReadonlyMap<string, string>,
): boolean {
  return condition !== undefined && produced.get(condition.ref) === condition.from
}

const isKnown = (container: ContainerRef, produced: ReadonlyMap<string, string>) =>
  'id' in container || produced.has(container.ref)

function containerId(container: ContainerRef, produced: ReadonlyMap<string, string>): string {
  if ('id' in container) return container.id
  const id = produced.get(container.ref) ?? container.otherwise
  if (id === undefined) throw new Error(`The plan refers to ${container.ref}, which has made nothing`)
  return id
}

function imageId(reference: string, plan: Plan, produced: ReadonlyMap<string, string>): string | undefined {
  const source = plan.actions.findLast(
    (action) =>
      (action.kind === 'pull-image' || action.kind === 'build-image') &&
      action.image === reference &&
      produced.has(action.id),
  )
  return source && produced.get(source.id)
}
