import { describe, expect, it } from 'vitest'
import { createAdaptiveLimit } from './adaptive-limit.ts'

/** Starts so many containers on an Engine of so many cores, each taking one core 100 ms; resolves with the time. */
function start(
  count: number,
  {
    cores,
    limit = createAdaptiveLimit(2),
  }: { cores: number; limit?: ReturnType<typeof createAdaptiveLimit> },
) {
  const running: { left: number; readonly began: number; readonly inFlight: number }[] = []
  let [now, begun] = [0, 0]
  while (begun < count || running.length > 0) {
    while (begun < count && running.length < limit.current()) {
      begun += 1
      running.push({ left: 100, began: now, inFlight: running.length + 1 })
    }
    // Those in flight share the cores.
    const share = Math.min(1, cores / running.length)
    const step = Math.min(...running.map(({ left }) => left / share))
    now += step
    for (const call of running) call.left -= step * share
    for (const call of running.filter(({ left }) => left < 1e-6)) {
      running.splice(running.indexOf(call), 1)
      limit.learn({ durationMs: now - call.began, inFlight: call.inFlight, waiting: count - begun })
    }
  }
  return { ms: now, limit: limit.current() }
}

describe('the limit of starts in flight', () => {
  it.each([
    [1, 2],
    [2, 2],
    [4, 4],
    [16, 16],
  ])('finds out what an Engine with %i cores can do', (cores, expected) => {
    expect(start(200, { cores }).limit).toBe(expected)
  })

  it.each([1, 2, 4, 8])('takes hardly longer than the best fixed one would with %i cores', (cores) => {
    const best = (200 * 100) / cores
    expect(start(200, { cores }).ms).toBeLessThan(best * 1.3)
  })

  it('tries nothing with few containers to start', () => {
    expect(start(5, { cores: 16 }).limit).toBe(2)
  })

  it('keeps what it learned for the next run', () => {
    const limit = createAdaptiveLimit(2)
    start(100, { cores: 8, limit })
    expect(start(16, { cores: 8, limit }).ms).toBe(200)
  })
})
