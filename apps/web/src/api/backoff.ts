const firstMs = 500
const mostMs = 15_000

/**
 * Milliseconds to wait before attempt `attempt` (from 0) to connect again: doubling up to 15 s, of
 * which a random half, so that a restarted server does not meet every page at the same moment.
 *
 * @param random From 0 to 1.
 */
export function backoffMs(attempt: number, random: number): number {
  const ceiling = Math.min(mostMs, firstMs * 2 ** attempt)
  return Math.round(ceiling / 2 + (ceiling / 2) * random)
}
