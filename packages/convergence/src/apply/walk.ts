import type { Action } from '../plan/action.ts'
import type { ActionOutcome } from './events.ts'
import type { Limiter } from './lanes.ts'

interface Walk {
  readonly outcomes: Map<string, ActionOutcome>
  readonly limiter: Limiter
  /** `false` after an abort or a failure: nothing new begins. */
  readonly mayBegin: () => boolean
  /** Never rejects. */
  readonly run: (action: Action) => Promise<ActionOutcome>
  readonly onCancelled: (action: Action) => void
}

/**
 * Runs every action when what it waits for has been done, and resolves when nothing is in flight and
 * nothing more can begin. Those that were never begun are `cancelled`.
 */
export async function walk(actions: readonly Action[], walking: Walk): Promise<void> {
  const { outcomes } = walking
  const waiting = new Set(actions)
  const inFlight = new Set<Promise<void>>()
  const cancel = (action: Action) => {
    waiting.delete(action)
    outcomes.set(action.id, 'cancelled')
    walking.onCancelled(action)
  }
  const begin = (action: Action) => {
    waiting.delete(action)
    const leave = walking.limiter.enter(action.kind)
    const running = walking.run(action).then((outcome) => {
      outcomes.set(action.id, outcome)
      leave()
      inFlight.delete(running)
    })
    inFlight.add(running)
  }
  const beginWhatMay = () => {
    for (const action of waiting) {
      if (!walking.mayBegin()) return
      const readiness = readinessOf(action, outcomes)
      if (readiness === 'never') cancel(action)
      if (readiness === 'now' && walking.limiter.hasRoom(action.kind)) begin(action)
    }
  }
  for (beginWhatMay(); inFlight.size > 0; beginWhatMay()) await Promise.race(inFlight)
  for (const action of waiting) cancel(action)
}

function readinessOf(
  { after, afterEnd = [] }: Action,
  outcomes: ReadonlyMap<string, ActionOutcome>,
): 'now' | 'later' | 'never' {
  const needed = after.map((id) => outcomes.get(id))
  if (needed.some((outcome) => outcome === 'failed' || outcome === 'cancelled')) return 'never'
  const isReady = needed.every((outcome) => outcome !== undefined) && afterEnd.every((id) => outcomes.has(id))
  return isReady ? 'now' : 'later'
}
