import type { Actor } from '../access/actor.ts'
import { ProblemError } from './problem.ts'

/** How many streams and websockets one user may hold open, all sessions and tokens together. */
export const mostStreams = 100

/** Counts what each user holds open. */
export interface StreamLimit {
  /** @throws a problem, STREAMS_TOO_MANY, when there is no room for one more. */
  requireRoom(actor: Pick<Actor, 'userId'>): void
  /** Returns what is to be called when it is closed; a second call does nothing. */
  enter(actor: Pick<Actor, 'userId'>): () => void
}

/** @param most Instead of {@link mostStreams}. */
export function createStreamLimit(most = mostStreams): StreamLimit {
  const open = new Map<string, number>()
  return {
    requireRoom({ userId }) {
      if ((open.get(userId) ?? 0) < most) return
      throw new ProblemError('STREAMS_TOO_MANY', `You hold ${most} streams and websockets open already.`, {
        headers: { 'retry-after': '30' },
      })
    },
    enter({ userId }) {
      open.set(userId, (open.get(userId) ?? 0) + 1)
      let isOpen = true
      return () => {
        if (!isOpen) return
        isOpen = false
        const left = (open.get(userId) ?? 1) - 1
        if (left === 0) open.delete(userId)
        else open.set(userId, left)
      }
    },
  }
}
