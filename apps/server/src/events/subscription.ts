import type { FeedEvent } from './feed.ts'

/** A topic of one client. */
export interface Subscription {
  /** What comes while the past is read; undefined once the client is told at once. */
  held: FeedEvent[] | undefined
  /** Lets go of what is told besides events. */
  readonly stop?: () => void
}

/** What was read and what came meanwhile, each once; from now on the client is told at once. */
export function withoutGap(
  missed: readonly FeedEvent[],
  subscription: Subscription,
  from: number,
): readonly FeedEvent[] {
  const told = missed.at(-1)?.seq ?? from
  const held = subscription.held ?? []
  subscription.held = undefined
  return [...missed, ...held.filter(({ seq }) => seq > told)]
}
