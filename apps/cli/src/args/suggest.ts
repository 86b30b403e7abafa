/**
 * The candidate that `word` most likely meant, or `undefined` when none is near: an unfinished word, or
 * one that two typing mistakes lead to.
 */
export function suggest(word: string, candidates: readonly string[]): string | undefined {
  const wanted = word.toLowerCase()
  const ranked = candidates
    .map((candidate) => ({ candidate, distance: rank(wanted, candidate) }))
    .filter(({ distance }) => distance <= allowed(wanted))
    .sort((a, b) => a.distance - b.distance || (a.candidate < b.candidate ? -1 : 1))
  return ranked[0]?.candidate
}

const allowed = (word: string) => (word.length <= 3 ? 1 : 2)

const rank = (word: string, candidate: string) =>
  word.length >= 3 && candidate.startsWith(word) ? 0.5 : distance(word, candidate)

/** Edits between two words; two swapped letters are one. */
function distance(a: string, b: string): number {
  const rows: number[][] = [Array.from({ length: b.length + 1 }, (_, column) => column)]
  for (let i = 1; i <= a.length; i += 1) {
    const row = [i]
    for (let j = 1; j <= b.length; j += 1) row.push(cell({ a, b, i, j, rows, row }))
    rows.push(row)
  }
  return rows[a.length]?.[b.length] ?? 0
}

interface Cell {
  readonly a: string
  readonly b: string
  readonly i: number
  readonly j: number
  readonly rows: readonly (readonly number[])[]
  readonly row: readonly number[]
}

function cell({ a, b, i, j, rows, row }: Cell): number {
  const at = (y: number, x: number) => rows[y]?.[x] ?? Number.POSITIVE_INFINITY
  const replaced = at(i - 1, j - 1) + (a[i - 1] === b[j - 1] ? 0 : 1)
  const isSwap = a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]
  const swapped = isSwap ? at(i - 2, j - 2) + 1 : Number.POSITIVE_INFINITY
  return Math.min(at(i - 1, j) + 1, (row[j - 1] ?? 0) + 1, replaced, swapped)
}
