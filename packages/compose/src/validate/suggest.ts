/** Advice must not cost more than the check it belongs to: of more candidates than this, the first are tried. */
const maxCandidates = 500

/** The candidate that was probably meant: at most a third of the letters differ. */
export function suggest(word: string, candidates: readonly string[]): string | undefined {
  const normal = word.toLowerCase().replaceAll('-', '_')
  let best: string | undefined
  let bestDistance = word.length < 3 ? 1 : Math.max(1, Math.floor(word.length / 3)) + 1
  for (const candidate of candidates.slice(0, maxCandidates)) {
    const distance = editDistance(normal, candidate)
    if (distance < bestDistance) {
      best = candidate
      bestDistance = distance
    }
  }
  return best
}

/** Insertions, deletions, replacements and swaps of neighbours (optimal string alignment). */
function editDistance(a: string, b: string): number {
  if (Math.abs(a.length - b.length) > 8) return Number.POSITIVE_INFINITY
  const rows: number[][] = [Array.from({ length: b.length + 1 }, (_, index) => index)]
  const at = (i: number, j: number) => rows[i]?.[j] ?? Number.POSITIVE_INFINITY
  for (let i = 1; i <= a.length; i++) {
    rows[i] = [i]
    const row = rows[i] ?? []
    for (let j = 1; j <= b.length; j++) {
      const isSame = a[i - 1] === b[j - 1]
      const isSwap = a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]
      const replaced = at(i - 1, j - 1) + (isSame ? 0 : 1)
      row[j] = Math.min(
        at(i - 1, j) + 1,
        at(i, j - 1) + 1,
        replaced,
        isSwap ? at(i - 2, j - 2) + 1 : replaced,
      )
    }
  }
  return at(a.length, b.length)
}
