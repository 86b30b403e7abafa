/**
 * The number with the fewest digits that has the same 32 bits: what Go prints of a `float32`. `0.1` stays
 * `0.1`, though its 32 bits are not quite that.
 */
export function roundToFloat32(value: number): number {
  const rounded = Math.fround(value)
  if (!Number.isFinite(rounded)) return value
  for (let digits = 1; digits < 9; digits++) {
    const short = Number(rounded.toPrecision(digits))
    if (Math.fround(short) === rounded) return short
  }
  return Number(rounded.toPrecision(9))
}
