import type { Operation, Step } from '@berth/contract'
import type { FeedEvent } from '../../api/feed.ts'

/** The operation after an event of its topic. An older version changes nothing. */
export function reduceOperation(current: Operation, event: FeedEvent): Operation {
  if (event.name === 'operation.changed') {
    const { steps, seq } = current
    // Not merged: what the record no longer has, such as its place in the queue, is gone.
    return event.payload.version >= current.version ? { ...event.payload, steps, seq } : current
  }
  if (event.name !== 'operation.step') return current
  return { ...current, steps: withStep(current.steps, event.payload.step) }
}

/** Steps of a rollback are not in the plan: they come to the end. */
function withStep(steps: readonly Step[], next: Step): Step[] {
  return steps.some(({ id }) => id === next.id)
    ? steps.map((step) => (step.id === next.id ? next : step))
    : [...steps, next]
}
