/** How many calls of a kind may be in flight, found out by what they take. */
export interface AdaptiveLimit {
  readonly current: () => number
  /**
   * Tells of a call that has ended: how long it took, how many were in flight when it began, itself included, and
   * how many are still to come.
   */
  readonly learn: (call: {
    readonly durationMs: number
    readonly inFlight: number
    readonly waiting: number
  }) => void
}

const most = 32

/** Less than that is not worth the calls that become slower. */
const worthwhile = 1.15

/**
 * Doubles the limit as long as more calls get done in the same time, and goes back when they do not: an Engine
 * with many cores gets many calls, a busy one few. With few calls left it tries nothing. What it learned it keeps.
 */
export function createAdaptiveLimit(initial: number): AdaptiveLimit {
  let limit = initial
  let isSettled = false
  let durations: number[] = []
  /** Calls a millisecond at the limit before this one. */
  let before: number | undefined
  return {
    current: () => limit,
    learn: ({ durationMs, inFlight, waiting }) => {
      // A call that had less company tells nothing about this limit.
      if (isSettled || inFlight < limit) return
      durations.push(durationMs)
      if (durations.length < limit) return
      const mean = durations.reduce((sum, each) => sum + each, 0) / durations.length
      const rate = limit / Math.max(1, mean)
      durations = []
      if (before !== undefined && rate < before * worthwhile) {
        limit /= 2
        isSettled = true
      } else if (limit * 2 > most) isSettled = true
      else if (waiting >= limit * 4) {
        before = rate
        limit *= 2
      }
    },
  }
}

/** One for each Engine, as long as the process uses it. */
const learned = new WeakMap<object, AdaptiveLimit>()

/** The limit of starts at this Engine, with what earlier runs learned. */
export function startLimitOf(engine: object): AdaptiveLimit {
  const known = learned.get(engine) ?? createAdaptiveLimit(2)
  learned.set(engine, known)
  return known
}
