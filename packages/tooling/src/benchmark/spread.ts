/** What many times of the same thing come to. Milliseconds. */
export interface Spread {
  readonly median: number
  /** A quarter of the times is shorter, and a quarter longer. */
  readonly lower: number
  readonly upper: number
}

/** The middle and the quarters of a list of times, in any order. Pure. */
export function spreadOf(times: readonly number[]): Spread {
  const sorted = times.toSorted((a, b) => a - b)
  const at = (share: number) => sorted[Math.round((sorted.length - 1) * share)] ?? Number.NaN
  return { median: at(0.5), lower: at(0.25), upper: at(0.75) }
}

/** `12.3 (11.9–12.8)`. */
export const formatSpread = ({ median, lower, upper }: Spread): string =>
  `${formatMs(median)} (${formatMs(lower)}–${formatMs(upper)})`

/** Three digits that mean something. */
const formatMs = (value: number) => value.toFixed(value < 10 ? 2 : value < 100 ? 1 : 0)
